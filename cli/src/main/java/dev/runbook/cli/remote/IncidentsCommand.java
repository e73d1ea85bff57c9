package dev.runbook.cli.remote;

import dev.runbook.cli.Output;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// Lists incidents.
@Command(name = "incidents", description = "List incidents, newest first.", mixinStandardHelpOptions = true)
public final class IncidentsCommand implements Runnable {

    @Mixin
    private Server server = new Server();

    @Mixin
    private Output output = new Output();

    @Option(names = "--phase", description = "Only those in this phase, such as awaiting_approval.")
    private @Nullable String phase;

    @Option(names = "--limit", description = "How many at most (default: ${DEFAULT-VALUE}).", defaultValue = "50")
    private int limit;

    @Override
    public void run() {
        var query = "?limit=" + limit + (phase == null ? "" : "&phase=" + Server.encoded(phase));
        var page = server.get("/incidents" + query);
        output.print(page, () -> table(page.path("items")));
    }

    private static String table(JsonNode incidents) {
        if (incidents.isEmpty()) return "No incidents.";
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("ID", "SEVERITY", "PHASE", "WAITS FOR", "TITLE"));
        for (var incident : incidents)
            rows.add(List.of(
                    incident.path("id").asString(),
                    incident.path("severity").asString().toLowerCase(java.util.Locale.ROOT),
                    incident.path("phase")
                            .asString()
                            .toLowerCase(java.util.Locale.ROOT)
                            .replace('_', ' '),
                    incident.path("waitingFor").asString(""),
                    incident.path("title").asString()));
        return Output.table(rows);
    }
}
