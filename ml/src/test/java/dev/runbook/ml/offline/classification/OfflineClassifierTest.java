package dev.runbook.ml.offline.classification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.diagnosis.Classifier;
import dev.runbook.core.incident.Alert;
import dev.runbook.core.incident.Category;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.incident.Severity;
import dev.runbook.ml.offline.text.BgeEmbedder;
import dev.runbook.ml.offline.text.Embedder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OfflineClassifierTest {

    private static final Classifier CLASSIFIER = new OfflineClassifier(BgeEmbedder.standard());

    @Test
    void nineOfTenUnseenReportsGetTheRightCategory() {
        assertThat(categoryMistakes(CLASSIFIER, false))
                .hasSizeLessThanOrEqualTo(reports(false).size() / 10);
    }

    @Test
    void theReportsItWasTunedOnAreNoWorse() {
        assertThat(categoryMistakes(CLASSIFIER, true))
                .hasSizeLessThanOrEqualTo(reports(true).size() / 10);
    }

    @Test
    void fourOfFiveUnseenReportsGetTheRightSeverity() {
        assertThat(severityMistakes(true))
                .hasSizeLessThanOrEqualTo(reports(true).size() / 5);
        assertThat(severityMistakes(false))
                .hasSizeLessThanOrEqualTo(reports(false).size() / 5);
    }

    @Test
    void confidenceIsHigherWhenItIsRight() {
        var right = new ArrayList<Double>();
        var wrong = new ArrayList<Double>();
        for (var report : LabelledReport.all()) {
            var said = CLASSIFIER.classify(report.report());
            (said.category() == report.category() ? right : wrong).add(said.confidence());
        }

        assertThat(mean(right)).isGreaterThan(mean(wrong) + 0.15);
    }

    @Test
    void withoutTheModelEightOfTenAreStillRight() {
        var byWords = new OfflineClassifier(Embedder.none("no model"));

        assertThat(categoryMistakes(byWords, false))
                .hasSizeLessThanOrEqualTo(reports(false).size() / 5);
        assertThat(byWords.classify(ProblemReport.of("disk full")).reasons()).contains("by words alone: no model");
    }

    @Test
    void anAlertSaysWhatItsReportDoesNot() {
        var alert = new Alert(
                "PacketLossHigh", "link-7", "9% of packets are lost", Severity.CRITICAL, Instant.EPOCH, Map.of());

        var said = CLASSIFIER.classify(ProblemReport.of("see the alert").withAlerts(List.of(alert)));

        assertThat(said.category()).isEqualTo(Category.NETWORK);
        assertThat(said.severity()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void whatHappensOutsideProductionIsLessSevere() {
        var text = "the ordering service returns errors";
        var staging = new ProblemReport(text, Optional.empty(), Optional.empty(), "staging", List.of(), Map.of());

        assertThat(CLASSIFIER.classify(ProblemReport.of(text)).severity()).isEqualTo(Severity.HIGH);
        assertThat(CLASSIFIER.classify(staging).severity()).isEqualTo(Severity.MEDIUM);
    }

    @Test
    void theLongestReportIsTaken() {
        var text = "cpu is at 100 percent. ".repeat(900).substring(0, ProblemReport.MAX_TEXT);

        assertThat(CLASSIFIER.classify(ProblemReport.of(text)).category()).isEqualTo(Category.COMPUTE);
    }

    private static List<LabelledReport> reports(boolean tuning) {
        return LabelledReport.all().stream().filter(r -> r.tuning() == tuning).toList();
    }

    private static List<String> categoryMistakes(Classifier classifier, boolean tuning) {
        return reports(tuning).stream()
                .filter(r -> classifier.classify(r.report()).category() != r.category())
                .map(r -> classifier.classify(r.report()).category() + " instead of " + r.category() + ": " + r.text())
                .toList();
    }

    private static List<String> severityMistakes(boolean tuning) {
        return reports(tuning).stream()
                .filter(r -> CLASSIFIER.classify(r.report()).severity() != r.severity())
                .map(r -> CLASSIFIER.classify(r.report()).severity() + " instead of " + r.severity() + ": " + r.text())
                .toList();
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(d -> d).average().orElse(0);
    }
}
