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
import dev.runbook.core.value.Digest;
import dev.runbook.core.value.Value;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What must hold after every event and at every effect of one incident under the default ladder, whatever else
/// happens. It reads the events by itself and does not trust the state machine: no effect without an intent, no
/// intent without what its risk asks for, none on a plan that is stale, none other than what was planned, none
/// twice, every intent with one outcome that is true. One thread at a time.
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
        assertNothingIsDenied();
        for (var started : of(Event.StepStarted.class))
            started.plan()
                    .takesBack()
                    .ifPresent(plan -> assertThat(of(Event.StepStarted.class))
                            .as("only what was done is taken back")
                            .anyMatch(done -> done.plan().hash().equals(plan)));
    }

    private void assertDone(IdempotencyKey key, Value result) {
        if (!result.display().contains("attested"))
            assertThat(provider.times(key))
                    .as("told as done, and lost: %s", key)
                    .isPositive();
    }

    /// What was done is told as done, unless a person said otherwise, or nobody ever knew.
    private void assertNothingIsDenied() {
        Optional<IdempotencyKey> under = Optional.empty();
        for (var stamped : told)
            switch (stamped.event()) {
                case Event.StepStarted(var _, var key, var _) -> under = Optional.of(key);
                case Event.StepSucceeded _, Event.Undone _ -> under = Optional.empty();
                case Event.StepFailed _, Event.UndoFailed _ -> {
                    if (under.isPresent() && stamped.actor().equals(Actor.engine()))
                        assertThat(provider.times(under.get()))
                                .as("done, and told as failed: %s", under.get())
                                .isZero();
                    under = Optional.empty();
                }
                case Event _ -> {}
            }
    }

    private void happened(Effect effect) {
        assertThat(intents()).as("an effect without an intent: %s", effect).contains(effect.key());
        if (isStep(effect.key())) {
            assertThat(open()).as("an effect after its outcome").contains(effect.key());
            var plan = of(Event.StepStarted.class).getLast().plan();
            assertThat(effect.operation())
                    .as("what is done is what was planned")
                    .isEqualTo(plan.operation());
            assertThat(effect.arguments().fields())
                    .as("what is done is what was planned")
                    .containsAllEntriesOf(plan.parameters().fields());
        }
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
        assertFresh(plan, at);
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

    /// A plan is stale when the operation has become riskier, when it was made for another version of the
    /// runbook than the one that is followed, or when what people agreed to waited for too long.
    private void assertFresh(Plan plan, Instant at) {
        provider.catalogue()
                .find(plan.operation())
                .ifPresent(operation -> assertThat(operation.riskFloor())
                        .as("a stale plan: %s has become riskier", plan.operation())
                        .isLessThanOrEqualTo(plan.risk()));
        if (!plan.undoes())
            assertThat(plan.runbookVersion())
                    .as("a stale plan: not the version that is followed")
                    .isEqualTo(followed());
        var request = lastRequest(plan);
        if (request.isEmpty()) return;
        var agreed = told.stream()
                .filter(stamped -> stamped.event() instanceof Event.ActionCleared(var other, var _, var _)
                        && other.hash().equals(plan.hash()))
                .map(Stamped::at)
                .toList()
                .getLast();
        assertThat(at).as("a stale plan: cleared at %s", agreed).isBefore(agreed.plus(EngineUnderTest.EXPIRY));
        for (var stamped : told)
            if (stamped.event() instanceof Event.Approved(var id, var hash, var _)
                    && id.equals(request.get().id())) {
                assertThat(hash).as("the plan that was approved").isEqualTo(plan.hash());
                assertThat(stamped.at())
                        .as("an approval in time")
                        .isBefore(request.get().expiresAt());
            }
    }

    /// The version of the runbook that the incident follows now.
    private Digest followed() {
        var versions = new ArrayDeque<Digest>();
        for (var stamped : told)
            switch (stamped.event()) {
                case Event.RunbookSelected(var _, var digest, var _, var _) -> {
                    versions.clear();
                    versions.push(digest);
                }
                case Event.RunbookCalled(var _, var _, var digest, var _, var _) -> versions.push(digest);
                case Event.RunbookReturned _ -> versions.pop();
                case Event _ -> {}
            }
        return versions.getFirst();
    }

    /// An undo was agreed to with the action it takes back, if all of it was known then, and it is no riskier.
    private boolean agreedBefore(Plan plan) {
        return plan.takesBack().isPresent()
                && of(Event.StepStarted.class).stream()
                        .map(Event.StepStarted::plan)
                        .filter(done -> done.hash().equals(plan.takesBack().get()) && done.risk() == plan.risk())
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
