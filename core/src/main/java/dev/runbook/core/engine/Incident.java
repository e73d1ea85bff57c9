package dev.runbook.core.engine;

import dev.runbook.core.diagnosis.CaseFile;
import dev.runbook.core.diagnosis.Consultation;
import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.diagnosis.Investigation;
import dev.runbook.core.diagnosis.Recommendation;
import dev.runbook.core.diagnosis.RunbookFinder;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.Category;
import dev.runbook.core.incident.Classification;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.value.Digest;
import dev.runbook.core.value.Value;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The state of one incident: everything its journal says, folded by [Evolution].
///
/// @param seq how many events made this state
/// @param opening who reported what, and when
/// @param classification what the triage said; empty before it
/// @param matches the runbooks the triage found, best first
/// @param findings what was seen and concluded so far
/// @param run the runbook that is followed; empty until one is chosen
/// @param history what was done before: runbooks followed, actions tried, requests made
/// @param bulletin the message that tells in the chat where the incident stands
/// @param owed messages whose outcome is not known yet, by key
/// @param remembered whether what it taught is remembered
/// @param alerts the alerts that are of it
/// @param offers what a chat offered to ask for and nobody took up yet, by the name of whom it was offered to
public record Incident(
        IncidentId id,
        long seq,
        Opening opening,
        Optional<Classification> classification,
        List<RunbookFinder.Match> matches,
        Findings findings,
        Optional<RunbookRun> run,
        History history,
        Bulletin bulletin,
        Map<IdempotencyKey, Notice> owed,
        boolean remembered,
        JoinedAlerts alerts,
        Map<String, Event.Call> offers,
        Phase phase) {

    /// The name under which the survey before the runbook gathers evidence.
    public static final StepId SURVEY = new StepId("survey");

    /// The name under which a language model's own questions gather evidence.
    public static final StepId INVESTIGATION = new StepId("investigation");

    /// The name under which the look at the world after acting gathers evidence.
    public static final StepId VERIFICATION = new StepId("verification");

    /// The name under which the engine looks whether there still is something to cure, right before it acts.
    /// What it sees is on record, but no plan hangs on it.
    public static final StepId LAST_LOOK = new StepId("last_look");

    private static final Set<StepId> OWN_LOOKS = Set.of(SURVEY, INVESTIGATION, VERIFICATION, LAST_LOOK);

    /// Whether evidence was gathered by the engine itself, and by no step of a runbook.
    public static boolean isOwnLook(StepId step) {
        return OWN_LOOKS.contains(step);
    }

    /// How the incident began.
    public record Opening(Instant at, Actor by, ProblemReport report) {}

    /// What was seen and concluded.
    ///
    /// @param surveyed whether the survey of the current round is done
    /// @param evidence in the order of gathering
    /// @param setAside how many more pieces were gathered on which nothing hangs
    /// @param gaps what could not be looked at
    /// @param diagnosis the latest
    /// @param recommendations the latest, best first
    /// @param onModelAlone whether diagnosis or recommendations stand on a language model's word alone
    /// @param said what people know better
    public record Findings(
            boolean surveyed,
            List<Evidence> evidence,
            int setAside,
            List<String> gaps,
            Optional<Diagnosis> diagnosis,
            List<Recommendation> recommendations,
            boolean onModelAlone,
            Said said) {
        static final Findings NONE =
                new Findings(false, List.of(), 0, List.of(), Optional.empty(), List.of(), false, Said.NOTHING);

        public Findings {
            evidence = List.copyOf(evidence);
            gaps = List.copyOf(gaps);
            recommendations = List.copyOf(recommendations);
        }

        /// With more evidence and those gaps that are new.
        Findings seeing(List<Evidence> more, List<String> moreGaps, boolean bySurvey) {
            if (more.isEmpty() && moreGaps.isEmpty() && (surveyed || !bySurvey)) return this;
            return new Findings(
                    surveyed || bySurvey,
                    Stream.concat(evidence.stream(), more.stream()).toList(),
                    setAside,
                    Stream.concat(gaps.stream(), moreGaps.stream()).distinct().toList(),
                    diagnosis,
                    recommendations,
                    onModelAlone,
                    said);
        }

        /// With so many pieces more on which nothing hangs.
        Findings settingAside(int more) {
            return new Findings(
                    surveyed, evidence, setAside + more, gaps, diagnosis, recommendations, onModelAlone, said);
        }

        /// How many pieces were gathered in all.
        public int gathered() {
            return evidence.size() + setAside;
        }

        /// With another diagnosis; what was recommended before it no longer counts.
        Findings concluding(Diagnosis another) {
            return new Findings(
                    surveyed, evidence, setAside, gaps, Optional.of(another), List.of(), onModelAlone, said);
        }

        Findings recommending(List<Recommendation> others) {
            return new Findings(surveyed, evidence, setAside, gaps, diagnosis, others, onModelAlone, said);
        }

        /// With what a model's answer is worth. A diagnosis begins anew; what is recommended after it can
        /// only add doubt.
        Findings standing(Consultation.Task task, Investigation.Standing standing) {
            var alone = standing == Investigation.Standing.MODEL_ALONE;
            return switch (task) {
                case DIAGNOSE ->
                    new Findings(surveyed, evidence, setAside, gaps, diagnosis, recommendations, alone, said);
                case RECOMMEND ->
                    new Findings(
                            surveyed,
                            evidence,
                            setAside,
                            gaps,
                            diagnosis,
                            recommendations,
                            onModelAlone || alone,
                            said);
                case CLASSIFY, REFUTE, SUMMARIZE, CHAT -> this;
            };
        }

        /// As they are when an investigation begins anew: what was seen stays.
        Findings anew() {
            return new Findings(false, evidence, setAside, gaps, diagnosis, List.of(), false, said);
        }

        /// With what a person knows better.
        Findings told(Said more) {
            return new Findings(surveyed, evidence, setAside, gaps, diagnosis, recommendations, onModelAlone, more);
        }
    }

    public Incident {
        matches = List.copyOf(matches);
        owed = Map.copyOf(owed);
        offers = Map.copyOf(offers);
    }

    /// What a look at the world is measured by: the diagnosis, or, where nothing is broken any more, the causes that
    /// were
    /// cured, the last one first.
    Optional<Diagnosis> yardstick() {
        var cured = history.cured().reversed().stream().map(Cured::cause).toList();
        return findings.diagnosis()
                .map(found -> found.verdict() == Diagnosis.Verdict.HEALTHY && !cured.isEmpty()
                        ? new Diagnosis(Diagnosis.Verdict.FAULT, cured, found.gaps())
                        : found);
    }

    public ProblemReport report() {
        return opening.report();
    }

    /// This incident as if it followed this run: what a change that was made in it is judged by.
    Incident in(RunbookRun other) {
        return new Incident(
                id,
                seq,
                opening,
                classification,
                matches,
                findings,
                Optional.of(other),
                history,
                bulletin,
                owed,
                remembered,
                alerts,
                offers,
                phase);
    }

    /// What kind of problem it is: what a person said, else what the diagnosis found, else what the triage
    /// guessed from the words.
    public Category category() {
        if (findings.said().classified() && classification.isPresent())
            return classification.get().category();
        return cause().map(hypothesis -> hypothesis.kind().category())
                .filter(category -> category != Category.UNKNOWN)
                .or(() -> classification.map(Classification::category))
                .orElse(Category.UNKNOWN);
    }

    /// What was found to be wrong: the latest diagnosis, and the causes that were cured before it, which it
    /// does not see any more. A cause that it goes by stands first.
    public Optional<Diagnosis> diagnosis() {
        if (history.cured().isEmpty()) return findings.diagnosis();
        var latest = findings.diagnosis().stream()
                .flatMap(diagnosis -> diagnosis.hypotheses().stream())
                .filter(hypothesis -> history.cured().stream().noneMatch(cured -> cured.is(hypothesis)))
                .toList();
        var leading = findings.diagnosis().flatMap(Diagnosis::leading);
        var all = Stream.of(
                        latest.stream().filter(h -> leading.filter(h::equals).isPresent()),
                        history.cured().reversed().stream().map(Cured::cause),
                        latest.stream().filter(h -> leading.filter(h::equals).isEmpty()))
                .flatMap(hypotheses -> hypotheses)
                .toList();
        var gaps = findings.diagnosis().map(Diagnosis::gaps).orElse(List.of());
        return Optional.of(new Diagnosis(Diagnosis.Verdict.FAULT, all, gaps));
    }

    /// The cause that it goes by: what the diagnosis found last, else what was cured last. Empty while none
    /// is known.
    public Optional<Hypothesis> cause() {
        return diagnosis().flatMap(Diagnosis::leading);
    }

    /// All causes that were found: those that were cured in the order of curing, then the one that it goes by.
    public List<Hypothesis> causes() {
        var cured = history.cured().stream().map(Cured::cause).toList();
        return Stream.concat(cured.stream(), cause().stream().filter(cause -> !cured.contains(cause)))
                .toList();
    }

    /// How bad it is, as far as is known: an alert's own word counts until the triage speaks, and that of a worse
    /// one that joins until it is judged again.
    public Severity severity() {
        var judged = classification
                .map(Classification::severity)
                .orElseGet(() -> report().alerts().stream()
                        .map(alert -> alert.severity())
                        .max(Severity::compareTo)
                        .orElse(Severity.MEDIUM));
        return alerts.worst().filter(worst -> worst.isAtLeast(judged)).orElse(judged);
    }

    /// Whether it is neither resolved nor closed.
    public boolean open() {
        return !(phase instanceof Phase.Resolved) && !(phase instanceof Phase.Closed);
    }

    /// Whether nothing will happen any more unless a person does something.
    public boolean over() {
        return switch (phase) {
            case Phase.Resolved(var documented) -> documented && owed.isEmpty();
            case Phase.Escalated(var _, var documented) -> documented && owed.isEmpty();
            case Phase.Closed _ -> owed.isEmpty();
            case Phase.Reported _,
                    Phase.Investigating _,
                    Phase.AwaitingApproval _,
                    Phase.AwaitingVeto _,
                    Phase.AwaitingAnswer _,
                    Phase.Cleared _,
                    Phase.Held _,
                    Phase.Executing _,
                    Phase.Uncertain _,
                    Phase.Settling _,
                    Phase.Watching _ -> false;
        };
    }

    /// What the ML engine may look at. Its report has the names that the estate knows; background that
    /// could not be read is no gap, since nothing is known from it. After a cure only what was seen
    /// since counts.
    ///
    /// @throws IllegalStateException before the triage
    public CaseFile caseFile() {
        return new CaseFile(
                Grounding.of(report(), findings.evidence()).report(),
                opening.at(),
                classification.orElseThrow(() -> new IllegalStateException(id + " is not triaged")),
                seenSinceTheLastCure(),
                findings.gaps().stream()
                        .filter(gap -> !Evidence.givesBackground(gap))
                        .toList(),
                Stream.concat(history.tried().stream(), history.cured().stream().flatMap(Cured::done))
                        .toList());
    }

    private List<Evidence> seenSinceTheLastCure() {
        if (history.cured().isEmpty()) return findings.evidence();
        var last = history.cured().getLast();
        return findings.evidence().stream()
                .filter(piece -> last.isBefore(piece.id()))
                .toList();
    }

    /// The digest of all evidence so far, by id, source, question and time.
    public Digest evidenceDigest() {
        return Digest.of(Value.of(findings.evidence().stream()
                .map(e -> Value.fields(
                        "id", e.id().id(),
                        "source", e.source(),
                        "operation", e.query().operation(),
                        "parameters", e.query().parameters(),
                        "observed_at", e.observedAt(),
                        "headline", e.content().headline()))
                .toList()));
    }
}
