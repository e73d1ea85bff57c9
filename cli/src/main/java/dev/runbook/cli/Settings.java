package dev.runbook.cli;

import dev.runbook.app.assembly.Configuration;
import dev.runbook.app.assembly.EnvFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// Reads the settings the way every command does: options of the command line first, then the variables of
/// the process, then `.env` in the current folder.
public final class Settings {

    private Settings() {}

    /// @throws dev.runbook.app.assembly.ConfigurationException that lists everything that is wrong
    /// @param options what was given on the command line, under the names of variables
    public static Configuration read(Map<String, String> options) {
        var environment = new TreeMap<>(System.getenv());
        environment.putAll(options);
        return Configuration.read(environment, EnvFile.read(Path.of(".env")), home());
    }

    /// Where runbooks and scenarios are found unless set otherwise: what the start script says, else the current
    /// folder.
    private static Path home() {
        return Path.of(System.getenv().getOrDefault("RUNBOOK_HOME", "."));
    }
}
