package dev.runbook.app.assembly;

import dev.runbook.app.security.IdentityProvider;
import dev.runbook.core.operation.Durations;
import dev.runbook.ml.llm.model.ModelSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Every setting of the system, read once. `.env.example` says the same for people.
///
/// @param data the folder that holds everything that must outlive the process; used by one process at a time
/// @param runbooks the folder of YAML runbooks
/// @param scenarios the folder of simulated worlds
/// @param pages a folder of pages that people wrote, which are shown where they fit an incident
/// @param databaseUrl an outside PostgreSQL; the embedded one when empty
/// @param bind the address the server listens on
/// @param port the port the server listens on; 0 for any free one
/// @param vetoWindow how long a medium action can be vetoed once its notice is delivered
/// @param approvalExpiry how long a request stays open
/// @param policy the file of the approval policy and of what holds actions back; ladder and defaults when empty
/// @param cureWatch how long after a verified cure the world is looked at again
/// @param channel the chat channel for notices
/// @param lookBack how far back evidence is gathered
/// @param callTimeout how long one call to an integration may take
/// @param alertWindow how long after it was reported, or after its last alert, an incident takes in further
///     alerts of the same trouble
/// @param speed how many simulated seconds pass in one; 1 unless everything is mock
/// @param model which language models are asked; its secrets are all credentials of the system
/// @param integrations `RUNBOOK_MODE`, the modes of single integrations, their credentials, the secrets of
///     webhooks, and what the identity provider needs, as given
public record Configuration(
        Path data,
        Path runbooks,
        Path scenarios,
        Optional<Path> pages,
        Optional<String> databaseUrl,
        String bind,
        int port,
        Duration vetoWindow,
        Duration approvalExpiry,
        Optional<Path> policy,
        Duration cureWatch,
        String channel,
        Duration lookBack,
        Duration callTimeout,
        Duration alertWindow,
        double speed,
        ModelSettings.Reading model,
        Map<String, String> integrations) {

    private static final Set<String> VENDORS = Set.of(
            "SERVICENOW", "PAGERDUTY", "DATADOG", "AWS", "JIRA", "SLACK", "ALERTMANAGER", "PROMETHEUS", "KUBERNETES");

    /// Names the system knows besides those of the integrations. Names it does not know are refused when they
    /// begin with `RUNBOOK_`, and in a `.env` file whatever they begin with.
    static final Set<String> DOCUMENTED = Set.of(
            "RUNBOOK_MODE",
            "RUNBOOK_DATA",
            "RUNBOOK_RUNBOOKS",
            "RUNBOOK_SCENARIOS",
            "RUNBOOK_PAGES",
            "DATABASE_URL",
            "RUNBOOK_BIND",
            "RUNBOOK_PORT",
            "RUNBOOK_VETO_WINDOW",
            "RUNBOOK_APPROVAL_EXPIRY",
            "RUNBOOK_POLICY",
            "RUNBOOK_CURE_WATCH",
            "RUNBOOK_CHANNEL",
            "RUNBOOK_LOOK_BACK",
            "RUNBOOK_CALL_TIMEOUT",
            "RUNBOOK_ALERT_WINDOW",
            "RUNBOOK_SPEED",
            "RUNBOOK_WEBHOOK_SECRET",
            "RUNBOOK_WEBHOOK_MAPPING",
            "RUNBOOK_URL",
            "RUNBOOK_TOKEN");

    /// What the start script reads.
    private static final Set<String> OF_THE_SCRIPT =
            Set.of("RUNBOOK_JAVA_OPTS", "RUNBOOK_NO_BUILD", "RUNBOOK_HOME", "RUNBOOK_ARCHIVE_TO");

    public Configuration {
        if (port < 0 || port > 65_535)
            throw new ConfigurationException("RUNBOOK_PORT=" + port + " is no port; use 0 to 65535");
        if (!(speed >= 1 && speed <= 3600))
            throw new ConfigurationException("RUNBOOK_SPEED=" + speed + " must be from 1 to 3600");
        integrations = Map.copyOf(integrations);
    }

    /// Reads the settings.
    ///
    /// @param environment the variables of the process, and options of the command line under their
    ///     variables' names; they win over the file
    /// @param file the variables of the `.env` file
    /// @param home where the folders of runbooks and scenarios are unless set otherwise
    /// @throws ConfigurationException that lists everything that is wrong, one line each
    public static Configuration read(Map<String, String> environment, Map<String, String> file, Path home) {
        var wrong = new ArrayList<String>();
        for (var name : unknown(environment, file)) wrong.add(name);
        var all = new TreeMap<>(file);
        environment.forEach((name, value) -> {
            if (known(name)) all.put(name, value);
        });
        all.values().removeIf(String::isBlank);
        var reader = new Reader(all, wrong);
        var mode = all.getOrDefault("RUNBOOK_MODE", "mock");
        var speed = reader.number("RUNBOOK_SPEED", 1);
        if (speed != 1 && !mode.equals("mock"))
            wrong.add("RUNBOOK_SPEED=" + speed + ": time can be sped up only with RUNBOOK_MODE=mock");
        var integrations = new TreeMap<>(all);
        integrations
                .keySet()
                .removeIf(name -> !name.equals("RUNBOOK_MODE")
                        && !name.startsWith("RUNBOOK_WEBHOOK_")
                        && !IdentityProvider.VARIABLES.contains(name)
                        && (!ofVendor(name) || ModelSettings.VARIABLES.contains(name)));
        var port = (int) reader.number("RUNBOOK_PORT", 8080);
        var vetoWindow = reader.duration("RUNBOOK_VETO_WINDOW", Duration.ofMinutes(5));
        var expiry = reader.duration("RUNBOOK_APPROVAL_EXPIRY", Duration.ofHours(1));
        var cureWatch = reader.duration("RUNBOOK_CURE_WATCH", Duration.ofMinutes(5));
        var lookBack = reader.duration("RUNBOOK_LOOK_BACK", Duration.ofHours(2));
        var callTimeout = reader.duration("RUNBOOK_CALL_TIMEOUT", Duration.ofSeconds(20));
        var alertWindow = reader.duration("RUNBOOK_ALERT_WINDOW", Duration.ofMinutes(30));
        var pages = Optional.ofNullable(all.get("RUNBOOK_PAGES")).map(Path::of);
        pages.filter(folder -> !Files.isDirectory(folder))
                .ifPresent(folder -> wrong.add(
                        "RUNBOOK_PAGES=" + folder + " is no folder; name one with Markdown pages, or leave it out"));
        var model = ModelSettings.read(all, Optional.of(new AwsAccount()));
        if (model instanceof ModelSettings.Reading.Wrong(var reasons)) wrong.addAll(reasons);
        if (IdentityProvider.read(all) instanceof IdentityProvider.Reading.Wrong(var reasons)) wrong.addAll(reasons);
        if (!wrong.isEmpty()) throw new ConfigurationException(String.join("\n", wrong));
        return new Configuration(
                Path.of(all.getOrDefault("RUNBOOK_DATA", "data")),
                Path.of(all.getOrDefault(
                        "RUNBOOK_RUNBOOKS", home.resolve("runbooks").toString())),
                Path.of(all.getOrDefault(
                        "RUNBOOK_SCENARIOS", home.resolve("scenarios").toString())),
                pages,
                Optional.ofNullable(all.get("DATABASE_URL")),
                all.getOrDefault("RUNBOOK_BIND", "127.0.0.1"),
                port,
                vetoWindow,
                expiry,
                Optional.ofNullable(all.get("RUNBOOK_POLICY")).map(Path::of),
                cureWatch,
                all.getOrDefault("RUNBOOK_CHANNEL", "#incidents"),
                lookBack,
                callTimeout,
                alertWindow,
                speed,
                model,
                integrations);
    }

    /// Whether every integration is simulated.
    public boolean allMock() {
        return integrations.entrySet().stream()
                .filter(e -> e.getKey().endsWith("_MODE"))
                .allMatch(e -> e.getValue().equals("mock"));
    }

    private static List<String> unknown(Map<String, String> environment, Map<String, String> file) {
        var names = new TreeSet<String>();
        environment.keySet().stream()
                .filter(name -> name.startsWith("RUNBOOK_") && !known(name))
                .forEach(names::add);
        file.keySet().stream().filter(name -> !known(name)).forEach(names::add);
        return names.stream()
                .map(name -> name + " is no setting of Runbook; .env.example lists them all")
                .toList();
    }

    private static boolean known(String name) {
        return DOCUMENTED.contains(name)
                || OF_THE_SCRIPT.contains(name)
                || ModelSettings.VARIABLES.contains(name)
                || IdentityProvider.VARIABLES.contains(name)
                || ofVendor(name);
    }

    private static boolean ofVendor(String name) {
        return name.equals("KUBECONFIG") || VENDORS.stream().anyMatch(vendor -> name.startsWith(vendor + "_"));
    }

    /// Reads typed values and keeps what is wrong with them.
    private record Reader(Map<String, String> all, List<String> wrong) {
        Duration duration(String name, Duration fallback) {
            var text = all.get(name);
            if (text == null) return fallback;
            var duration = Durations.parse(text).filter(Duration::isPositive);
            if (duration.isEmpty()) wrong.add(name + "=" + text + " is no duration; write it as 90s, 15m or 2h");
            return duration.orElse(fallback);
        }

        double number(String name, double fallback) {
            var text = all.get(name);
            if (text == null) return fallback;
            try {
                return Double.parseDouble(text);
            } catch (NumberFormatException e) {
                wrong.add(name + "=" + text + " is no number");
                return fallback;
            }
        }
    }
}
