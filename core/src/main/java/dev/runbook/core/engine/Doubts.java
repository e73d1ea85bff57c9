package dev.runbook.core.engine;

import dev.runbook.core.engine.Forecast.Unknown;
import dev.runbook.core.runbook.Expression;
import dev.runbook.core.runbook.Expressions;
import dev.runbook.core.runbook.Expressions.Evaluation;
import dev.runbook.core.runbook.Mentions;
import dev.runbook.core.runbook.Step;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.value.Value;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What would have to be known to say what a runbook does. Pure but for the state it speaks of. One thread at a
/// time.
final class Doubts {

    private final Expressions expressions;
    private final Mentions mentions;
    private final Scopes scopes;
    private final DryState state;

    Doubts(DryRun.Parts parts, DryState state) {
        expressions = parts.expressions();
        mentions = parts.mentions();
        scopes = parts.scopes();
        this.state = state;
    }

    /// What would have to be known to say whether a step runs, or what it decides.
    List<Unknown> doubtsBefore(Step step) {
        if (step.when().isPresent())
            return doubts(step.when().stream(), step.id(), true).toList();
        if (step instanceof Step.Execute)
            return decision(step).filter(d -> state.open.contains(d.id())).stream()
                    .map(d -> new Unknown(d.id().id(), Optional.of(d.id()), "step " + d.id() + " chooses"))
                    .toList();
        return step instanceof Step.Decide decide ? doubtsOfRules(decide) : List.of();
    }

    /// The rules are tried in order, so one that holds makes those after it matter no more.
    private List<Unknown> doubtsOfRules(Step.Decide decide) {
        for (var rule : decide.rules()) {
            if (rule.when().isEmpty()) return List.of();
            var doubts = doubts(rule.when().stream(), decide.id(), true).toList();
            if (!doubts.isEmpty()) return doubts;
            if (expressions.evaluate(rule.when().get(), scopes.conditions(state.incident, state.runbook))
                            instanceof Evaluation.Evaluated(Value.Truth(var holds))
                    && holds) return List.of();
        }
        return List.of();
    }

    /// The nearest decision before a step.
    Optional<Step> decision(Step step) {
        return state.runbook.steps().stream()
                .takeWhile(s -> !s.id().equals(step.id()))
                .filter(s -> s instanceof Step.Diagnose || s instanceof Step.Decide)
                .reduce((_, last) -> last);
    }

    String condition(Step step) {
        if (step.when().isPresent()) return step.when().get().source();
        return step instanceof Step.Decide
                ? "one of its rules holds"
                : decision(step).map(d -> d.id() + " chooses it").orElse("it is chosen");
    }

    Stream<Unknown> doubts(Stream<Expression> expressions, StepId step, boolean condition) {
        return expressions
                .flatMap(e -> mentions.in(e).stream())
                .flatMap(name -> doubt(name, step, condition).stream())
                .distinct();
    }

    /// Why a name has no value yet; empty when it has one, or never will.
    private Optional<Unknown> doubt(Mentions.Name name, StepId user, boolean condition) {
        var root = name.root();
        var field = name.path().isEmpty() ? "" : name.path().getFirst();
        if (root.equals("incident")) return aboutIncident(name, field);
        if (root.equals("inputs")) return input(name, field);
        if (root.equals("vars"))
            return Optional.ofNullable(state.runbook.vars().fields().get(field)).stream()
                    .flatMap(template -> doubts(template.expressions(), user, false))
                    .findFirst();
        if (root.equals("result"))
            return Optional.of(new Unknown(name.toString(), Optional.of(user), "step " + user + " gives it"));
        if (root.equals("item")) return item(name, user);
        var step = state.runbook.steps().stream()
                .filter(s -> s.id().id().equals(root))
                .findFirst();
        if (step.isPresent())
            return step.map(Step::id)
                    .filter(state.open::contains)
                    .map(id -> new Unknown(name.toString(), Optional.of(id), "step " + id + " gives it"));
        return condition && !seen(root)
                ? Optional.of(new Unknown(root, Optional.empty(), "the survey reads this metric"))
                : Optional.empty();
    }

    private boolean seen(String metric) {
        return state.incident.findings().surveyed()
                || scopes.conditions(state.incident, state.runbook).get(metric).isPresent();
    }

    private Optional<Unknown> aboutIncident(Mentions.Name name, String field) {
        var known = scopes.values(state.incident, state.runbook)
                .get("incident")
                .filter(about -> about instanceof Value.Fields fields
                        && fields.get(field)
                                .filter(v -> !(v instanceof Value.Nothing))
                                .isPresent())
                .isPresent();
        boolean names = field.equals("host") || field.equals("service");
        if (names && !known && !state.incident.findings().surveyed())
            return Optional.of(new Unknown(
                    name.toString(), Optional.empty(), "the report does not name it; the survey may find it"));
        return field.equals("category") || field.equals("severity") ? judged(name.toString()) : Optional.empty();
    }

    /// The triage guesses category and severity, and the diagnosis may know better.
    Optional<Unknown> judged(String name) {
        if (state.incident.classification().isEmpty()
                && state.incident.findings().diagnosis().isEmpty())
            return Optional.of(new Unknown(name, Optional.empty(), "triage and diagnosis give it"));
        return state.runbook.steps().stream()
                .filter(this::isOpenDiagnosis)
                .findFirst()
                .map(s -> new Unknown(name, Optional.of(s.id()), "the diagnosis of step " + s.id() + " may change it"));
    }

    private Optional<Unknown> input(Mentions.Name name, String field) {
        boolean given = scopes.values(state.incident, state.runbook)
                .get("inputs")
                .filter(inputs -> inputs instanceof Value.Fields fields
                        && fields.get(field).isPresent())
                .isPresent();
        return given
                ? Optional.empty()
                : Optional.of(
                        new Unknown(name.toString(), Optional.empty(), "the runbook that calls this one gives it"));
    }

    /// The value that a `for_each` step runs for is known when its list is.
    private Optional<Unknown> item(Mentions.Name name, StepId user) {
        return state.step(user).head().forEach().stream()
                .flatMap(list -> doubts(list.expressions(), user, false))
                .findFirst()
                .map(doubt -> new Unknown(name.toString(), doubt.from(), doubt.how()));
    }

    boolean isOpenDiagnosis(Step step) {
        return step instanceof Step.Diagnose && state.open.contains(step.id());
    }
}
