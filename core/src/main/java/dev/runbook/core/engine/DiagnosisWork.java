package dev.runbook.core.engine;

import dev.runbook.core.diagnosis.Candidate;
import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.diagnosis.Investigation;
import dev.runbook.core.diagnosis.Reassessment;
import dev.runbook.core.diagnosis.Recommendation;
import dev.runbook.core.diagnosis.TriedAction;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.operation.Provider;
import dev.runbook.core.runbook.Expressions;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.RunbookLibrary;
import dev.runbook.core.runbook.Step;
import dev.runbook.core.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Carries out `ml_decision` steps: has the ML engine diagnose, and recommend one of the actions that there
/// are. It only thinks; the driver writes what comes of it.
final class DiagnosisWork {

    private static final Reassessment NOTHING =
            new Reassessment(Severity.LOW, "nothing that was looked at is broken", Set.of());

    private final Minds minds;
    private final Provider provider;
    private final RunbookLibrary library;
    private final Expressions expressions;
    private final Scopes scopes;

    DiagnosisWork(Minds minds, Provider provider, RunbookLibrary library, Expressions expressions, Scopes scopes) {
        this.minds = minds;
        this.provider = provider;
        this.library = library;
        this.expressions = expressions;
        this.scopes = scopes;
    }

    /// What the step concludes, as events.
    ///
    /// @param current the runbook that the incident follows, in its version
    /// @param seen the incident as it stands after the diagnosis, which may have seen more
    List<Event> diagnose(Supplier<Incident> seen, Runbook current, Step.Diagnose step, Investigation investigation) {
        var concluded = minds.diagnoser().diagnose(seen.get().caseFile(), investigation);
        var incident = seen.get();
        var diagnosis = incident.findings()
                .said()
                .heeded(LeftOver.of(
                        contradicted(concluded, incident.history().tried()),
                        incident.history().cured(),
                        incident.findings().evidence()));
        var recommendations = minds
                .recommender()
                .recommend(incident.caseFile(), diagnosis, candidates(incident, current), investigation)
                .stream()
                .filter(r -> r.confidence() >= Recommendation.LEAST_CONFIDENCE)
                .toList();
        var events = new ArrayList<Event>();
        events.add(new Event.Diagnosed(step.id(), diagnosis));
        severity(incident, diagnosis)
                .ifPresent(found -> events.add(new Event.SeverityCorrected(incident.severity(), found)));
        events.add(new Event.Recommended(step.id(), recommendations, output(current, diagnosis, recommendations)));
        return List.copyOf(events);
    }

    /// How bad it is by what was found; empty where that is as bad as it is taken for, or a person said how bad
    /// it is. A report about nothing is as mild as can be. What was wrong is not made milder by what is left
    /// of it.
    private Optional<Reassessment> severity(Incident incident, Diagnosis diagnosis) {
        if (incident.findings().said().classified()) return Optional.empty();
        var found = minds.classifier().reassess(incident.caseFile(), diagnosis);
        boolean healthy = diagnosis.verdict() == Diagnosis.Verdict.HEALTHY;
        var history = incident.history();
        boolean wasWrong =
                !history.cured().isEmpty() || (healthy && !history.tried().isEmpty());
        var heeded = wasWrong
                ? found.filter(f -> f.severity().compareTo(incident.severity()) > 0)
                : healthy ? found.filter(f -> f.severity() == Severity.LOW).or(() -> Optional.of(NOTHING)) : found;
        return heeded.filter(f -> f.severity() != incident.severity());
    }

    /// Against a hypothesis stands whatever was seen after an action that was taken against it and did not
    /// help.
    private static Diagnosis contradicted(Diagnosis diagnosis, List<TriedAction> tried) {
        return new Diagnosis(
                diagnosis.verdict(),
                diagnosis.hypotheses().stream()
                        .map(hypothesis -> contradicted(hypothesis, tried))
                        .toList(),
                diagnosis.gaps());
    }

    private static Hypothesis contradicted(Hypothesis hypothesis, List<TriedAction> tried) {
        var against = new TreeSet<>(hypothesis.contradictedBy());
        tried.stream()
                .filter(action -> action.against()
                        .filter(believed -> believed.kind() == hypothesis.kind()
                                && believed.component().equals(hypothesis.component()))
                        .isPresent())
                .flatMap(action -> action.evidence().stream())
                .filter(id -> !hypothesis.supportedBy().contains(id))
                .forEach(against::add);
        return new Hypothesis(
                hypothesis.statement(),
                hypothesis.kind(),
                hypothesis.component(),
                hypothesis.onset(),
                hypothesis.confidence(),
                hypothesis.supportedBy(),
                against,
                hypothesis.ruledOut());
    }

    /// Every `execute` step there is: those of the current runbook and those of all others. Steps of other
    /// runbooks have not run, so for their parameters only what the incident itself says counts.
    private List<Candidate> candidates(Incident incident, Runbook current) {
        var about = Scopes.about(incident, scopes.focus(incident));
        var others = library.all().stream()
                .filter(other -> !other.id().equals(current.id()))
                .flatMap(other -> candidates(other, about, false));
        return Stream.concat(candidates(current, scopes.values(incident, current), true), others)
                .toList();
    }

    private Stream<Candidate> candidates(Runbook of, Value.Fields scope, boolean current) {
        return of.steps().stream()
                .filter(Step.Execute.class::isInstance)
                .map(Step.Execute.class::cast)
                .flatMap(step -> candidate(of, step, scope, current).stream());
    }

    private Optional<Candidate> candidate(Runbook of, Step.Execute step, Value.Fields scope, boolean current) {
        return provider.catalogue()
                .find(step.operation())
                .map(operation -> new Candidate(
                        of.id(),
                        step.id(),
                        operation,
                        step.description(),
                        step.risk().or(operation.riskFloor()),
                        step.parameters().fields().keySet(),
                        known(step, scope),
                        current));
    }

    /// The parameters that can be filled before the decision.
    private Value.Fields known(Step.Execute step, Value.Fields scope) {
        var known = new TreeMap<String, Value>();
        step.parameters().fields().forEach((name, template) -> {
            if (expressions.render(template, scope) instanceof Expressions.Evaluation.Evaluated(var value))
                known.put(name, value);
        });
        return new Value.Fields(known);
    }

    /// What later steps may refer to.
    private static Value output(Runbook current, Diagnosis diagnosis, List<Recommendation> recommendations) {
        var fields = new TreeMap<String, Value>();
        fields.put("verdict", Value.of(diagnosis.verdict()));
        diagnosis.leading().ifPresent(leading -> {
            fields.put("cause", Value.text(leading.statement()));
            fields.put("category", Value.of(leading.kind().category()));
            fields.put("component", Value.text(leading.component()));
            fields.put("confidence", Value.of(leading.confidence()));
        });
        recommendations.stream()
                .filter(r -> r.runbook().equals(current.id()))
                .findFirst()
                .or(() -> recommendations.stream().findFirst())
                .ifPresent(best -> {
                    fields.putAll(best.bindings().fields());
                    fields.put("action", Value.text(best.step().id()));
                });
        return new Value.Fields(fields);
    }
}
