package dev.runbook.cli.remote;

import dev.runbook.cli.Output;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/// Reports a problem.
@Command(name = "report", description = "Report a problem; the incident begins.", mixinStandardHelpOptions = true)
public final class ReportCommand implements Runnable {

    @Mixin
    private Server server = new Server();

    @Mixin
    private Output output = new Output();

    @Parameters(paramLabel = "TEXT", description = "What is wrong, in plain words.")
    private String text = "";

    @Option(names = "--host", description = "The host it is about.")
    private @Nullable String host;

    @Option(names = "--service", description = "The service it is about.")
    private @Nullable String service;

    @Option(names = "--environment", description = "Such as production or staging.")
    private @Nullable String environment;

    @Option(names = "--scenario", description = "The simulated world it happens in (mock mode).")
    private @Nullable String scenario;

    @Override
    public void run() {
        var body = JsonMapper.shared().createObjectNode().put("text", text);
        if (host != null) body.put("host", host);
        if (service != null) body.put("service", service);
        if (environment != null) body.put("environment", environment);
        if (scenario != null) body.put("scenario", scenario);
        var incident = server.post("/incidents", body);
        var id = incident.path("id").asString();
        output.print(incident, () -> id + " is reported. Follow it with: runbook show " + id + " --watch");
    }
}
