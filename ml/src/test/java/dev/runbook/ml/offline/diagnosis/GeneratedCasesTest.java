package dev.runbook.ml.offline.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Diagnosis.Verdict;
import dev.runbook.ml.offline.cases.CaseGenerator;
import dev.runbook.ml.offline.cases.GeneratedCase;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// How often the diagnoser is right on made-up systems with one fault, or none, and things that mislead.
class GeneratedCasesTest {

    private static final int CASES = 120;

    private final OfflineDiagnoser diagnoser = new OfflineDiagnoser();

    private record Judged(GeneratedCase made, Diagnosis diagnosis) {
        boolean right() {
            return diagnosis.verdict() == made.verdict()
                    && diagnosis
                            .leading()
                            .map(h ->
                                    h.kind() == made.kind() && made.components().contains(h.component()))
                            .orElse(made.verdict() == Verdict.HEALTHY);
        }

        boolean confidentlyWrong() {
            return !right()
                    && diagnosis.leading().filter(h -> h.confidence() >= 0.5).isPresent();
        }

        String story() {
            return "seed " + made.seed() + ": wanted " + made.kind() + " of " + made.components() + ", got "
                    + diagnosis.verdict() + " "
                    + diagnosis.hypotheses().stream().limit(2).toList();
        }
    }

    @Test
    void componentAndKindOfTheCauseAreRightInNineOfTenCases() {
        var judged = judged(CaseGenerator::faulty, CASES);

        var wrong = judged.stream().filter(j -> !j.right()).map(Judged::story).toList();

        assertThat(wrong).as("not right").hasSizeLessThanOrEqualTo(CASES / 10);
    }

    @Test
    void theDiagnoserIsHardlyEverSureOfSomethingWrong() {
        var judged = judged(CaseGenerator::faulty, CASES);

        var wrong = judged.stream()
                .filter(Judged::confidentlyWrong)
                .map(Judged::story)
                .toList();

        assertThat(wrong).as("sure and wrong").hasSizeLessThanOrEqualTo(CASES / 40);
    }

    @Test
    void noiseHarmlessChangesAndRecoveredAlarmsRaiseNoFalseAlarm() {
        var judged = judged(CaseGenerator::healthy, CASES / 4);

        var alarmed = judged.stream().filter(j -> !j.right()).map(Judged::story).toList();

        assertThat(alarmed).as("false alarms").hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void theSameCaseGivesTheSameDiagnosis() {
        assertThat(judged(CaseGenerator::faulty, 5)).isEqualTo(judged(CaseGenerator::faulty, 5));
    }

    private List<Judged> judged(LongFunction<GeneratedCase> generator, int cases) {
        return LongStream.range(0, cases)
                .mapToObj(generator)
                .map(made -> new Judged(made, diagnoser.diagnose(made.file())))
                .toList();
    }
}
