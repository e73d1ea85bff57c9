package dev.runbook.core.engine;

import dev.runbook.core.approval.ApprovalPolicy;
import dev.runbook.core.approval.Plan;
import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.diagnosis.TriedAction;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.value.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What was done to an incident before.
///
/// @param rounds how many times acting did not help and the investigation began anew; a cure is not counted
/// @param followed the runbooks followed in this round
/// @param cured the causes that are gone, in the order in which they were cured
/// @param tried the actions that were carried out and did not help, or that failed
/// @param counts what is numbered
/// @param acted the changes of this round, in the order they were made
/// @param undoing why the changes of this round are taken back; empty unless they are
/// @param agreed the plan that was cleared last, until it is carried out; empty when there is none
public record History(
        int rounds,
        Set<RunbookId> followed,
        List<Cured> cured,
        List<TriedAction> tried,
        Counts counts,
        List<Change> acted,
        Optional<Failure> undoing,
        Optional<Agreement> agreed) {
    static final History NONE = new History(
            0, Set.of(), List.of(), List.of(), new Counts(0, 0, 0), List.of(), Optional.empty(), Optional.empty());

    /// What is numbered.
    ///
    /// @param requests how many requests and questions were made
    /// @param intents how many intents to change the world were written
    /// @param voids how many times a plan changed after it was cleared or asked about
    record Counts(int requests, int intents, int voids) {}

    /// Why what was done did not help.
    ///
    /// @param said one sentence
    /// @param evidence what says so; may be empty
    public record Failure(String said, Set<EvidenceId> evidence) {
        public Failure {
            evidence = Set.copyOf(evidence);
        }
    }

    /// What was cleared: another attempt at the very same plan needs no other word.
    ///
    /// @param how in words: approved by whom, not vetoed, low risk
    /// @param until when the request that cleared it would have expired; empty when nobody was asked
    record Agreement(Plan plan, ApprovalPolicy.Ruling ruling, String how, Optional<Instant> until) {

        boolean covers(Plan other, Instant now) {
            return plan.equals(other) && until.map(now::isBefore).orElse(true);
        }
    }

    public History {
        followed = Set.copyOf(followed);
        cured = List.copyOf(cured);
        tried = List.copyOf(tried);
        acted = List.copyOf(acted);
    }

    /// How many requests and questions were made.
    public int requests() {
        return counts.requests();
    }

    /// How many intents to change the world were written.
    public int intents() {
        return counts.intents();
    }

    /// How many times a plan changed after it was cleared or asked about.
    public int voids() {
        return counts.voids();
    }

    History following(RunbookId runbook) {
        var all = new HashSet<>(followed);
        all.add(runbook);
        return new History(rounds, all, cured, tried, counts, acted, undoing, agreed);
    }

    History asking() {
        return counting(new Counts(requests() + 1, intents(), voids()));
    }

    History intending() {
        return counting(new Counts(requests(), intents() + 1, voids()));
    }

    History voiding() {
        return counting(new Counts(requests(), intents(), voids() + 1));
    }

    private History counting(Counts other) {
        return new History(rounds, followed, cured, tried, other, acted, undoing, agreed);
    }

    /// A plan was cleared. Who cleared it first is remembered when it is cleared again.
    History agreeing(Agreement other) {
        var first = agreed.filter(before -> before.plan().equals(other.plan())).orElse(other);
        return new History(rounds, followed, cured, tried, counts, acted, undoing, Optional.of(first));
    }

    /// What was agreed to is carried out, or void.
    History disagreeing() {
        return new History(rounds, followed, cured, tried, counts, acted, undoing, Optional.empty());
    }

    /// A change was made; whether it helps is not known yet.
    History acting(Change done) {
        return new History(rounds, followed, cured, tried, counts, plus(acted, List.of(done)), undoing, agreed);
    }

    /// An action failed.
    History trying(TriedAction failed) {
        return new History(rounds, followed, cured, plus(tried, List.of(failed)), counts, acted, undoing, agreed);
    }

    /// The changes of this round are taken back from now on.
    History undoing(Failure why) {
        return new History(rounds, followed, cured, tried, counts, acted, Optional.of(why), agreed);
    }

    /// A change is taken back.
    ///
    /// @param plan the hash of the plan that had made it
    History undone(Digest plan) {
        var all = new ArrayList<>(acted);
        for (int i = all.size() - 1; i >= 0; i--)
            if (!all.get(i).undone() && all.get(i).plan().hash().equals(plan)) {
                all.set(i, all.get(i).takenBack());
                break;
            }
        return new History(rounds, followed, cured, tried, counts, all, undoing, agreed);
    }

    /// The problem was seen to be gone after what was changed in this round.
    History proving() {
        var all = acted.stream().map(Change::seenToHelp).toList();
        return new History(rounds, followed, cured, tried, counts, all, undoing, agreed);
    }

    /// Every change that was made against a cause that is gone, and in this round, in the order of making.
    Stream<Change> made() {
        return Stream.concat(cured.stream().flatMap(one -> one.by().stream()), acted.stream());
    }

    /// The change that is to be taken back next: the last one that can be.
    Optional<Change> lastToUndo() {
        return acted.reversed().stream().filter(Change::canBeUndone).findFirst();
    }

    /// The last change that a plan with this hash made.
    Optional<Change> madeBy(Digest plan) {
        return acted.reversed().stream()
                .filter(change -> change.plan().hash().equals(plan))
                .findFirst();
    }

    /// How this very action went when it was tried before.
    Optional<TriedAction> triedBefore(Plan plan) {
        return tried.stream()
                .filter(a ->
                        a.operation().equals(plan.operation()) && a.parameters().equals(plan.parameters()))
                .findFirst();
    }

    /// The cause that this very action was done against and that is gone.
    Optional<Cured> curedBy(Plan plan) {
        return cured.stream().filter(one -> one.isBy(plan)).findFirst();
    }

    /// What was done did not help, so the investigation begins anew.
    ///
    /// @param believed what the actions were taken against
    History beginningAnew(Failure why, Optional<Hypothesis> believed) {
        var inVain = acted.stream().map(change -> change.inVain(why, believed)).toList();
        return new History(
                rounds + 1,
                Set.of(),
                cured,
                plus(tried, inVain),
                counts,
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    /// What was done has cured its cause, and stands; the investigation begins anew for the sake of what is
    /// still wrong.
    ///
    /// @param left the evidence of that
    /// @param seen how many pieces of evidence there are
    History curing(Hypothesis cause, Set<EvidenceId> left, int seen) {
        var by = acted.stream().filter(Change::proven).toList();
        return new History(
                rounds,
                Set.of(),
                plus(cured, List.of(new Cured(cause, by, left, seen))),
                tried,
                counts,
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    private static <T> List<T> plus(List<T> some, List<T> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }
}
