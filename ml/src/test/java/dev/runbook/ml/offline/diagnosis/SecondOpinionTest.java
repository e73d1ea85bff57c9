package dev.runbook.ml.offline.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.capability.Operations;
import dev.runbook.core.diagnosis.CaseFile;
import dev.runbook.core.diagnosis.Consultation;
import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Diagnosis.Verdict;
import dev.runbook.core.diagnosis.Investigation;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.core.evidence.TimeWindow;
import dev.runbook.core.operation.Effect;
import dev.runbook.core.operation.Operation;
import dev.runbook.core.value.Value;
import dev.runbook.ml.offline.cases.CaseBuilder;
import dev.runbook.ml.offline.cases.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What becomes of a report when monitoring has seen nothing at all.
class SecondOpinionTest {

    private final OfflineDiagnoser diagnoser = new OfflineDiagnoser();

    private static CaseFile quiet() {
        return CaseBuilder.about("the radar picture stands still")
                .service("radar")
                .resource("radar", "service", "running", "mast-2")
                .resource("mast-2", "host", "running", "")
                .metric("mast-2", "cpu_usage", "percent", Signal.level(22).noisy(0.03))
                .metric("radar", "error_rate", "percent", Signal.level(0.3).noisy(0.1))
                .build();
    }

    @Test
    void whatNobodyKnowsIsNotCalledHealthyBecauseTheOthersAre() {
        var known = quiet();
        var unknown =
                known.seeing(List.of(), List.of("service 'zebra' is not known here, so " + CaseFile.UNKNOWN_PLACE));

        assertThat(diagnoser.diagnose(known, new Machine(Optional.of(3.0))).verdict())
                .isEqualTo(Diagnosis.Verdict.HEALTHY);
        var diagnosis = diagnoser.diagnose(unknown, new Machine(Optional.of(3.0)));
        assertThat(diagnosis.verdict()).isEqualTo(Diagnosis.Verdict.INCONCLUSIVE);
        assertThat(diagnosis.gaps()).contains("that all is well was seen of the others, and not of what was reported");
    }

    /// Answers every look with the processes of the host, as somebody else than monitoring sees them.
    private static final class Machine implements Investigation {
        private final Optional<Double> percent;
        private final List<Look> asked = new ArrayList<>();

        /// @param percent of a core that one process takes; empty where no host answers
        private Machine(Optional<Double> percent) {
            this.percent = percent;
        }

        @Override
        public List<Operation> looks() {
            return Operations.CATALOGUE.all().stream()
                    .filter(operation -> operation.effect() == Effect.READS)
                    .toList();
        }

        @Override
        public Seen ask(List<Look> looks) {
            asked.addAll(looks);
            if (percent.isEmpty()) return new Seen(List.of(), List.of("compute could not be asked"));
            var table = new Content.Facts(
                    "mast-2",
                    "top processes",
                    Value.of(List.of(
                            Map.of("name", "polar-grid", "service", "radar", "cpu_percent", percent.get()),
                            Map.of("name", "sshd", "cpu_percent", 0.4))));
            return new Seen(
                    List.of(new Evidence(
                            EvidenceId.number(100),
                            "the machine itself",
                            new Evidence.Query("compute.get_top_processes", Value.Fields.NONE),
                            TimeWindow.endingAt(CaseBuilder.minute(60), Duration.ofMinutes(1)),
                            CaseBuilder.minute(60),
                            table)),
                    List.of());
        }

        @Override
        public void consulted(Consultation consultation) {}

        @Override
        public void checked(Consultation.Task task, Standing standing, List<String> remarks) {}
    }

    private Diagnosis diagnose(CaseFile file, Machine machine) {
        return diagnoser.diagnose(file, machine);
    }

    @Test
    void whatMonitoringCallsWellIsWellOnceTheHostSaysSoToo() {
        var machine = new Machine(Optional.of(12.0));

        var diagnosis = diagnose(quiet(), machine);

        assertThat(diagnosis.verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(machine.asked)
                .extracting(look -> look.operation().toString())
                .containsExactly("compute.get_top_processes", "compute.get_disk_usage");
    }

    @Test
    void whatTheHostSaysOtherwiseIsNotWell() {
        var diagnosis = diagnose(quiet(), new Machine(Optional.of(88.0)));

        assertThat(diagnosis.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(diagnosis.gaps())
                .contains("the processes of mast-2 say that polar-grid takes 88 percent of CPU, and monitoring does not"
                        + " see it: one of them is mistaken");
    }

    @Test
    void whereNobodyElseAnswersNothingIsCalledWell() {
        var diagnosis = diagnose(quiet(), new Machine(Optional.empty()));

        assertThat(diagnosis.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(diagnosis.gaps())
                .contains("that all is well is known from test alone: no host and no database could be asked itself");
    }

    @Test
    void whereMonitoringSawTroubleComeAndGoItIsBelieved() {
        var over = CaseBuilder.about("the radar picture stood still")
                .service("radar")
                .metric(
                        "radar",
                        "error_rate",
                        "percent",
                        Signal.level(0.3).noisy(0.1).spikesTo(30, 20, 35))
                .build();
        var machine = new Machine(Optional.empty());

        assertThat(diagnose(over, machine).verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(machine.asked).isEmpty();
    }

    @Test
    void withNobodyToAskWhatIsSeenCounts() {
        assertThat(diagnoser.diagnose(quiet()).verdict()).isEqualTo(Verdict.HEALTHY);
    }
}
