package dev.runbook.ml.diagnose;

import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.ml.bundle.Bundle;
import dev.runbook.ml.bundle.Change;
import dev.runbook.ml.calibration.Confidence;
import dev.runbook.ml.diagnose.Diagnosis.EvidenceItem;
import dev.runbook.ml.diagnose.Diagnosis.Hypothesis;
import dev.runbook.ml.diagnose.Diagnosis.RankedComponent;
import dev.runbook.ml.diagnose.Diagnosis.RankedMetric;
import dev.runbook.ml.diagnose.Diagnosis.Verdict;
import dev.runbook.ml.facts.Condition;
import dev.runbook.ml.facts.Conditions;
import dev.runbook.ml.facts.Fact;
import dev.runbook.ml.offline.diagnosis.OfflineDiagnoser;
import dev.runbook.ml.rootcause.Clue;
import dev.runbook.ml.rootcause.Deviation;
import dev.runbook.ml.rootcause.RootCause;
import dev.runbook.ml.rootcause.Suspect;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Diagnoses bundles: what broke, where, on which evidence. The same bundle gives the same diagnosis. Safe
/// for use by many threads.
public final class BundleDiagnoser {

    /// A suspect below this score is no cause.
    private static final double CAUSE = 0.45;

    /// A suspect below this score is nothing at all.
    private static final double NOTHING = 0.3;

    /// Evidence is given for so many suspects.
    private static final int EXPLAINED = 5;

    private static final int HYPOTHESES = 3;

    /// What a fact of another category takes from the confidence in the first.
    private static final double FOR_THE_NEXT = 0.15;

    private static final double MOST_FROM_WORDS = 0.9;

    private final List<Condition> conditions;
    private final OfflineDiagnoser incidents;

    /// With the conditions that come along.
    public BundleDiagnoser() {
        this(List.of());
    }

    /// @param own conditions of a user's own, beside those that come along
    public BundleDiagnoser(List<Condition> own) {
        this.conditions =
                Stream.concat(own.stream(), Conditions.standard().stream()).toList();
        this.incidents = new OfflineDiagnoser(conditions);
    }

    /// @throws IOException when a part of the bundle cannot be read, with the file and, where there are
    ///     lines, the line
    public Diagnosis diagnose(Bundle bundle) throws IOException {
        var suspects = RootCause.rank(bundle);
        if (isWindowAlone(bundle)) {
            var seen = incidents.diagnose(BundleCase.read(bundle));
            if (seen.verdict() != dev.runbook.core.diagnosis.Diagnosis.Verdict.INCONCLUSIVE)
                return asIncident(bundle, seen, suspects);
        }
        var report = new Report(bundle, suspects, TextEvidence.of(bundle, conditions));
        return report.diagnosis();
    }

    /// Whether the metrics come with nothing to compare them with: no healthy period, no calls, not even
    /// the time of the beginning. That is how an incident sees the world, and its diagnosis finds the
    /// turning points by itself.
    private static boolean isWindowAlone(Bundle bundle) throws IOException {
        return bundle.has("metrics.csv")
                && !bundle.has("baseline.csv")
                && !bundle.has("spans.csv")
                && bundle.incident().startedAt().isEmpty();
    }

    private static Diagnosis asIncident(
            Bundle bundle, dev.runbook.core.diagnosis.Diagnosis seen, List<Suspect> suspects) throws IOException {
        var told = IncidentDiagnosis.of(seen, BundleCase.read(bundle));
        Map<String, RankedComponent> components = new LinkedHashMap<>();
        told.components().forEach(c -> components.put(c.component(), c));
        double last =
                told.components().isEmpty() ? 1 : told.components().getLast().score();
        for (var suspect : suspects)
            components.putIfAbsent(
                    suspect.component(),
                    new RankedComponent(
                            suspect.component(), last * suspect.score() / (1 + suspect.score()), List.of(), List.of()));
        return new Diagnosis(
                told.verdict(),
                seen.leading().map(h -> category(h.kind())).orElse(told.category()),
                told.verdict() == Verdict.HEALTHY ? "low" : "high",
                told.confidence(),
                told.cause(),
                List.copyOf(components.values()),
                told.hypotheses(),
                told.gaps(),
                told.evidence());
    }

    /// The category, in the words of the conditions.
    private static String category(CauseKind kind) {
        return switch (kind) {
            case RUNAWAY_PROCESS, TRAFFIC_SURGE, MEMORY_LEAK, DISK_FULL, DATABASE_CONNECTIONS, DATABASE_SLOW ->
                "resource_exhaustion";
            case CONFIGURATION_CHANGE, CREDENTIALS -> "configuration_error";
            case NETWORK_DEGRADATION, DEPENDENCY_FAILURE -> "infrastructure";
            case BAD_DEPLOYMENT, APPLICATION_FAULT -> "code_defect";
            case UNKNOWN -> "unknown";
        };
    }

    /// One diagnosis in the making.
    private static final class Report {
        private final Bundle bundle;
        private final List<Suspect> suspects;
        private final TextEvidence text;
        private final Map<Clue, EvidenceItem> evidence = new LinkedHashMap<>();
        private final List<String> gaps;

        Report(Bundle bundle, List<Suspect> suspects, TextEvidence text) throws IOException {
            this.bundle = bundle;
            this.suspects = suspects;
            this.text = text;
            this.gaps = Gaps.of(bundle);
        }

        Diagnosis diagnosis() throws IOException {
            double first = suspects.isEmpty() ? 0 : suspects.getFirst().score();
            boolean measured = first >= CAUSE;
            if (text.isFault() && (text.fault() >= Fact.CLEAR || !measured)) return said();
            if (text.isHealthy() && !measured) return calm();
            return measured(first);
        }

        /// What tools said is the cause.
        private Diagnosis said() throws IOException {
            var top = text.faults().getFirst();
            double next = text.faults().stream()
                    .filter(f ->
                            !f.condition().category().equals(top.condition().category()))
                    .mapToDouble(Fact::weight)
                    .findFirst()
                    .orElse(0);
            double confidence = Math.clamp(top.weight() - FOR_THE_NEXT * next, 0.1, MOST_FROM_WORDS);
            List<Hypothesis> hypotheses = new ArrayList<>();
            for (var fact : text.faults().stream().limit(HYPOTHESES).toList())
                hypotheses.add(new Hypothesis(
                        fact.meaning() + ".", confidence * fact.weight() / top.weight(), ids(fact), List.of(), false));
            hypotheses.addAll(over());
            hypotheses.addAll(ruledOut(Verdict.FAULT));
            return new Diagnosis(
                    Verdict.FAULT,
                    top.condition().category(),
                    severity(Verdict.FAULT),
                    confidence,
                    text.faultWords(),
                    components(),
                    hypotheses,
                    gaps,
                    List.copyOf(evidence.values()));
        }

        /// Faults that are over, or that belong to what is on its way out.
        private List<Hypothesis> over() {
            return text.faults().stream()
                    .filter(f -> f.weight() < Fact.NOTABLE && f.condition().weight() >= Fact.NOTABLE)
                    .limit(HYPOTHESES)
                    .map(f -> new Hypothesis(f.meaning() + ".", 0.05, List.of(), ids(f), true))
                    .toList();
        }

        private Diagnosis calm() throws IOException {
            text.recoveries().stream().limit(HYPOTHESES).forEach(this::ids);
            var hypotheses = new ArrayList<>(over());
            hypotheses.addAll(ruledOut(Verdict.HEALTHY));
            return new Diagnosis(
                    Verdict.HEALTHY,
                    "healthy",
                    severity(Verdict.HEALTHY),
                    text.recoveries().isEmpty() ? 0.7 : 0.85,
                    text.healthyWords(),
                    components(),
                    hypotheses,
                    gaps,
                    List.copyOf(evidence.values()));
        }

        private List<String> ids(Fact fact) {
            return fact.statements().stream()
                    .limit(2)
                    .map(s -> id(new Clue(s.object(), s.source(), fact.weight(), s.text())))
                    .toList();
        }

        /// What tools spoke of comes first, then what was measured.
        private List<RankedComponent> components() {
            Map<String, RankedComponent> ranked = new LinkedHashMap<>();
            for (var fact : text.faults())
                if (!fact.object().isEmpty())
                    ranked.putIfAbsent(
                            fact.object(), new RankedComponent(fact.object(), fact.weight(), List.of(), ids(fact)));
            for (var suspect : suspects) ranked.putIfAbsent(suspect.component(), ranked(suspect, true));
            return List.copyOf(ranked.values());
        }

        private Diagnosis measured(double first) throws IOException {
            List<RankedComponent> components = new ArrayList<>();
            for (int i = 0; i < suspects.size(); i++) components.add(ranked(suspects.get(i), i < EXPLAINED));
            double second = suspects.size() < 2 ? 0 : suspects.get(1).score();
            var verdict = verdict(first);
            double confidence = switch (verdict) {
                case FAULT -> confidence(first, second);
                // What breaks without a trace in what was measured is called healthy, too.
                case HEALTHY -> 0.3;
                case INCONCLUSIVE -> 0.2;
            };
            var hypotheses = new ArrayList<>(hypotheses(verdict, confidence));
            hypotheses.addAll(ruledOut(verdict));
            return new Diagnosis(
                    verdict,
                    switch (verdict) {
                        case FAULT -> category(suspects.getFirst());
                        case HEALTHY -> "healthy";
                        case INCONCLUSIVE -> "";
                    },
                    severity(verdict),
                    confidence,
                    cause(verdict),
                    components,
                    hypotheses,
                    gaps,
                    List.copyOf(evidence.values()));
        }

        private Verdict verdict(double first) {
            if (first >= CAUSE) return Verdict.FAULT;
            return first < NOTHING && !suspects.isEmpty() ? Verdict.HEALTHY : Verdict.INCONCLUSIVE;
        }

        private RankedComponent ranked(Suspect suspect, boolean explained) {
            return new RankedComponent(
                    suspect.component(),
                    suspect.score(),
                    suspect.metrics().stream()
                            .map(m -> new RankedMetric(m.deviation().key().name(), m.score()))
                            .toList(),
                    explained ? suspect.clues().stream().map(this::id).toList() : List.of());
        }

        private String id(Clue clue) {
            return evidence.computeIfAbsent(
                            clue, c -> new EvidenceItem("ev-" + (evidence.size() + 1), c.source(), c.words()))
                    .id();
        }

        /// Falls with how near the next suspect is; capped by what was not seen.
        private double confidence(double first, double second) {
            double lead = first <= 0 ? 0 : (first - second) / first;
            return Math.min(Confidence.ofLead(lead), Confidence.ceiling(gaps.size()));
        }

        private List<Hypothesis> hypotheses(Verdict verdict, double confidence) {
            List<Hypothesis> hypotheses = new ArrayList<>();
            if (verdict != Verdict.FAULT) return hypotheses;
            double first = suspects.getFirst().score();
            for (var suspect : suspects.stream().limit(HYPOTHESES).toList()) {
                if (suspect.clues().isEmpty()) continue;
                hypotheses.add(new Hypothesis(
                        statement(suspect),
                        confidence * suspect.score() / first,
                        suspect.clues().stream().map(this::id).toList(),
                        List.of(),
                        false));
            }
            return hypotheses;
        }

        /// Changes after which nothing happened where they were made.
        private List<Hypothesis> ruledOut(Verdict verdict) throws IOException {
            List<Hypothesis> ruledOut = new ArrayList<>();
            for (var change : bundle.changes()) {
                if (verdict == Verdict.FAULT
                        && change.component().equals(suspects.getFirst().component())) continue;
                var place = suspects.stream()
                        .filter(s -> s.component().equals(change.component()))
                        .findFirst();
                boolean calm = place.isEmpty()
                        || place.get().clues().stream().allMatch(c -> c.source().equals("changes"));
                if (calm) ruledOut.add(withoutEffect(change));
            }
            return ruledOut;
        }

        private Hypothesis withoutEffect(Change change) {
            var item = new Clue(
                    change.component(),
                    "changes",
                    0,
                    change.kind() + " of " + change.component() + ": " + change.summary());
            return new Hypothesis(
                    "The " + (change.kind().isEmpty() ? "change" : change.kind()) + " of " + change.component() + " ("
                            + change.summary() + ") is not the cause: nothing unusual was seen there.",
                    0.05,
                    List.of(id(item)),
                    List.of(),
                    true);
        }

        private String statement(Suspect suspect) {
            return suspect.component() + " is where it began: "
                    + suspect.clues().getFirst().words() + ".";
        }

        private String cause(Verdict verdict) {
            return switch (verdict) {
                case HEALTHY ->
                    "No component left what is usual for it; the alert is noise or what it told of is over.";
                case INCONCLUSIVE ->
                    suspects.isEmpty()
                            ? "The bundle holds nothing that could be compared, so no cause can be named."
                            : "Nothing seen is clear enough to name a cause; the most unusual component is "
                                    + suspects.getFirst().component() + ".";
                case FAULT -> faulty(suspects.getFirst());
            };
        }

        private static String faulty(Suspect suspect) {
            return "The trouble began in " + suspect.component()
                    + suspect.clues().stream().limit(2).map(Clue::words).collect(Collectors.joining("; ", ": ", "."));
        }

        private static String category(Suspect suspect) {
            var metric = suspect.metrics().stream()
                    .map(Suspect.ScoredMetric::deviation)
                    .filter(Deviation::isNotable)
                    .findFirst();
            if (metric.isPresent() && metric.get().kind().isResource()) return "resource_exhaustion";
            return switch (suspect.clues().isEmpty()
                    ? ""
                    : suspect.clues().getFirst().source()) {
                case "changes" -> "configuration_error";
                case "logs" -> "code_defect";
                case "spans" -> "infrastructure";
                default -> "unknown";
            };
        }

        private String severity(Verdict verdict) throws IOException {
            if (verdict == Verdict.HEALTHY) return "low";
            var stated = bundle.incident().alerts().stream()
                    .map(a -> a.severity().toLowerCase(Locale.ROOT))
                    .toList();
            for (var level : List.of("critical", "high", "medium", "warning", "low", "info"))
                if (stated.contains(level))
                    return level.equals("warning") ? "medium" : level.equals("info") ? "low" : level;
            return verdict == Verdict.FAULT ? "high" : "medium";
        }
    }
}
