package dev.runbook.app;

import dev.runbook.app.assembly.Configuration;
import dev.runbook.app.server.Server;
import java.io.PrintStream;
import java.time.InstantSource;

/// Runs the server until the process is told to end.
public final class Main {

    private Main() {}

    /// Starts the server and says where it is; returns while it runs, and closes it when the process ends.
    ///
    /// @throws RuntimeException when it cannot be started, with the reason and what to do in its message
    public static void run(Configuration configuration, PrintStream console) {
        var server = Server.start(configuration, InstantSource.system());
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "shutdown"));
        for (var account : server.created())
            console.println("New operator " + account.name() + " ("
                    + account.role().key() + "), password " + account.password() + "   shown only this once");
        console.println("Runbook is at " + server.address());
        if (server.created().isEmpty()) return;
        console.println("Sign in there with one of the names above. On this machine the command line needs no"
                + " password: it uses " + configuration.data().resolve("cli-token") + ".");
    }
}
