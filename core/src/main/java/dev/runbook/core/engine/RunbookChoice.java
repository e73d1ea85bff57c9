package dev.runbook.core.engine;

import dev.runbook.core.diagnosis.RunbookFinder;
import dev.runbook.core.runbook.Expressions;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.runbook.RunbookLibrary;
import dev.runbook.core.value.Value;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Chooses the runbook an incident follows: the one a recommendation leads to, the one the report asks for,
/// or the one that fits best by words and by its trigger. Pure.
final class RunbookChoice {

    /// The label by which a report asks for a runbook.
    static final String LABEL = "runbook";

    /// What a trigger that holds adds to a runbook's score, and one that does not takes away.
    private static final double TRIGGER = 0.15;

    private final Expressions expressions;
    private final Settings settings;

    RunbookChoice(Expressions expressions, Settings settings) {
        this.expressions = expressions;
        this.settings = settings;
    }

    sealed interface Choice {}

    record Chosen(Runbook runbook, String reason) implements Choice {}

    record NoneFits(String reason) implements Choice {}

    private record Scored(Runbook runbook, double score, String reason) {}

    Choice choose(Incident incident, RunbookLibrary library) {
        var next = incident.run()
                .flatMap(run -> Planner.handover(
                        incident,
                        run.runbook(),
                        id -> library.find(id)
                                .filter(r -> mayFollow(incident, r))
                                .isPresent()));
        if (next.isPresent())
            return new Chosen(
                    library.find(next.get().runbook()).orElseThrow(),
                    "the diagnosis leads here: " + next.get().reason());
        var asked = incident.report().labels().get(LABEL);
        if (asked != null)
            return library.all().stream()
                    .filter(r -> r.id().id().equals(asked) && !r.id().equals(IncidentDesk.INSTRUCTION))
                    .findFirst()
                    .<Choice>map(r -> new Chosen(r, "the report asks for it"))
                    .orElseGet(() -> new NoneFits("the report asks for runbook '" + asked + "', which does not exist"));
        return fitting(incident, library.all())
                .<Choice>map(best -> new Chosen(best.runbook(), best.reason()))
                .orElseGet(() -> fallback(library));
    }

    private Choice fallback(RunbookLibrary library) {
        return settings.fallback()
                .flatMap(library::find)
                .<Choice>map(r -> new Chosen(r, "no runbook fits the report, so the evidence must lead to one"))
                .orElseGet(() -> new NoneFits("no runbook fits the report"));
    }

    private Optional<Scored> fitting(Incident incident, List<Runbook> library) {
        var focus = Focus.of(incident.report(), incident.findings().evidence(), settings.surveyed());
        var readings = Survey.latest(incident, focus);
        return library.stream()
                .filter(r -> !isFallback(r.id()) && mayFollow(incident, r))
                .flatMap(r -> incident.matches().stream()
                        .filter(m -> m.runbook().equals(r.id()))
                        .map(m -> score(r, m, readings)))
                .filter(s -> s.score() >= settings.fit())
                .max(Comparator.comparingDouble(Scored::score)
                        .thenComparing(s -> s.runbook().id(), Comparator.reverseOrder()));
    }

    /// Whether an incident may follow a runbook: nothing must be given to it, and it does not say that it
    /// is not for this.
    static boolean mayFollow(Incident incident, Runbook runbook) {
        return runbook.standsAlone()
                // What an operator asked for once is no cure for anything else.
                && !runbook.id().equals(IncidentDesk.INSTRUCTION)
                && runbook.applicability()
                        .forbids(incident.report(), incident.category())
                        .isEmpty();
    }

    private boolean isFallback(RunbookId id) {
        return settings.fallback().filter(id::equals).isPresent();
    }

    private Scored score(Runbook runbook, RunbookFinder.Match match, Value.Fields readings) {
        var trigger = runbook.trigger().map(t -> expressions.evaluate(t, readings));
        var holds = trigger.filter(e -> e instanceof Expressions.Evaluation.Evaluated(Value.Truth(var truth)) && truth)
                .isPresent();
        var fails = trigger.filter(e -> e instanceof Expressions.Evaluation.Evaluated(Value.Truth(var truth)) && !truth)
                .isPresent();
        var score = match.score() + (holds ? TRIGGER : fails ? -TRIGGER : 0);
        var reason = String.format(Locale.ROOT, "%s (fit %.2f)", match.reason(), match.score())
                + (holds
                        ? "; its trigger holds: "
                                + runbook.trigger().orElseThrow().source()
                        : "")
                + (fails ? "; its trigger does not hold" : "");
        return new Scored(runbook, score, reason);
    }
}
