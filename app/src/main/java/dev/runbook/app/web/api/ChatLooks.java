package dev.runbook.app.web.api;

import dev.runbook.app.web.Backend;
import dev.runbook.core.diagnosis.Consultation;
import dev.runbook.core.diagnosis.Investigation;
import dev.runbook.core.diagnosis.Outlay;
import dev.runbook.core.engine.Event;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.evidence.TimeWindow;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.Durations;
import dev.runbook.core.operation.Effect;
import dev.runbook.core.operation.Operation;
import dev.runbook.core.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// What a chat may look at. What it sees belongs to the conversation and not to the incident, so its
/// numbers begin far beyond those of the journal; whom it asked is kept on the incident. One thread at a
/// time.
final class ChatLooks implements Investigation {

    private static final int FIRST = 900_001;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Backend backend;
    private final Optional<IncidentId> incident;
    private final CallContext context;
    private int next = FIRST;

    /// @param labels those of the report, by which a simulated provider finds its world
    ChatLooks(Backend backend, Optional<IncidentId> incident, Map<String, String> labels) {
        this.backend = backend;
        this.incident = incident;
        context = new CallContext(incident.orElseGet(() -> new IncidentId("INC-chat")), labels, PATIENCE);
    }

    @Override
    public List<Operation> looks() {
        return backend.provider().catalogue().all().stream()
                .filter(operation -> operation.effect() == Effect.READS)
                .toList();
    }

    @Override
    public Seen ask(List<Look> looks) throws InterruptedException {
        var evidence = new ArrayList<Evidence>();
        var gaps = new ArrayList<String>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var asked = threads.invokeAll(
                    looks.stream().map(this::question).toList(), PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            for (int i = 0; i < looks.size(); i++) take(looks.get(i), answer(asked.get(i)), evidence, gaps);
        }
        return new Seen(evidence, gaps);
    }

    private java.util.concurrent.Callable<Observation> question(Look look) {
        return () -> {
            var operation = backend.provider().catalogue().find(look.operation());
            if (operation.isEmpty() || operation.get().effect() != Effect.READS)
                return new Observation.CouldNotLook("it does not only look", false);
            var faults = operation.get().faults(look.parameters());
            return faults.isEmpty()
                    ? backend.provider()
                            .observe(look.operation(), operation.get().check(look.parameters()), context)
                    : new Observation.CouldNotLook(String.join("; ", faults), false);
        };
    }

    private static Observation answer(Future<Observation> asked) throws InterruptedException {
        if (asked.isCancelled()) return new Observation.CouldNotLook("no answer in time", true);
        try {
            return asked.get();
        } catch (ExecutionException e) {
            return new Observation.CouldNotLook("the provider broke down: " + e.getCause(), true);
        }
    }

    private void take(Look look, Observation observation, List<Evidence> evidence, List<String> gaps) {
        var now = backend.pace().clock().instant();
        if (observation instanceof Observation.CouldNotLook(var reason, var _))
            gaps.add(look.operation() + " " + look.parameters().display() + ": " + reason);
        if (!(observation instanceof Observation.Found found)) return;
        for (var gap : found.gaps())
            gaps.add(look.operation() + " " + look.parameters().display() + ": " + gap);
        var timeframe = look.parameters()
                .get("timeframe")
                .map(Value::display)
                .flatMap(Durations::parse)
                .orElse(Duration.ofHours(1));
        var whole = backend.provider().sourceOf(look.operation().capability());
        for (int i = 0; i < found.contents().size(); i++)
            evidence.add(new Evidence(
                    EvidenceId.number(next++),
                    found.source(i, whole),
                    new Evidence.Query(look.operation().toString(), look.parameters()),
                    TimeWindow.endingAt(now, timeframe),
                    now,
                    found.contents().get(i)));
    }

    @Override
    public Outlay spent() {
        return incident.map(id -> Event.outlay(backend.journal().read(id).stream()
                        .map(entry -> entry.stamped().event())))
                .orElse(Outlay.NONE);
    }

    @Override
    public void consulted(Consultation consultation) {
        incident.ifPresent(id -> backend.desk().note(id, new Event.ModelConsulted(consultation)));
    }

    @Override
    public void checked(Consultation.Task task, Standing standing, List<String> remarks) {
        incident.ifPresent(id -> backend.desk().note(id, new Event.AnswerChecked(task, standing, remarks)));
    }
}
