package dev.runbook.ml.llm.prompt;

import dev.runbook.core.diagnosis.CaseFile;
import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.incident.ProblemReport;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// A case in words; everything from outside is quoted data.
public final class CaseText {

    private static final int LONGEST_REPORT = 4_000;

    private CaseText() {}

    public static String report(ProblemReport report) {
        var text = report.text()
                .substring(0, Math.min(LONGEST_REPORT, report.text().length()));
        var alerts = report.alerts().stream()
                .map(alert -> "alert " + alert.name() + " of " + alert.component() + ": " + alert.text())
                .collect(Collectors.joining("\n"));
        return Quoted.data(
                "problem report",
                text + "\nhost: " + report.host().orElse("not given") + "\nservice: "
                        + report.service().orElse("not given") + "\nenvironment: " + report.environment()
                        + (alerts.isEmpty() ? "" : "\n" + alerts));
    }

    /// The report, the evidence, what could not be seen, and what was tried.
    ///
    /// @param share how many characters the evidence may take
    public static String of(CaseFile caseFile, int share) {
        return "Reported at " + caseFile.reportedAt() + ".\n" + report(caseFile.report()) + "\n\nEvidence:\n"
                + EvidenceText.digests(caseFile.evidence(), share / 4, share) + "\nWhat could not be seen:\n"
                + Quoted.data("gaps", caseFile.gaps().isEmpty() ? "nothing" : String.join("\n", caseFile.gaps()))
                + "\n\nActions that were tried and did not help:\n"
                + Quoted.data(
                        "tried",
                        caseFile.tried().isEmpty()
                                ? "none"
                                : caseFile.tried().stream()
                                        .map(t -> t.operation() + " "
                                                + t.parameters().display() + " at " + t.at() + ": " + t.result())
                                        .collect(Collectors.joining("\n")));
    }

    /// The hypotheses of a diagnosis.
    public static String of(Diagnosis diagnosis) {
        return Quoted.data(
                "hypotheses",
                diagnosis.verdict().name().toLowerCase(Locale.ROOT) + "\n"
                        + diagnosis.hypotheses().stream()
                                .map(h -> h.statement() + " (" + h.kind() + " at " + h.component() + ", confidence "
                                        + told(h.confidence()) + ", supported by " + h.supportedBy()
                                        + h.ruledOut()
                                                .map(why -> ", ruled out: " + why)
                                                .orElse("") + ")")
                                .collect(Collectors.joining("\n")));
    }

    /// A confidence as it is told, with two digits at most.
    public static double told(double confidence) {
        return Math.round(confidence * 100) / 100.0;
    }

    /// The kinds of cause there are, one a line.
    public static String kinds() {
        return Arrays.stream(CauseKind.values())
                .map(kind -> kind.name().toLowerCase(Locale.ROOT) + ": " + kind.description())
                .collect(Collectors.joining("\n"));
    }
}
