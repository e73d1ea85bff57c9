package dev.runbook.app.draft;

import dev.runbook.app.recording.Recording;
import dev.runbook.core.approval.Gate;
import dev.runbook.core.approval.Plan;
import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.diagnosis.Recommendation;
import dev.runbook.core.engine.Event;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.incident.Classification;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.journal.Stamped;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.runbook.Step;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.value.Digest;
import dev.runbook.core.value.Value;
import dev.runbook.language.parse.ReadResult;
import dev.runbook.language.parse.RunbookReader;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What helped in an incident that was resolved: what was looked at, what was decided, and the changes of the
/// last round that were not taken back.
///
/// @param looks the looks that found something, each question once
/// @param decision the step that recommended the first change; empty when none did
/// @param bindings what the recommendation of the first change named, such as `target_service`
/// @param deeds the changes, in order; empty when somebody helped by other means
/// @param series the metrics that were seen, in order
/// @param acted how many of them were seen before the first change
/// @param alerts that fired before it
/// @param inVain what was tried and did not help
/// @param asides the messages, questions and pauses of the last round, in order
/// @param leftOut the steps that ran and are not in a draft
/// @param how the incident was resolved
record Cure(
        Recording recording,
        ProblemReport report,
        Optional<Classification> classification,
        Optional<Hypothesis> cause,
        List<Look> looks,
        Optional<StepId> decision,
        Value.Fields bindings,
        List<Deed> deeds,
        List<Content.MetricSeries> series,
        int acted,
        List<Content.AlertSeen> alerts,
        List<String> inVain,
        List<Aside> asides,
        Set<String> leftOut,
        String how) {

    /// A question that found something.
    ///
    /// @param answer what the operation answered, where the recording tells it
    record Look(
            StepId step,
            String description,
            OperationName operation,
            Value.Fields parameters,
            Optional<Value> answer) {}

    /// A change that was made.
    ///
    /// @param step as the runbook writes it; empty when that cannot be read any more
    /// @param gate what stood before it
    /// @param result what the operation answered
    record Deed(Plan plan, Optional<Step.Execute> step, Optional<Runbook> runbook, Optional<Gate> gate, Value result) {}

    /// Reads it out of a recording.
    ///
    /// @param with the calls of operators that were part of it, each an incident of its own
    /// @throws IllegalArgumentException when the incident was not resolved
    static Cure of(Recording recording, List<Recording> with) {
        var reading = read(recording);
        for (var call : with) reading.deeds.addAll(read(call).deeds);
        var report = ((Event.Reported) recording.entries().getFirst().stamped().event()).report();
        var how = reading.how.orElseThrow(() -> new IllegalArgumentException(recording.incident()
                + " is not resolved, so nothing shows what helps; draft from an incident that is"));
        return new Cure(
                recording,
                report,
                reading.classification,
                reading.cause,
                List.copyOf(reading.looks.values()),
                reading.deeds.isEmpty() ? Optional.empty() : reading.decision,
                reading.deeds.isEmpty() ? Value.Fields.NONE : reading.bindings(reading.deeds.getFirst()),
                List.copyOf(reading.deeds),
                List.copyOf(reading.series),
                reading.acted,
                List.copyOf(reading.alerts),
                List.copyOf(reading.inVain),
                List.copyOf(reading.asides),
                Set.copyOf(reading.leftOut),
                how);
    }

    private static Reading read(Recording recording) {
        var reading = new Reading();
        for (var entry : recording.entries()) reading.take(entry.stamped());
        return reading;
    }

    /// The journal, read from its beginning. One thread at a time.
    private static final class Reading {
        private final Map<String, Look> looks = new LinkedHashMap<>();
        private final List<Deed> deeds = new ArrayList<>();
        private final List<Content.MetricSeries> series = new ArrayList<>();
        private final List<Content.AlertSeen> alerts = new ArrayList<>();
        private final List<String> inVain = new ArrayList<>();
        private final List<Aside> asides = new ArrayList<>();
        private final Set<String> leftOut = new LinkedHashSet<>();
        private final Map<Digest, Gate> gates = new HashMap<>();
        private final Deque<Optional<Runbook>> followed = new ArrayDeque<>();
        private List<Recommendation> recommendations = List.of();
        private Optional<Classification> classification = Optional.empty();
        private Optional<Hypothesis> cause = Optional.empty();
        private Optional<StepId> decision = Optional.empty();
        private Optional<Plan> begun = Optional.empty();
        private Optional<String> how = Optional.empty();
        private int acted;

        private void take(Stamped stamped) {
            switch (stamped.event()) {
                case Event.Triaged(var given, var _) -> classification = Optional.of(given);
                case Event.RunbookSelected(var id, var _, var source, var _) -> {
                    followed.clear();
                    followed.push(read(id, source));
                }
                case Event.RunbookCalled(var _, var id, var _, var source, var _) -> followed.push(read(id, source));
                case Event.RunbookReturned _ -> followed.pop();
                case Event.EvidenceGathered gathered -> gather(gathered);
                case Event.Diagnosed(var _, var diagnosis) -> cause = diagnosis.leading();
                case Event.Recommended(var step, var given, var _) -> {
                    decision = Optional.of(step);
                    recommendations = given;
                    if (deeds.isEmpty()) asides.replaceAll(aside -> aside.at(Aside.BEFORE_THE_DECISION));
                }
                case Event.ActionCleared(var plan, var ruling, var _) -> gates.putIfAbsent(plan.hash(), ruling.gate());
                case Event.StepStarted(var plan, var _, var _) -> begun = Optional.of(plan);
                case Event.StepSucceeded(var _, var _, var result) -> done(result);
                case Event.StepFailed(var step, var why) -> inVain.add("step " + step + " failed: " + why);
                case Event.Undone(var step, var _, var _) -> takenBack(step);
                case Event.NotVerified _, Event.CureDecayed _, Event.StartedOver _ -> roundEnds();
                case Event.Asked(var question) ->
                    keep(new Aside.Asked(
                            question.step(), description(question.step()), deeds.size(), question, Value.Fields.NONE));
                case Event.Answered(var _, var answers) -> {
                    if (!asides.isEmpty() && asides.getLast() instanceof Aside.Asked asked)
                        asides.set(asides.size() - 1, asked.answered(answers));
                }
                case Event.NoticeStarted(var notice) ->
                    notice.step()
                            .ifPresent(step -> keep(new Aside.Message(
                                    step,
                                    description(step),
                                    deeds.size(),
                                    notice.call().operation(),
                                    notice.call().parameters())));
                case Event.StepDelayed(var step, var _, var until, var _) -> {
                    if (step(step).orElse(null) instanceof Step.Wait wait)
                        keep(new Aside.Pause(
                                step, wait.description(), deeds.size(), Duration.between(stamped.at(), until)));
                }
                case Event.StepCompleted(var step, var _) -> {
                    if (asides.stream().noneMatch(aside -> aside.step().equals(step))) leftOut.add("step " + step);
                }
                case Event.Resolved(var said) -> how = Optional.of(said);
                case Event _ -> {}
            }
        }

        private static Optional<Runbook> read(RunbookId id, String source) {
            return RunbookReader.read(id + ".yaml", source) instanceof ReadResult.Read(var runbook, var _)
                    ? Optional.of(runbook)
                    : Optional.empty();
        }

        private Optional<Step> step(StepId id) {
            return Optional.ofNullable(followed.peek())
                    .flatMap(runbook -> runbook)
                    .flatMap(r -> r.step(id));
        }

        private String description(StepId id) {
            return step(id).map(Step::description).orElse("");
        }

        /// A message to each of some is kept once.
        private void keep(Aside aside) {
            if (asides.stream().noneMatch(kept -> kept.step().equals(aside.step()))) asides.add(aside);
        }

        private void gather(Event.EvidenceGathered gathered) {
            for (var evidence : gathered.evidence())
                switch (evidence.content()) {
                    case Content.MetricSeries one -> series.add(one);
                    case Content.AlertSeen alert when alert.firing() && deeds.isEmpty() -> alerts.add(alert);
                    case Content _ -> {}
                }
            if (deeds.isEmpty()) acted = series.size();
            if (step(gathered.step()).orElse(null) instanceof Step.Gather step) look(step, gathered);
        }

        /// Each question that found something is a look of its own.
        private void look(Step.Gather step, Event.EvidenceGathered gathered) {
            var queries =
                    gathered.evidence().stream().map(Evidence::query).distinct().toList();
            boolean tells = queries.size() == 1
                    && step.head().forEach().isEmpty()
                    && step.head().outputs().fields().isEmpty();
            for (var query : queries)
                looks.putIfAbsent(
                        query.toString(),
                        new Look(
                                step.id(),
                                step.description(),
                                step.operation(),
                                query.parameters(),
                                tells ? Optional.of(gathered.output()) : Optional.empty()));
        }

        private void done(Value result) {
            begun.filter(plan -> !plan.undoes()).ifPresent(plan -> {
                var step =
                        step(plan.step()).filter(Step.Execute.class::isInstance).map(Step.Execute.class::cast);
                deeds.add(new Deed(
                        plan,
                        step,
                        Optional.ofNullable(followed.peek()).flatMap(runbook -> runbook),
                        Optional.ofNullable(gates.get(plan.hash())),
                        result));
            });
            begun = Optional.empty();
        }

        private void takenBack(StepId step) {
            for (int i = deeds.size() - 1; i >= 0; i--)
                if (deeds.get(i).plan().step().equals(step)) {
                    inVain.add(said(deeds.remove(i)) + " was undone");
                    return;
                }
        }

        /// Nothing of a round that did not help is part of the cure.
        private void roundEnds() {
            deeds.forEach(deed -> inVain.add(said(deed) + " did not help, or not for long"));
            deeds.clear();
            asides.clear();
            acted = series.size();
        }

        private static String said(Deed deed) {
            return deed.plan().operation() + " " + deed.plan().parameters().display();
        }

        private Value.Fields bindings(Deed first) {
            var named = new TreeMap<>(recommendations.stream()
                    .filter(r -> r.runbook().equals(first.plan().runbook())
                            && r.step().equals(first.plan().step()))
                    .findFirst()
                    .map(Recommendation::bindings)
                    .orElse(Value.Fields.NONE)
                    .fields());
            // The draft's own steps say this anew.
            named.remove("action");
            return new Value.Fields(named);
        }
    }

    /// The latest value of a metric of what was acted upon or reported, before the first change or after the
    /// last.
    ///
    /// @return empty when it was not seen
    Optional<Double> metric(String name, boolean after) {
        var freshest = new TreeMap<String, Double>();
        for (var one : after ? series.subList(acted, series.size()) : series.subList(0, acted))
            if (one.metric().equals(name)
                    && isInvolved(one.component())
                    && !one.points().isEmpty())
                freshest.put(one.component(), one.points().getLast().value());
        return freshest.values().stream().max(Comparator.naturalOrder()).map(value -> Math.round(value * 100) / 100.0);
    }

    /// The metrics that were seen before and after.
    List<String> metrics() {
        return series.stream()
                .filter(one -> isInvolved(one.component()))
                .map(Content.MetricSeries::metric)
                .distinct()
                .filter(name ->
                        metric(name, false).isPresent() && metric(name, true).isPresent())
                .sorted()
                .toList();
    }

    /// Everything that was measured or had an alert.
    Set<String> components() {
        return Stream.concat(
                        series.stream().map(Content.MetricSeries::component),
                        alerts.stream().map(seen -> seen.alert().component()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /// Whether a component was reported or acted upon.
    boolean isInvolved(String component) {
        return report.host().filter(component::equals).isPresent()
                || report.service().filter(component::equals).isPresent()
                || cause.filter(c -> c.component().equals(component)).isPresent()
                || deeds.stream()
                        .flatMap(deed -> deed.plan().parameters().fields().values().stream())
                        .anyMatch(value -> value.display().equals(component));
    }
}
