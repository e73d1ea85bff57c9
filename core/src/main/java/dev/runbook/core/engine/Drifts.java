package dev.runbook.core.engine;

import dev.runbook.core.approval.ApprovalPolicy;
import dev.runbook.core.approval.Gate;
import dev.runbook.core.approval.Plan;
import dev.runbook.core.engine.Planning.Planned;
import dev.runbook.core.operation.Durations;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.Step;
import dev.runbook.core.value.Digest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// How a plan that was announced or cleared differs from what would be planned now, one line for each
/// difference; none when it still holds. Pure but for the time.
final class Drifts {

    private final ApprovalPolicy policy;
    private final Planning planning;
    private final InstantSource clock;

    Drifts(ApprovalPolicy policy, Planning planning, InstantSource clock) {
        this.policy = policy;
        this.planning = planning;
        this.clock = clock;
    }

    /// Of a plan whose veto window is over. A silence that nobody could act on in time is worth nothing.
    List<String> ofAnnounced(Incident incident, Optional<Runbook> runbook, Plan plan, Planning.RunbookReader reader) {
        var late = incident.phase() instanceof Phase.AwaitingVeto(var _, var ends)
                ? ends.filter(this::isOver)
                        .map(end -> "its veto window was over at " + end + ", and a silence holds for "
                                + Durations.display(policy.expiry()))
                : Optional.<String>empty();
        return Stream.concat(of(incident, runbook, plan, reader), late.stream()).toList();
    }

    /// Of a plan that was cleared. An approval that nobody could act on in time is worth nothing.
    List<String> ofCleared(
            Incident incident, Optional<Runbook> runbook, Phase.Cleared cleared, Planning.RunbookReader reader) {
        var late = cleared.ruling().gate() instanceof Gate.RunsAtOnce || !isOver(cleared.since())
                ? Optional.<String>empty()
                : Optional.of("it was cleared at " + cleared.since()
                        + " and not begun since, and an approval holds for " + Durations.display(policy.expiry()));
        return Stream.concat(of(incident, runbook, cleared.plan(), reader), late.stream())
                .toList();
    }

    private boolean isOver(Instant since) {
        return !clock.instant().isBefore(since.plus(policy.expiry()));
    }

    private Stream<String> of(Incident incident, Optional<Runbook> runbook, Plan plan, Planning.RunbookReader reader) {
        return plan
                .takesBack()
                .map(taken -> ofUndo(incident, plan, taken, reader))
                .orElseGet(() -> ofAction(incident, runbook, plan))
                .stream();
    }

    private List<String> ofUndo(Incident incident, Plan plan, Digest taken, Planning.RunbookReader reader) {
        var change = incident.history().madeBy(taken);
        if (change.isEmpty()) return List.of("what it takes back was never done");
        return differences(plan, planning.undo(incident, change.get(), reader));
    }

    private List<String> ofAction(Incident incident, Optional<Runbook> runbook, Plan plan) {
        var step = runbook.flatMap(r -> r.step(plan.step()));
        if (!(step.orElse(null) instanceof Step.Execute execute))
            return List.of("the runbook has no step " + plan.step() + " any more");
        return differences(plan, planning.action(incident, runbook.orElseThrow(), execute));
    }

    private static List<String> differences(Plan plan, Planned now) {
        return switch (now) {
            case Planned.Ready(var other) -> plan.differences(other);
            case Planned.Impossible(var reason) -> List.of(reason);
        };
    }
}
