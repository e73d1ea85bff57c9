package dev.runbook.ml.offline.diagnosis;

import dev.runbook.core.diagnosis.CaseFile;
import dev.runbook.core.diagnosis.Diagnoser;
import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Diagnosis.Verdict;
import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.ml.offline.logs.Conditions;
import dev.runbook.ml.offline.scene.Scene;
import dev.runbook.ml.offline.scene.SceneReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Diagnoses by statistics and structure: departures of metrics from their baselines, changes near the onset,
/// what is new in the logs, what was seen of the machinery, and who depends on whom. Each cause that something
/// speaks for collects arguments for and against it; their sum is its log odds. Safe for use by many threads.
public final class OfflineDiagnoser implements Diagnoser {

    private static final List<Suspicion> SUSPICIONS = List.of(
            new ProcessorSuspicion(),
            new MemorySuspicion(),
            new DiskSuspicion(),
            new DatabaseSuspicion(),
            new ChangeSuspicion(),
            new NetworkSuspicion(),
            new DependencySuspicion(),
            new ServiceSuspicion());

    /// More hypotheses than this help nobody.
    private static final int MOST = 8;

    private static final double LEAST_CONFIDENCE = 0.35;
    private static final double LEAST_LEAD = 1.3;

    private final Conditions conditions = Conditions.standard();

    @Override
    public Diagnosis diagnose(CaseFile caseFile) {
        var scene = SceneReader.read(caseFile, conditions);
        var blame = new Blame(scene);
        var suspects = new ArrayList<Suspect>();
        for (var suspicion : SUSPICIONS) suspects.addAll(suspicion.suspects(scene));
        suspects.removeIf(s -> s.supporting().isEmpty());
        suspects.forEach(blame::weigh);
        var hypotheses = hypotheses(suspects, ceiling(caseFile));
        return new Diagnosis(verdict(scene, hypotheses, suspects), hypotheses, gaps(caseFile));
    }

    /// Confidence is bounded by what could not be seen.
    private static double ceiling(CaseFile file) {
        return 0.97 - 0.07 * Math.min(4, file.gaps().size());
    }

    private static List<Hypothesis> hypotheses(List<Suspect> suspects, double ceiling) {
        double total = 1;
        for (var suspect : suspects) if (suspect.ruledOut().isEmpty()) total += Math.exp(suspect.logOdds());
        var hypotheses = new ArrayList<Hypothesis>();
        for (var suspect : suspects) {
            double share = suspect.ruledOut().isPresent() ? 0 : Math.exp(suspect.logOdds()) / total;
            hypotheses.add(new Hypothesis(
                    suspect.statement(),
                    suspect.kind(),
                    suspect.component(),
                    suspect.onset(),
                    Math.min(ceiling, share),
                    suspect.supporting(),
                    suspect.contradicting(),
                    suspect.ruledOut().or(() -> unlikely(suspect, share))));
        }
        return hypotheses.stream()
                .sorted(Comparator.comparing((Hypothesis h) -> h.ruledOut().isPresent())
                        .thenComparing(Comparator.comparingDouble(Hypothesis::confidence)
                                .reversed())
                        .thenComparing(Hypothesis::component)
                        .thenComparing(Hypothesis::kind))
                .limit(MOST)
                .toList();
    }

    private static Optional<String> unlikely(Suspect suspect, double share) {
        return share >= 0.05 || suspect.logOddsAtFirst() != suspect.logOdds()
                ? Optional.empty()
                : suspect.mainObjection().map(Suspect.Argument::phrase).filter(phrase -> !phrase.isEmpty());
    }

    private static Verdict verdict(Scene scene, List<Hypothesis> hypotheses, List<Suspect> suspects) {
        if (scene.isCalm()) return scene.measurements().isEmpty() ? Verdict.INCONCLUSIVE : Verdict.HEALTHY;
        var open = hypotheses.stream().filter(h -> h.ruledOut().isEmpty()).toList();
        if (open.isEmpty()) return Verdict.INCONCLUSIVE;
        // Acting in vain weakens what was believed; it does not make the fault unknown again.
        if (suspects.stream().anyMatch(s -> s.logOddsAtFirst() != s.logOdds()))
            return credibleAtFirst(suspects) ? Verdict.FAULT : Verdict.INCONCLUSIVE;
        if (open.getFirst().confidence() < LEAST_CONFIDENCE) return Verdict.INCONCLUSIVE;
        if (open.size() > 1
                && open.getFirst().confidence() < LEAST_LEAD * open.get(1).confidence()) return Verdict.INCONCLUSIVE;
        return Verdict.FAULT;
    }

    private static boolean credibleAtFirst(List<Suspect> suspects) {
        var odds = suspects.stream()
                .filter(s -> s.ruledOut().isEmpty())
                .mapToDouble(s -> Math.exp(s.logOddsAtFirst()))
                .toArray();
        return Arrays.stream(odds).max().orElse(0)
                >= LEAST_CONFIDENCE * (1 + Arrays.stream(odds).sum());
    }

    private static List<String> gaps(CaseFile file) {
        return file.gaps();
    }
}
