package dev.runbook.ml.llm;

import dev.runbook.core.diagnosis.CaseFile;
import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.core.diagnosis.Consultation.Task;
import dev.runbook.core.diagnosis.Diagnoser;
import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.diagnosis.Investigation;
import dev.runbook.core.diagnosis.Investigation.Standing;
import dev.runbook.ml.llm.answer.Shape;
import dev.runbook.ml.llm.guard.Masking;
import dev.runbook.ml.llm.prompt.CaseText;
import dev.runbook.ml.llm.prompt.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Has a language model find the cause: it looks further, concludes, is checked against the evidence, and
/// then another call tries to refute it, which can only lower its confidence. The offline engine diagnoses
/// too, and looks by itself where hosts and databases were not asked; what it sees is known to the attempt to
/// refute. Where both come to the same, the answer stands on both; where only the model says so, a person must
/// approve what follows; and that nothing is wrong is never believed on a model's word alone. Safe for use
/// by many threads.
final class LlmDiagnoser implements Diagnoser {

    /// How many characters the evidence may take in a prompt.
    private static final int SHARE = 60_000;

    private static final Shape.Words ID = new Shape.Words("an evidence id, such as ev-3", 20);

    private static final Shape.Parts HYPOTHESIS = new Shape.Parts(
            Map.of(
                    "statement", new Shape.Words("one sentence that could be false", 1000),
                    "kind", Shape.Choice.of("the kind of cause", CauseKind.class),
                    "component", new Shape.Words("the exact name of the host or service where the cause sits", 200),
                    "onset", new Shape.Words("when the cause began, as 2026-01-15T10:02:00Z", 40),
                    "confidence", new Shape.Amount("probability that it holds, from 0 to 1", 0, 1),
                    "supported_by", new Shape.Many("evidence for it", ID, 40),
                    "contradicted_by", new Shape.Many("evidence against it", ID, 40),
                    "ruled_out", new Shape.Words("why it is excluded; leave out while it is not", 600)),
            Set.of("onset", "contradicted_by", "ruled_out"));

    private static final Shape.Parts ANSWER = new Shape.Parts(
            Map.of(
                    "verdict", Shape.Choice.of("whether something is broken", Diagnosis.Verdict.class),
                    "hypotheses", new Shape.Many("best first", HYPOTHESIS, 8),
                    "gaps", new Shape.Many("what could not be seen", new Shape.Words("one sentence", 300), 12)),
            Set.of("gaps"));

    private static final Shape.Parts REFUTATION = new Shape.Parts(
            Map.of(
                    "confidence", new Shape.Amount("how sure that the leading hypothesis holds, from 0 to 1", 0, 1),
                    "contradicted_by", new Shape.Many("evidence against it", ID, 40),
                    "reason", new Shape.Words("one sentence", 600)),
            Set.of("contradicted_by"));

    private final Consultant consultant;
    private final Diagnoser offline;

    LlmDiagnoser(Consultant consultant, Diagnoser offline) {
        this.consultant = consultant;
        this.offline = offline;
    }

    @Override
    public Diagnosis diagnose(CaseFile caseFile) {
        return offline.diagnose(caseFile);
    }

    @Override
    public Diagnosis diagnose(CaseFile caseFile, Investigation investigation) {
        var looks = new Looks(investigation, caseFile.evidence());
        var spending = consultant.spending();
        var masking = consultant.masking();
        try {
            var answer = consultant
                    .about(Task.DIAGNOSE, Prompt.DIAGNOSIS, investigation, spending, masking)
                    .conclude(
                            Prompt.DIAGNOSIS.user(
                                    Map.of("case", CaseText.of(caseFile, SHARE), "kinds", CaseText.kinds())),
                            ANSWER,
                            looks);
            var seen = seen(caseFile, looks);
            var checked = DiagnosisCheck.of(answer, seen);
            return judged(seen, checked, investigation, spending, masking);
        } catch (NoAnswer none) {
            return floor(own(seen(caseFile, looks), investigation), investigation, List.of(none.reason()));
        }
    }

    private static CaseFile seen(CaseFile before, Looks looks) {
        return new CaseFile(
                before.report(),
                before.reportedAt(),
                before.classification(),
                looks.evidence(),
                Stream.concat(before.gaps().stream(), looks.gaps().stream())
                        .distinct()
                        .toList(),
                before.tried());
    }

    /// What the offline engine says, and the case with what it saw by itself.
    private record Own(Diagnosis diagnosis, CaseFile seen) {}

    private Own own(CaseFile seen, Investigation investigation) {
        var overheard = new Overheard(investigation);
        var diagnosis = offline.diagnose(seen, overheard);
        return new Own(diagnosis, overheard.added(seen));
    }

    private static Diagnosis floor(Own own, Investigation investigation, List<String> remarks) {
        investigation.checked(Task.DIAGNOSE, Standing.OFFLINE, remarks);
        return own.diagnosis();
    }

    private Diagnosis judged(
            CaseFile seen,
            DiagnosisCheck.Result checked,
            Investigation investigation,
            Spending spending,
            Masking masking) {
        var remarks = new ArrayList<>(checked.remarks());
        var own = own(seen, investigation);
        if (checked.diagnosis().isEmpty()) return floor(own, investigation, remarks);
        var diagnosis = checked.diagnosis().get();
        if (diagnosis.verdict() == Diagnosis.Verdict.HEALTHY
                && own.diagnosis().verdict() != Diagnosis.Verdict.HEALTHY) {
            remarks.add("that nothing is wrong is not believed on a model's word alone");
            return floor(own, investigation, remarks);
        }
        var refuted = refuted(own.seen(), diagnosis, investigation, spending, masking, remarks);
        investigation.checked(
                Task.DIAGNOSE, agree(refuted, own.diagnosis()) ? Standing.AGREED : Standing.MODEL_ALONE, remarks);
        return refuted;
    }

    private static boolean agree(Diagnosis one, Diagnosis other) {
        if (one.verdict() != other.verdict()) return false;
        return one.verdict() != Diagnosis.Verdict.FAULT || place(one).equals(place(other));
    }

    private static Optional<String> place(Diagnosis diagnosis) {
        return diagnosis.leading().map(leading -> leading.kind() + " at " + leading.component());
    }

    /// The second look can only take confidence away; when it fails, the first stands, and that is said.
    private Diagnosis refuted(
            CaseFile seen,
            Diagnosis diagnosis,
            Investigation investigation,
            Spending spending,
            Masking masking,
            List<String> remarks) {
        var leading = diagnosis.leading();
        if (leading.isEmpty()) return diagnosis;
        try {
            var answer = consultant
                    .about(Task.REFUTE, Prompt.REFUTATION, investigation, spending, masking)
                    .conclude(
                            Prompt.REFUTATION.user(
                                    Map.of("case", CaseText.of(seen, SHARE), "hypotheses", CaseText.of(diagnosis))),
                            REFUTATION,
                            Toolbox.EMPTY);
            var against = DiagnosisCheck.ids(answer.path("contradicted_by"), seen);
            double lower = Math.min(
                    leading.get().confidence(), answer.path("confidence").doubleValue());
            if (lower < leading.get().confidence())
                remarks.add("the attempt to refute it lowered the confidence from "
                        + CaseText.told(leading.get().confidence()) + " to " + CaseText.told(lower));
            return with(diagnosis, leading.get(), lower, against);
        } catch (NoAnswer none) {
            remarks.add("nobody tried to refute it: " + none.reason());
            return diagnosis;
        }
    }

    private static Diagnosis with(
            Diagnosis diagnosis,
            Hypothesis leading,
            double confidence,
            Set<dev.runbook.core.evidence.EvidenceId> against) {
        var contradicted = new java.util.HashSet<>(leading.contradictedBy());
        contradicted.addAll(against);
        contradicted.removeAll(leading.supportedBy());
        var doubted = new Hypothesis(
                leading.statement(),
                leading.kind(),
                leading.component(),
                leading.onset(),
                confidence,
                leading.supportedBy(),
                contradicted,
                leading.ruledOut());
        return new Diagnosis(
                diagnosis.verdict(),
                diagnosis.hypotheses().stream()
                        .map(each -> each.equals(leading) ? doubted : each)
                        .toList(),
                diagnosis.gaps());
    }
}
