package dev.runbook.app.web.page;

import dev.runbook.app.web.view.DiagnosisView;
import dev.runbook.app.web.view.IncidentView;
import dev.runbook.core.incident.Category;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.runbook.RunbookLibrary;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// What a person can correct about an incident now.
///
/// @param key changes with what is offered
/// @param runbooks to follow instead; empty while nothing is proposed
/// @param causes to go by instead; empty while nothing is proposed
public record CorrectionForm(
        String key, List<String> categories, List<String> severities, List<String> runbooks, List<Cause> causes) {

    /// A hypothesis that does not lead.
    ///
    /// @param ruledOut whether it is ruled out; then it counts on the person's word
    public record Cause(String kind, String component, String statement, boolean ruledOut) {
        private static Cause of(DiagnosisView.HypothesisView hypothesis, boolean ruledOut) {
            return new Cause(hypothesis.cause(), hypothesis.component(), hypothesis.statement(), ruledOut);
        }
    }

    static CorrectionForm of(IncidentView incident, RunbookLibrary library) {
        var proposed = incident.openRequest().isPresent();
        var followed = incident.run().map(run -> run.runbook()).orElse("");
        var runbooks = library.all().stream()
                .map(runbook -> runbook.id().id())
                .filter(id -> proposed && !id.equals(followed))
                .toList();
        var causes = incident.diagnosis().stream()
                .filter(_ -> proposed)
                .flatMap(diagnosis -> Stream.concat(
                        diagnosis.hypotheses().stream().skip(1).map(hypothesis -> Cause.of(hypothesis, false)),
                        diagnosis.ruledOut().stream().map(hypothesis -> Cause.of(hypothesis, true))))
                .toList();
        return new CorrectionForm(
                "correct-" + incident.line().severity() + "-" + incident.line().category() + "-" + runbooks.size() + "-"
                        + causes.size(),
                names(Category.values()),
                names(Severity.values()),
                runbooks,
                causes);
    }

    private static List<String> names(Enum<?>[] constants) {
        return Arrays.stream(constants)
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    /// Whether an incident in this phase can be corrected.
    public static boolean possible(String phase) {
        return switch (phase) {
            case "investigating", "awaiting_approval", "awaiting_veto", "awaiting_answer", "watching", "escalated" ->
                true;
            default -> false;
        };
    }
}
