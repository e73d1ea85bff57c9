package dev.runbook.ml.offline.diagnosis;

import dev.runbook.core.diagnosis.CaseFile;
import dev.runbook.core.diagnosis.Diagnoser;
import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Diagnosis.Verdict;
import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.diagnosis.Investigation;
import dev.runbook.ml.calibration.Confidence;
import dev.runbook.ml.facts.Condition;
import dev.runbook.ml.facts.Conditions;
import dev.runbook.ml.offline.scene.Scene;
import dev.runbook.ml.offline.scene.SceneReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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

    private static final double LEAST_SHARE = 0.35;
    private static final double LEAST_LEAD = 1.3;

    private final List<Condition> conditions;

    /// With the conditions that come along.
    public OfflineDiagnoser() {
        this(Conditions.standard());
    }

    /// @param conditions what to look for in logs and in what tools said
    public OfflineDiagnoser(List<Condition> conditions) {
        this.conditions = List.copyOf(conditions);
    }

    /// A suspect with its share of all that speaks for any cause, or for none; 0 when it is ruled out.
    private record Weighed(Suspect suspect, double share) {}

    @Override
    public Diagnosis diagnose(CaseFile caseFile) {
        return diagnose(caseFile, SceneReader.read(caseFile, conditions), List.of());
    }

    /// @param doubts why it is not to be believed that all is well
    private Diagnosis diagnose(CaseFile caseFile, Scene scene, List<String> doubts) {
        var blame = new Blame(scene);
        var suspects = new ArrayList<Suspect>();
        for (var suspicion : SUSPICIONS) suspects.addAll(suspicion.suspects(scene));
        suspects.removeIf(s -> s.supporting().isEmpty());
        suspects.forEach(blame::weigh);
        var weighed = weighed(suspects);
        var ceiling = Confidence.ceiling(caseFile.gaps().size());
        var hypotheses = told(weighed).map(w -> hypothesis(w, ceiling)).toList();
        var verdict = verdict(scene, weighed);
        return new Diagnosis(
                verdict == Verdict.HEALTHY && !doubts.isEmpty() ? Verdict.INCONCLUSIVE : verdict,
                hypotheses,
                gaps(caseFile, doubts));
    }

    /// Looks at the processes and disks of hosts that are in trouble themselves, where nobody did before:
    /// whatever runbook is followed, who uses a host up is seen there. Where monitoring knows of no trouble
    /// at all, hosts and databases are asked as well.
    @Override
    public Diagnosis diagnose(CaseFile caseFile, Investigation investigation) {
        var scene = SceneReader.read(caseFile, conditions);
        var looks = new ArrayList<>(Inspection.of(scene, investigation.looks()));
        if (SecondOpinion.isTooQuiet(scene)) looks.addAll(SecondOpinion.looks(scene, investigation.looks()));
        if (looks.isEmpty()) return diagnose(caseFile, scene, SecondOpinion.doubts(caseFile, scene));
        try {
            var seen = investigation.ask(looks.stream().distinct().toList());
            var file = caseFile.seeing(seen.evidence(), seen.gaps());
            var after = SceneReader.read(file, conditions);
            return diagnose(file, after, SecondOpinion.doubts(file, after));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return diagnose(caseFile, scene, SecondOpinion.doubts(caseFile, scene));
        }
    }

    /// The likeliest first; those that are ruled out last.
    private static List<Weighed> weighed(List<Suspect> suspects) {
        double total = 1;
        for (var suspect : suspects) if (suspect.ruledOut().isEmpty()) total += Math.exp(suspect.logOdds());
        var weighed = new ArrayList<Weighed>();
        for (var suspect : suspects)
            weighed.add(new Weighed(suspect, suspect.ruledOut().isPresent() ? 0 : Math.exp(suspect.logOdds()) / total));
        weighed.sort(Comparator.comparing(OfflineDiagnoser::isRuledOut)
                .thenComparing(Comparator.comparingDouble(Weighed::share).reversed())
                .thenComparing(w -> w.suspect().component())
                .thenComparing(w -> w.suspect().kind()));
        return List.copyOf(weighed);
    }

    /// The first ones, and as many again of those that are ruled out: what looked like a cause and is none is worth
    /// knowing.
    private static Stream<Weighed> told(List<Weighed> weighed) {
        return Stream.concat(
                weighed.stream().limit(MOST),
                weighed.stream()
                        .skip(MOST)
                        .filter(w -> w.suspect().ruledOut().isPresent())
                        .limit(MOST));
    }

    private static boolean isRuledOut(Weighed w) {
        return w.suspect().ruledOut().isPresent()
                || unlikely(w.suspect(), w.share()).isPresent();
    }

    private static Hypothesis hypothesis(Weighed weighed, double ceiling) {
        var suspect = weighed.suspect();
        return new Hypothesis(
                suspect.statement(),
                suspect.kind(),
                suspect.component(),
                suspect.statedOnset(),
                ceiling * Confidence.calibrated(weighed.share()),
                suspect.supporting(),
                suspect.contradicting(),
                suspect.ruledOut().or(() -> unlikely(suspect, weighed.share())));
    }

    private static Optional<String> unlikely(Suspect suspect, double share) {
        return share >= 0.05 || suspect.logOddsAtFirst() != suspect.logOdds()
                ? Optional.empty()
                : suspect.mainObjection().map(Suspect.Argument::phrase).filter(phrase -> !phrase.isEmpty());
    }

    private static Verdict verdict(Scene scene, List<Weighed> weighed) {
        if (scene.isCalm()) return scene.measurements().isEmpty() ? Verdict.INCONCLUSIVE : Verdict.HEALTHY;
        var open = weighed.stream().filter(w -> !isRuledOut(w)).limit(MOST).toList();
        if (open.isEmpty()) return Verdict.INCONCLUSIVE;
        // Acting in vain weakens what was believed; it does not make the fault unknown again.
        var suspects = weighed.stream().map(Weighed::suspect).toList();
        if (suspects.stream().anyMatch(s -> s.logOddsAtFirst() != s.logOdds()))
            return credibleAtFirst(suspects) ? Verdict.FAULT : Verdict.INCONCLUSIVE;
        if (open.getFirst().share() < LEAST_SHARE) return Verdict.INCONCLUSIVE;
        if (open.size() > 1
                && open.getFirst().share() < LEAST_LEAD * open.get(1).share()) return Verdict.INCONCLUSIVE;
        return Verdict.FAULT;
    }

    private static boolean credibleAtFirst(List<Suspect> suspects) {
        var odds = suspects.stream()
                .filter(s -> s.ruledOut().isEmpty())
                .mapToDouble(s -> Math.exp(s.logOddsAtFirst()))
                .toArray();
        return Arrays.stream(odds).max().orElse(0)
                >= LEAST_SHARE * (1 + Arrays.stream(odds).sum());
    }

    private static List<String> gaps(CaseFile file, List<String> doubts) {
        return Stream.concat(doubts.stream(), file.gaps().stream()).distinct().toList();
    }
}
