package dev.runbook.cli;

import java.util.HashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Starts the server in this process.
@Command(name = "up", description = "Start the server.", mixinStandardHelpOptions = true)
final class UpCommand implements Runnable {

    private static final int MAX_PORT = 65_535;

    @Option(names = "--port", description = "Where to listen; 0 for any free port (default: RUNBOOK_PORT, or 8080).")
    private @Nullable Integer port;

    @Option(names = "--data", paramLabel = "DIR", description = "The data folder (default: RUNBOOK_DATA, or data).")
    private @Nullable String data;

    @Option(
            names = "--speed",
            description = "How many simulated seconds pass in one; mock mode only (default: RUNBOOK_SPEED, or 1).")
    private @Nullable String speed;

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "Who must agree to what, as YAML (default: RUNBOOK_POLICY, or the ladder alone).")
    private @Nullable String policy;

    @Override
    public void run() {
        // The start works on several threads; the log has to stand before they write to it.
        LoggerFactory.getILoggerFactory();
        if (port != null && (port < 0 || port > MAX_PORT))
            throw new Complaint("--port " + port + " is no port; use 0 to " + MAX_PORT);
        var options = new HashMap<String, String>();
        if (port != null) options.put("RUNBOOK_PORT", port.toString());
        if (data != null) options.put("RUNBOOK_DATA", data);
        if (policy != null) options.put("RUNBOOK_POLICY", policy);
        if (speed != null) options.put("RUNBOOK_SPEED", speed);
        dev.runbook.app.Main.run(Settings.read(options), System.out);
    }
}
