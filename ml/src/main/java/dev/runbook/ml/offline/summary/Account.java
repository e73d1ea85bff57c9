package dev.runbook.ml.offline.summary;

import dev.runbook.core.approval.RequestId;
import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.diagnosis.Reassessment;
import dev.runbook.core.engine.Event;
import dev.runbook.core.engine.Incident;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.core.incident.Alert;
import dev.runbook.core.incident.Category;
import dev.runbook.core.incident.Classification;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.journal.Stamped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a journal tells, put together for the post-mortem: who reported what, what was concluded last, what was
/// done and what came of it. One thread at a time.
final class Account {

    private final List<Stamped> journal;
    private final Map<EvidenceId, Evidence> evidence = new TreeMap<>();
    private final Set<String> gaps = new LinkedHashSet<>();
    private final List<Deed> deeds = new ArrayList<>();
    private final List<Word> words = new ArrayList<>();
    private final List<Hypothesis> cured = new ArrayList<>();
    private final List<Event.SeverityCorrected> corrections = new ArrayList<>();
    private @Nullable Classification classification;
    private @Nullable Diagnosis diagnosis;
    private @Nullable End end;
    private String clearance = "";
    private final Map<String, Alert> joined = new LinkedHashMap<>();
    private final Set<String> ended = new LinkedHashSet<>();
    private long counted;

    /// Whether the world was looked at right now, so that a step that ends now is a check of it.
    private boolean looked;

    /// How it ended.
    sealed interface End {
        Instant at();

        record Resolved(Instant at, String how) implements End {}

        record Escalated(Instant at, String reason) implements End {}
    }

    /// A decision of a person about a request.
    ///
    /// @param verb such as `approved`
    record Word(RequestId request, String verb, String who, Instant at, String comment) {}

    private Account(List<Stamped> journal) {
        this.journal = List.copyOf(journal);
    }

    /// @throws IllegalArgumentException when the journal does not begin with a report
    static Account of(List<Stamped> journal) {
        if (journal.isEmpty() || !(journal.getFirst().event() instanceof Event.Reported))
            throw new IllegalArgumentException(
                    "a journal begins with a report; this one has " + journal.size() + " events and does not");
        var account = new Account(journal);
        journal.forEach(account::take);
        return account;
    }

    private void take(Stamped stamped) {
        var at = stamped.at();
        var who = stamped.actor().label();
        boolean checks = looked;
        looked = stamped.event() instanceof Event.EvidenceGathered(var step, var _, var _, var _)
                && step.equals(Incident.VERIFICATION);
        switch (stamped.event()) {
            case Event.Triaged(var triaged, var _) -> classification = triaged;
            case Event.EvidenceGathered(var _, var seen, var missed, var _) -> {
                seen.forEach(piece -> evidence.put(piece.id(), piece));
                gaps.addAll(missed);
            }
            case Event.Diagnosed(var _, var concluded) -> {
                diagnosis = concluded;
                gaps.addAll(concluded.gaps());
            }
            case Event.SeverityCorrected corrected -> corrections.add(corrected);
            case Event.SeverityRaised(var before, var severity, var because) ->
                corrections.add(new Event.SeverityCorrected(before, new Reassessment(severity, because, Set.of())));
            case Event.AlertJoined(var alert, var _) -> {
                joined.put(alert.fingerprint(), alert);
                ended.remove(alert.fingerprint());
            }
            case Event.AlertsCounted(var joinedInAll) -> counted = joinedInAll;
            case Event.AlertEnded(var alert) -> ended.add(alert.fingerprint());
            case Event.Reclassified(var category, var severity, var _) -> {
                classification = new Classification(category, severity, 1, List.of(who + " said so"));
                corrections.clear();
            }
            case Event.Approved(var request, var _, var comment) ->
                words.add(new Word(request, "approved", who, at, comment));
            case Event.Denied(var request, var reason) -> words.add(new Word(request, "denied", who, at, reason));
            case Event.Vetoed(var request, var reason) -> words.add(new Word(request, "vetoed", who, at, reason));
            case Event.ActionCleared(var _, var ruling, var how) ->
                clearance = how + " (" + String.join("; ", ruling.reasons()) + ")";
            case Event.StepStarted(var plan, var _, var _) -> {
                deeds.add(Deed.begun(plan, at, clearance, words));
                words.clear();
                clearance = "";
            }
            case Event.StepSucceeded(var step, var _, var result) -> ended(step.id(), "done: " + result.display());
            case Event.StepCompleted(var step, var _) -> {
                if (checks) checked(new Deed.Check(step, at, "it is as it should be"));
            }
            case Event.StepDelayed(var step, var _, var _, var reason) -> {
                if (checks) checked(new Deed.Check(step, at, reason));
            }
            case Event.StepFailed(var step, var reason) -> {
                if (checks) checked(new Deed.Check(step, at, "it is not as it should be: " + reason));
                else ended(step.id(), "failed: " + reason);
            }
            case Event.StepUncertain(var step, var _, var reason) ->
                ended(step.id(), "nobody knows whether it happened: " + reason);
            case Event.Undone(var step, var _, var result) -> ended(step.id(), "done: " + result.display());
            case Event.UndoFailed(var step, var reason) -> ended(step.id(), "failed: " + reason);
            case Event.Verified(var verification) -> judged(new Deed.Look(verification, at, true));
            case Event.NotVerified(var verification) -> judged(new Deed.Look(verification, at, false));
            case Event.CureDecayed(var verification) -> decayed(new Deed.Look(verification, at, false));
            case Event.TroubleRemains(var cause, var _) -> cured.add(cause);
            case Event.Resolved(var how) -> end = new End.Resolved(at, how);
            case Event.Escalated(var reason) -> end = new End.Escalated(at, reason);
            case Event.Reported _,
                    Event.UndoBegun _,
                    Event.StartedOver _,
                    Event.RunbookSelected _,
                    Event.CauseRuledOut _,
                    Event.CauseBelieved _,
                    Event.StepSkipped _,
                    Event.LoopStarted _,
                    Event.RunbookCalled _,
                    Event.RunbookReturned _,
                    Event.Asked _,
                    Event.Answered _,
                    Event.Recommended _,
                    Event.ApprovalRequested _,
                    Event.Expired _,
                    Event.ApprovalVoided _,
                    Event.ActionHeld _,
                    Event.ActionRefused _,
                    Event.NoticeStarted _,
                    Event.NoticeDelivered _,
                    Event.NoticeFailed _,
                    Event.ModelConsulted _,
                    Event.AnswerChecked _,
                    Event.SettleStarted _,
                    Event.WatchStarted _,
                    Event.Documented _,
                    Event.Closed _,
                    Event.Remembered _,
                    Event.Forgotten _,
                    Event.Offered _,
                    Event.OfferTaken _,
                    Event.Commented _ -> {}
        }
    }

    private void ended(String step, String result) {
        for (int i = deeds.size() - 1; i >= 0; i--) {
            if (!deeds.get(i).plan().step().id().equals(step)) continue;
            deeds.set(i, deeds.get(i).ended(result));
            return;
        }
    }

    /// A step that looks at the world checks what was done last.
    private void checked(Deed.Check check) {
        if (!deeds.isEmpty()) deeds.set(deeds.size() - 1, deeds.getLast().checked(check));
    }

    /// A look at the world judges everything that was done since the look before.
    private void judged(Deed.Look look) {
        for (int i = deeds.size() - 1;
                i >= 0 && deeds.get(i).look().isEmpty() && !deeds.get(i).plan().undoes();
                i--) deeds.set(i, deeds.get(i).seen(look));
    }

    /// What was seen to help, and did not for long, was of no use in the end.
    private void decayed(Deed.Look look) {
        for (int i = deeds.size() - 1; i >= 0 && deeds.get(i).helped(); i--)
            deeds.set(i, deeds.get(i).seen(look));
    }

    List<Stamped> journal() {
        return journal;
    }

    ProblemReport report() {
        return ((Event.Reported) journal.getFirst().event()).report();
    }

    Instant reportedAt() {
        return journal.getFirst().at();
    }

    String reporter() {
        return journal.getFirst().actor().label();
    }

    Optional<Classification> classification() {
        return Optional.ofNullable(classification);
    }

    /// How the severity was corrected by what was found, in the order of finding.
    List<Event.SeverityCorrected> corrections() {
        return corrections;
    }

    /// The alerts that joined and are written down, in the order of joining; each once, with its last word.
    List<Alert> joined() {
        return List.copyOf(joined.values());
    }

    /// How many alerts had joined when that was said last; 0 while all are written down.
    long counted() {
        return counted;
    }

    /// Whether the sender of an alert said that it is over, and did not raise it again.
    boolean isOver(Alert alert) {
        return ended.contains(alert.fingerprint());
    }

    /// What kind of problem it was: what the diagnosis found, else what the triage guessed.
    Category category() {
        return causes().reversed().stream()
                .findFirst()
                .map(hypothesis -> hypothesis.kind().category())
                .filter(found -> found != Category.UNKNOWN)
                .or(() -> classification().map(c -> c.category()))
                .orElse(Category.UNKNOWN);
    }

    /// The causes that were found, in the order of finding: those that were cured while something else was
    /// still wrong, then the one that was found last.
    List<Hypothesis> causes() {
        var last = diagnosis()
                .flatMap(Diagnosis::leading)
                .filter(found -> cured.stream()
                        .noneMatch(one ->
                                one.kind() == found.kind() && one.component().equals(found.component())));
        return Stream.concat(cured.stream(), last.stream()).toList();
    }

    /// When the first of the causes began, where the evidence shows it.
    Optional<Instant> onset() {
        return causes().stream().flatMap(cause -> cause.onset().stream()).min(Comparator.naturalOrder());
    }

    Optional<Diagnosis> diagnosis() {
        return Optional.ofNullable(diagnosis);
    }

    Optional<End> end() {
        return Optional.ofNullable(end);
    }

    Map<EvidenceId, Evidence> evidence() {
        return evidence;
    }

    Set<String> gaps() {
        return gaps;
    }

    /// In the order of doing.
    List<Deed> deeds() {
        return deeds;
    }

    /// Decisions about what was not done afterwards.
    List<Word> openWords() {
        return words;
    }
}
