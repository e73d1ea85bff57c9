package dev.runbook.cli.remote;

import dev.runbook.cli.Output;
import java.util.HashSet;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Shows one incident, or follows it.
@Command(name = "show", description = "Show one incident.", mixinStandardHelpOptions = true)
public final class ShowCommand implements Runnable {

    private static final Set<String> OVER = Set.of("resolved", "escalated", "closed");

    @Mixin
    private Server server = new Server();

    @Mixin
    private Output output = new Output();

    @Parameters(paramLabel = "ID", description = "The incident, such as INC-7f3k2m.")
    private String id = "";

    @Option(names = "--watch", description = "Follow it until it is over or needs you.")
    private boolean watch;

    @Override
    public void run() {
        var path = "/incidents/" + Server.encoded(id);
        var incident = server.get(path);
        if (watch) {
            follow(path);
            incident = server.get(path);
        }
        var shown = incident;
        output.print(shown, () -> IncidentText.of(shown, watch));
    }

    /// Prints each entry as it comes, those that are there first.
    private void follow(String path) {
        var seen = new HashSet<Long>();
        server.follow(path + "/events", "entry", data -> {
            var entry = JsonMapper.shared().readTree(data);
            if (!seen.add(entry.path("seq").asLong())) return true;
            output.say(IncidentText.entry(entry));
            return !pauses(server.get(path), entry.path("seq").asLong());
        });
    }

    /// Whether this is the last entry for now, and the incident is over or waits for people.
    private static boolean pauses(JsonNode incident, long seq) {
        if (incident.path("seq").asLong() > seq) return false;
        var phase = incident.path("phase").asString();
        var over = OVER.contains(phase) && incident.hasNonNull("postMortem");
        return over || phase.equals("awaiting_approval") || phase.equals("uncertain");
    }
}
