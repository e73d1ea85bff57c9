package dev.runbook.integrations.world;

import dev.runbook.core.incident.ProblemReport;
import dev.runbook.integrations.estate.Component;
import dev.runbook.integrations.scenario.Scenario;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Finds the scenario whose estate a report speaks of.
final class Routing {

    private static final int FIELD = 100;
    private static final int OF_ITS_REPORT = 10;

    private Routing() {}

    private record Scored(Scenario scenario, int score) {}

    /// The scenario with the most names of the report in its estate; empty when none has one.
    static Optional<Scenario> best(ProblemReport report, Collection<Scenario> scenarios) {
        return scenarios.stream()
                .map(scenario -> new Scored(scenario, score(report, scenario)))
                .filter(s -> s.score() > 0)
                .sorted(Comparator.comparing(s -> s.scenario().name()))
                .max(Comparator.comparingInt(Scored::score)
                        .thenComparing(s -> s.scenario().name(), Comparator.reverseOrder()))
                .map(Scored::scenario);
    }

    private static int score(ProblemReport report, Scenario scenario) {
        int score = 0;
        var own = scenario.report();
        for (var name : List.of(report.host(), report.service()))
            if (name.isPresent() && scenario.estate().knows(name.get()))
                score += FIELD + (name.equals(own.host()) || name.equals(own.service()) ? OF_ITS_REPORT : 0);
        for (var alert : report.alerts()) if (scenario.estate().knows(alert.component())) score += FIELD;
        for (Component component : scenario.estate().components())
            if (mentions(report.text(), component.name()))
                score += own.host().filter(component.name()::equals).isPresent()
                                || own.service()
                                        .filter(component.name()::equals)
                                        .isPresent()
                        ? 2
                        : 1;
        return score;
    }

    /// Whether a text holds a name as a word of its own.
    private static boolean mentions(String text, String name) {
        return Pattern.compile("(?<![\\w-])" + Pattern.quote(name) + "(?![\\w-])", Pattern.CASE_INSENSITIVE)
                .matcher(text)
                .find();
    }
}
