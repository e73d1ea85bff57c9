package dev.runbook.ml.diagnose;

import dev.runbook.core.value.Json;
import dev.runbook.core.value.Value;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What is wrong, how sure that is, and on what it stands.
///
/// @param category empty when it is not known
/// @param confidence probability that the cause is right, in `[0, 1]`
/// @param cause one to three sentences, at most 600 characters
/// @param components every component seen, the most suspect first
/// @param gaps what could not be seen
public record Diagnosis(
        Verdict verdict,
        String category,
        String severity,
        double confidence,
        String cause,
        List<RankedComponent> components,
        List<Hypothesis> hypotheses,
        List<String> gaps,
        List<EvidenceItem> evidence) {

    /// What it comes to.
    public enum Verdict {
        /// Something is broken.
        FAULT,
        /// The alert is noise, or it is over.
        HEALTHY,
        /// The evidence does not decide.
        INCONCLUSIVE
    }

    /// A component with its score, and its metrics, most telling first.
    public record RankedComponent(String component, double score, List<RankedMetric> metrics, List<String> evidence) {
        public RankedComponent {
            metrics = List.copyOf(metrics);
            evidence = List.copyOf(evidence);
        }
    }

    /// A metric with its score.
    public record RankedMetric(String metric, double score) {}

    /// A possible cause.
    ///
    /// @param ruledOut whether the evidence speaks clearly against it
    public record Hypothesis(
            String statement,
            double confidence,
            List<String> supportedBy,
            List<String> contradictedBy,
            boolean ruledOut) {
        public Hypothesis {
            supportedBy = List.copyOf(supportedBy);
            contradictedBy = List.copyOf(contradictedBy);
        }
    }

    /// Something that was seen.
    public record EvidenceItem(String id, String source, String summary) {}

    private static final int LONGEST_CAUSE = 600;

    public Diagnosis {
        if (!(confidence >= 0 && confidence <= 1))
            throw new IllegalArgumentException("confidence not in [0, 1]: " + confidence);
        if (cause.length() > LONGEST_CAUSE) cause = cause.substring(0, LONGEST_CAUSE - 3) + "...";
        components = List.copyOf(components);
        hypotheses = List.copyOf(hypotheses);
        gaps = List.copyOf(gaps);
        evidence = List.copyOf(evidence);
    }

    /// One JSON object, as the format of evidence bundles has it.
    public String json() {
        return Json.write(value());
    }

    /// The same as a value.
    public Value value() {
        return Value.of(Map.of(
                "verdict", verdict,
                "category", category,
                "severity", severity,
                "confidence", rounded(confidence),
                "cause", cause,
                "components", components.stream().map(Diagnosis::fields).toList(),
                "hypotheses", hypotheses.stream().map(Diagnosis::fields).toList(),
                "gaps", gaps,
                "evidence",
                        evidence.stream()
                                .map(e -> Map.of("id", e.id(), "source", e.source(), "summary", e.summary()))
                                .toList()));
    }

    private static Map<String, Object> fields(RankedComponent c) {
        return Map.of(
                "component", c.component(),
                "score", rounded(c.score()),
                "metrics",
                        c.metrics().stream()
                                .map(m -> Map.of("metric", m.metric(), "score", rounded(m.score())))
                                .toList(),
                "evidence", c.evidence());
    }

    private static Map<String, Object> fields(Hypothesis h) {
        return Map.of(
                "statement", h.statement(),
                "confidence", rounded(h.confidence()),
                "supported_by", h.supportedBy(),
                "contradicted_by", h.contradictedBy(),
                "ruled_out", h.ruledOut());
    }

    private static double rounded(double number) {
        return Math.round(number * 1e6) / 1e6;
    }

    /// A page for people.
    public String text() {
        var text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s%s, confidence %.0f %%%n%n%s%n",
                verdict.name().toLowerCase(Locale.ROOT),
                category.isEmpty() ? "" : " (" + category + ")",
                100 * confidence,
                cause));
        if (!components.isEmpty()) text.append(String.format("%nmost suspect:%n"));
        components.stream()
                .limit(5)
                .forEach(c -> text.append(String.format(
                        Locale.ROOT, "  %5.2f  %s  %s%n", c.score(), c.component(), String.join(" ", c.evidence()))));
        section(
                text,
                "evidence",
                evidence.stream()
                        .map(e -> e.id() + "  " + e.source() + ": " + e.summary())
                        .toList());
        section(
                text,
                "ruled out",
                hypotheses.stream()
                        .filter(Hypothesis::ruledOut)
                        .map(Hypothesis::statement)
                        .toList());
        section(text, "not seen", gaps);
        return text.toString();
    }

    private static void section(StringBuilder text, String title, List<String> lines) {
        if (lines.isEmpty()) return;
        text.append(String.format("%n%s:%n", title));
        lines.stream().limit(12).forEach(line -> text.append("  ").append(line).append(System.lineSeparator()));
    }
}
