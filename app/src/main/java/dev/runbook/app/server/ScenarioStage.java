package dev.runbook.app.server;

import dev.runbook.app.web.Stage;
import dev.runbook.integrations.scenario.Scenario;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// The scenarios of a folder as something to play. Safe for use by many threads.
record ScenarioStage(List<Scenario> scenarios) implements Stage {

    /// What is written in capitals.
    private static final Set<String> SHORT =
            Set.of("api", "cpu", "db", "dns", "gc", "http", "https", "io", "ip", "ssl", "tcp", "tls", "vpn");

    @Override
    public List<Play> plays() {
        return scenarios.stream()
                .map(s -> new Play(s.name(), title(s.name()), s.description(), s.report()))
                .toList();
    }

    /// A name such as `high_cpu` as a heading.
    static String title(String name) {
        var words = Arrays.stream(name.split("[_-]+"))
                .filter(word -> !word.isEmpty())
                .map(word -> SHORT.contains(word) ? word.toUpperCase(Locale.ROOT) : word)
                .collect(Collectors.joining(" "));
        return words.isEmpty() ? name : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
