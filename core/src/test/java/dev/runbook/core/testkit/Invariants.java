package dev.runbook.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.approval.ApprovalRequest;
import dev.runbook.core.approval.Plan;
import dev.runbook.core.approval.RequestId;
import dev.runbook.core.engine.Event;
import dev.runbook.core.engine.Evolution;
import dev.runbook.core.engine.Incident;
import dev.runbook.core.engine.Notice;
import dev.runbook.core.engine.Phase;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.journal.JournalEntry;
import dev.runbook.core.journal.Stamped;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Operation;
import dev.runbook.core.testkit.ScriptedProvider.Effect;
import dev.runbook.core.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What must hold after every event and at every effect of one incident under the default ladder, whatever else
/// happens. It reads the events by itself and does not trust the state machine: no effect without an intent, no
/// intent without what its risk asks for, none twice, every intent with one outcome. One thread at a time.
public final class Invariants {

    private final ScriptedProvider provider;
    private final Set<String> repeatable = new HashSet<>();
    private final List<Stamped> told = new ArrayList<>();
    private @Nullable Incident incident;

    public Invariants(ScriptedProvider provider) {
        this.provider = provider;
        provider.witnessedBy(this::happened);
    }

    /// An effect of this operation may be done more than once under one key, as when a messenger keeps no
    /// record.
    public Invariants mayRepeat(String operation) {
        repeatable.add(operation);
        return this;
    }

    /// To be told of every entry, in order.
    public void appended(JournalEntry entry) {
        assertThat(entry.seq()).isEqualTo(told.size() + 1L);
        var stamped = entry.stamped();
        switch (stamped.event()) {
            case Event.StepStarted(var plan, var key, var _) -> {
                assertThat(intents()).as("an intent is written once").doesNotContain(key);
                assertThat(open()).as("one change at a time").isEmpty();
                assertAllowed(plan, stamped.at());
            }
            case Event.StepSucceeded(var _, var key, var _) ->
                assertThat(open()).containsExactly(key);
            case Event.Undone(var _, var key, var _) -> assertThat(open()).containsExactly(key);
            case Event.StepUncertain(var _, var key, var _) ->
                assertThat(open()).containsExactly(key);
            case Event.Resolved _, Event.Escalated _, Event.SettleStarted _ ->
                assertThat(open()).as("no change under way").isEmpty();
            case Event _ -> {}
        }
        told.add(stamped);
        incident = incident == null
                ? Evolution.begin(entry.incident(), stamped)
                : Evolution.apply(Objects.requireNonNull(incident), stamped);
        assertThat(incident.seq()).isEqualTo(entry.seq());
    }

    /// To be asked when nothing more happens.
    public void assertAllIsDone() {
        var end = Objects.requireNonNull(incident, "nothing was ever told");
        assertThat(end.over())
                .as("it ends, and not in %s owing %s", end.phase(), end.owed().values())
                .isTrue();
        assertThat(open()).as("every intent has an outcome").isEmpty();
        assertThat(intents().stream().filter(this::isStep).count())
                .as("outcomes of steps")
                .isEqualTo(endings());
        for (var succeeded : of(Event.StepSucceeded.class)) assertDone(succeeded.key(), succeeded.result());
        for (var undone : of(Event.Undone.class)) assertDone(undone.key(), undone.result());
        for (var started : of(Event.StepStarted.class))
            started.plan()
                    .takesBack()
                    .ifPresent(plan -> assertThat(of(Event.StepStarted.class))
                            .as("only what was done is taken back")
                            .anyMatch(done -> done.plan().hash().equals(plan)));
    }

    private void assertDone(IdempotencyKey key, Value result) {
        if (!result.display().contains("attested"))
            assertThat(provider.times(key)).as(key.key()).isPositive();
    }

    private void happened(Effect effect) {
        assertThat(intents()).as("an effect without an intent: %s", effect).contains(effect.key());
        if (isStep(effect.key()))
            assertThat(open()).as("an effect after its outcome").contains(effect.key());
        var mayRepeat = repeatable.contains(effect.operation().toString())
                || provider.catalogue()
                        .find(effect.operation())
                        .filter(Operation::idempotent)
                        .isPresent();
        if (!mayRepeat)
            assertThat(provider.times(effect.key()))
                    .as("done twice: %s", effect)
                    .isEqualTo(1);
    }

    private List<IdempotencyKey> intents() {
        return told.stream()
                .map(stamped -> switch (stamped.event()) {
                    case Event.StepStarted(var _, var key, var _) -> key;
                    case Event.NoticeStarted(Notice notice) -> notice.key();
                    case Event _ -> null;
                })
                .filter(Objects::nonNull)
                .toList();
    }

    private boolean isStep(IdempotencyKey key) {
        return of(Event.StepStarted.class).stream()
                .anyMatch(started -> started.key().equals(key));
    }

    /// The change under way: an intent without an outcome. A doubt is an outcome of the attempt, not of the
    /// change.
    private List<IdempotencyKey> open() {
        var open = new ArrayList<IdempotencyKey>();
        for (var stamped : told)
            switch (stamped.event()) {
                case Event.StepStarted(var _, var key, var _) -> open.add(key);
                case Event.StepSucceeded _, Event.StepFailed _, Event.Undone _, Event.UndoFailed _ -> open.clear();
                case Event _ -> {}
            }
        return open;
    }

    /// How many changes have ended; a step that could not even be prepared fails without one.
    private long endings() {
        long endings = 0;
        boolean open = false;
        for (var stamped : told)
            switch (stamped.event()) {
                case Event.StepStarted _ -> open = true;
                case Event.StepSucceeded _, Event.StepFailed _, Event.Undone _, Event.UndoFailed _ -> {
                    if (open) endings++;
                    open = false;
                }
                case Event _ -> {}
            }
        return endings;
    }

    private void assertAllowed(Plan plan, Instant at) {
        var cleared = of(Event.ActionCleared.class).getLast();
        assertThat(cleared.plan().hash()).as("what was cleared is what runs").isEqualTo(plan.hash());
        if (agreedBefore(plan)) return;
        var request = lastRequest(plan);
        var approvals = approvals(request.map(ApprovalRequest::id));
        var enough = switch (plan.risk()) {
            case LOW -> true;
            case MEDIUM -> !approvals.isEmpty() || windowIsOver(request, at);
            case HIGH -> !approvals.isEmpty();
            case CRITICAL ->
                approvals.stream()
                                .filter(by -> !by.equals(EngineUnderTest.REPORTER))
                                .count()
                        >= 2;
        };
        assertThat(enough).as("%s risk, approved by %s", plan.risk(), approvals).isTrue();
    }

    /// An undo was agreed to with the action it takes back, if all of it was known then.
    private boolean agreedBefore(Plan plan) {
        return plan.takesBack().isPresent()
                && of(Event.StepStarted.class).stream()
                        .map(Event.StepStarted::plan)
                        .filter(done -> done.hash().equals(plan.takesBack().get()))
                        .flatMap(done -> done.undo().stream())
                        .anyMatch(undo -> undo.operation().equals(plan.operation())
                                && undo.parameters().equals(plan.parameters()));
    }

    /// The newest request, if it is about this very plan and was not declined, voided or expired.
    private Optional<ApprovalRequest> lastRequest(Plan plan) {
        Optional<ApprovalRequest> open = Optional.empty();
        for (var stamped : told)
            switch (stamped.event()) {
                case Event.ApprovalRequested(var request) ->
                    open = Optional.of(request).filter(r -> r.planHash().equals(plan.hash()));
                case Event.Denied _, Event.Vetoed _, Event.Expired _, Event.ApprovalVoided _ -> open = Optional.empty();
                case Event _ -> {}
            }
        return open;
    }

    private Set<Actor> approvals(Optional<RequestId> request) {
        var by = new HashSet<Actor>();
        for (var stamped : told)
            if (stamped.event() instanceof Event.Approved(var id, var _, var _)
                    && request.filter(id::equals).isPresent()) by.add(stamped.actor());
        return by;
    }

    private boolean windowIsOver(Optional<ApprovalRequest> request, Instant at) {
        var notice = request.map(r -> EngineUnderTest.ID + "/" + r.id() + "/notice");
        return told.stream()
                .filter(stamped -> stamped.event() instanceof Event.NoticeDelivered(var key, var _)
                        && notice.filter(key.key()::equals).isPresent())
                .anyMatch(stamped -> !at.isBefore(stamped.at().plus(EngineUnderTest.VETO_WINDOW)));
    }

    private <E extends Event> List<E> of(Class<E> kind) {
        return told.stream()
                .map(Stamped::event)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /// Where the incident stands.
    public Phase phase() {
        return Objects.requireNonNull(incident, "nothing was ever told").phase();
    }
}
