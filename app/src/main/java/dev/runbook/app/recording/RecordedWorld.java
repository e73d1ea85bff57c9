package dev.runbook.app.recording;

import dev.runbook.core.capability.Operations;
import dev.runbook.core.engine.Event;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.Arguments;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.Catalogue;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Occurrence;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.operation.Provider;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.value.Value;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The world as an incident recorded it: every question is answered, and every effect ends, as it did then.
/// Nothing outside is asked or changed. Safe for use by many threads.
final class RecordedWorld implements Provider, InstantSource {

    private final Tape tape;
    private final Supplier<Optional<Runbook>> followed;
    private final Answers answers;

    /// When the answer that this thread was given last was observed.
    private final ThreadLocal<Optional<Instant>> observed = ThreadLocal.withInitial(Optional::empty);

    /// Outputs of single calls of steps that make several, by the entry and the call, once they are known.
    private final Map<String, Value> outputs = new ConcurrentHashMap<>();

    /// @param followed the runbook that is followed now
    RecordedWorld(Tape tape, Supplier<Optional<Runbook>> followed) {
        this.tape = tape;
        this.followed = followed;
        answers = new Answers(tape);
    }

    /// Everything that was asked so far.
    Answers answers() {
        return answers;
    }

    /// The time at this place of the recording; for a thread that has just asked, when it was answered.
    @Override
    public Instant instant() {
        return observed.get().orElseGet(tape::now);
    }

    @Override
    public Catalogue catalogue() {
        return Operations.CATALOGUE;
    }

    @Override
    public String sourceOf(Capability capability) {
        return tape.ahead(Event.EvidenceGathered.class).stream()
                .flatMap(gathered -> gathered.evidence().stream())
                .filter(evidence -> evidence.query().operation().startsWith(capability.key() + "."))
                .map(Evidence::source)
                .findFirst()
                .orElse(NOBODY);
    }

    @Override
    public Observation observe(OperationName name, Arguments arguments, CallContext context) {
        var call = new RecordedCall(name, arguments.values(), context.step());
        var answer = recorded(call);
        answers.keep(tape.position(), call, answer);
        return answer;
    }

    private Observation recorded(RecordedCall call) {
        for (var event : looksOf(call))
            switch (event) {
                case Event.EvidenceGathered gathered -> {
                    var answer = answer(call, gathered);
                    if (answer.isPresent()) return answer.get();
                }
                case Event.StepDelayed(var _, var _, var _, var reason) -> {
                    var gap = call.gapIn(reason);
                    if (gap.isPresent()) return new Observation.CouldNotLook(gap.get(), true);
                }
                case Event _ -> {}
            }
        return new Observation.NothingFound(output(call));
    }

    /// The events that the looks which are being made now came to: one, or those of a group that looks
    /// together.
    private List<Event> looks() {
        var events = new ArrayList<Event>();
        var group = Optional.<String>empty();
        for (var event : tape.ahead().toList()) {
            var step = stepOf(event);
            if (step.isEmpty()) break;
            var of = groupOf(step.get());
            if (!events.isEmpty() && (of.isEmpty() || !of.equals(group))) break;
            group = of;
            events.add(event);
        }
        return events;
    }

    /// Of these, those of the step that asks: others of its group may have asked the same and seen something
    /// else.
    private List<Event> looksOf(RecordedCall call) {
        var all = looks();
        var own = all.stream()
                .filter(event -> stepOf(event).map(StepId::id).equals(call.step()))
                .toList();
        return own.isEmpty() ? all : own;
    }

    private static Optional<StepId> stepOf(Event event) {
        return switch (event) {
            case Event.EvidenceGathered(var step, var _, var _, var _) -> Optional.of(step);
            case Event.StepDelayed(var step, var _, var _, var _) -> Optional.of(step);
            case Event.StepFailed(var step, var _) -> Optional.of(step);
            case Event _ -> Optional.empty();
        };
    }

    private Optional<String> groupOf(StepId step) {
        return followed.get()
                .flatMap(runbook -> runbook.step(step))
                .flatMap(s -> s.head().parallel());
    }

    private Optional<Observation> answer(RecordedCall call, Event.EvidenceGathered gathered) {
        var seen = gathered.evidence().stream()
                .filter(evidence -> call.isAsked(evidence.query()))
                .toList();
        var gaps = gathered.gaps().stream()
                .flatMap(gap -> call.gapIn(gap).stream())
                .toList();
        if (!seen.isEmpty()) {
            observed.set(Optional.of(seen.getFirst().observedAt()));
            var contents = seen.stream().<Content>map(Evidence::content).toList();
            var sources = seen.stream().map(Evidence::source).toList();
            return Optional.of(new Observation.Found(contents, output(call), gaps, sources));
        }
        return gaps.stream().findFirst().map(reason -> new Observation.CouldNotLook(reason, false));
    }

    /// What a call gave to its step: what the recording says where one call is all, else what was learned,
    /// else a mark that says which call this is.
    private Value output(RecordedCall call) {
        var gathered = tape.ahead(Event.EvidenceGathered.class);
        boolean single = gathered.flatMap(g -> followed.get().flatMap(r -> r.step(g.step())))
                .filter(step -> step.head().forEach().isEmpty()
                        && step.head().parallel().isEmpty())
                .isPresent();
        if (single) return gathered.get().output();
        return outputs.getOrDefault(tape.position() + " " + call.marking(), call.mark());
    }

    /// Learns from the difference between what was recorded and what came of marks which call gave what.
    ///
    /// @return whether anything was learned
    boolean learn(List<Event> recorded, List<Event> made) {
        var learned = new HashMap<String, Value>();
        for (int i = 0; i < made.size() && i < recorded.size(); i++)
            if (made.get(i) instanceof Event.EvidenceGathered(var _, var _, var _, var marks)
                    && recorded.get(i) instanceof Event.EvidenceGathered(var _, var _, var _, var output))
                learn(marks, output, learned);
        learned.keySet().removeAll(outputs.keySet());
        outputs.putAll(learned);
        return !learned.isEmpty();
    }

    private void learn(Value marks, Value output, Map<String, Value> learned) {
        if (RecordedCall.marked(marks).isPresent()) {
            learned.put(tape.position() + " " + RecordedCall.marked(marks).get(), output);
        } else if (marks instanceof Value.Items(var many)
                && output instanceof Value.Items(var outputsOfAll)
                && many.size() == outputsOfAll.size()) {
            for (int i = 0; i < many.size(); i++) learn(many.get(i), outputsOfAll.get(i), learned);
        }
    }

    @Override
    public Outcome act(OperationName name, Arguments arguments, IdempotencyKey key, CallContext context) {
        return switch (fate(key)) {
            case Event.StepSucceeded(var _, var _, var result) -> new Outcome.Done(result);
            case Event.NoticeDelivered(var _, var receipt) -> new Outcome.Done(receipt);
            case Event.StepFailed(var step, var reason) -> new Outcome.Refused(reason, isRepeated(step));
            case Event.NoticeFailed(var _, var reason) -> new Outcome.Refused(reason, noticeIsRepeated());
            case Event.StepUncertain(var _, var _, var reason) -> new Outcome.Unclear(firstPart(reason));
            case Event other -> throw new IllegalStateException("no outcome: " + other);
        };
    }

    @Override
    public Occurrence occurred(OperationName name, Arguments arguments, IdempotencyKey key, CallContext context) {
        return switch (fate(key)) {
            case Event.StepSucceeded(var _, var _, var result) -> new Occurrence.Happened(result);
            case Event.NoticeDelivered(var _, var receipt) -> new Occurrence.Happened(receipt);
            case Event.StepFailed _, Event.NoticeFailed _ -> new Occurrence.DidNotHappen();
            case Event.StepUncertain(var _, var _, var reason) ->
                new Occurrence.CannotTell(
                        firstPart(reason).equals(reason)
                                ? reason
                                : reason.substring(firstPart(reason).length() + 2));
            case Event other -> throw new IllegalStateException("no outcome: " + other);
        };
    }

    /// What became of an effect; the incident was recorded before that was known when there is nothing.
    private Event fate(IdempotencyKey key) {
        return tape.ahead().filter(event -> isOutcome(event, key)).findFirst().orElseThrow(Rewind::end);
    }

    private static boolean isOutcome(Event event, IdempotencyKey key) {
        return switch (event) {
            case Event.StepSucceeded(var _, var of, var _) -> of.equals(key);
            case Event.StepUncertain(var _, var of, var _) -> of.equals(key);
            case Event.NoticeDelivered(var of, var _) -> of.equals(key);
            case Event.NoticeFailed(var of, var _) -> of.equals(key);
            case Event.StepFailed(var step, var _) -> key.key().contains("/" + step + "/") && !isNotice(key);
            case Event _ -> false;
        };
    }

    private static boolean isNotice(IdempotencyKey key) {
        return key.key().endsWith("/notice");
    }

    /// Whether the step was tried again, so that trying again can have helped.
    private boolean isRepeated(StepId step) {
        return tape.ahead()
                .dropWhile(event -> !(event instanceof Event.StepFailed(var of, var _) && of.equals(step)))
                .skip(1)
                .findFirst()
                .filter(event -> event instanceof Event.StepDelayed(var of, var _, var _, var _) && of.equals(step))
                .isPresent();
    }

    private boolean noticeIsRepeated() {
        return tape.ahead()
                .dropWhile(event -> !(event instanceof Event.NoticeFailed))
                .skip(1)
                .flatMap(event -> event instanceof Event.NoticeStarted ? Stream.of() : Stream.of(event))
                .findFirst()
                .filter(Event.StepDelayed.class::isInstance)
                .isPresent();
    }

    /// What the provider said of an effect in doubt; what it said when it was asked for it comes after that.
    static String firstPart(String reason) {
        int end = reason.indexOf("; ");
        return end < 0 ? reason : reason.substring(0, end);
    }
}
