package dev.runbook.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Starts the server in this process.
@Command(name = "up", description = "Start the server.", mixinStandardHelpOptions = true)
final class UpCommand implements Runnable {
    @Option(names = "--port", description = "Where to listen (default: ${DEFAULT-VALUE}).", defaultValue = "8080")
    private int port;

    @Override
    public void run() {
        dev.runbook.app.Main.main(new String[] {"--server.port=" + port});
    }
}
