package dev.runbook.ml.offline.classification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.diagnosis.CaseFile;
import dev.runbook.core.diagnosis.Reassessment;
import dev.runbook.core.incident.Severity;
import dev.runbook.ml.facts.Conditions;
import dev.runbook.ml.offline.cases.CaseBuilder;
import dev.runbook.ml.offline.cases.Signal;
import dev.runbook.ml.offline.diagnosis.OfflineDiagnoser;
import dev.runbook.ml.offline.scene.SceneReader;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HarmJudgeTest {

    private static CaseBuilder kiosk() {
        return CaseBuilder.about("something is odd")
                .service("kiosk")
                .calls("kiosk", "tariffs")
                .calls("kiosk", "seats");
    }

    private static CaseBuilder failing(CaseBuilder builder, String service, double percent) {
        return builder.metric(
                service, "error_rate", "percent", Signal.level(0.3).noisy(0.2).stepsTo(percent, 34));
    }

    private static Optional<Reassessment> judge(CaseFile file, Severity current) {
        return judge(file, current, false);
    }

    private static Optional<Reassessment> judge(CaseFile file, Severity current, boolean elsewhere) {
        return HarmJudge.judge(
                SceneReader.read(file, Conditions.standard()),
                new OfflineDiagnoser().diagnose(file),
                current,
                elsewhere,
                file.gaps().isEmpty());
    }

    @Test
    void whereMostCallsOfWhatPeopleUseFailItIsCriticalHoweverCalmlyItWasSaid() {
        var found = judge(failing(kiosk(), "kiosk", 70).build(), Severity.LOW).orElseThrow();

        assertThat(found.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(found.reason()).contains("error_rate of kiosk rose", "people use kiosk themselves");
        assertThat(found.evidence()).isNotEmpty();
    }

    @Test
    void whatOnlyOtherServicesCallIsAStepMilder() {
        var found = judge(failing(kiosk(), "tariffs", 70).build(), Severity.LOW).orElseThrow();

        assertThat(found.severity()).isEqualTo(Severity.HIGH);
    }

    @Test
    void whereEverythingThatPeopleUseFailsItIsCritical() {
        var one = failing(kiosk().calls("portal", "tariffs"), "kiosk", 12);
        assertThat(judge(one.build(), Severity.LOW).orElseThrow().severity()).isEqualTo(Severity.HIGH);

        var both = failing(failing(kiosk().calls("portal", "tariffs"), "kiosk", 12), "portal", 12);
        var found = judge(both.build(), Severity.LOW).orElseThrow();

        assertThat(found.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(found.reason())
                .isEqualTo("all 2 services that people use themselves fail for many of them: kiosk, portal");
    }

    @Test
    void inATestEnvironmentItIsAStepMilder() {
        assertThat(judge(failing(kiosk(), "kiosk", 70).build(), Severity.LOW, true)
                        .orElseThrow()
                        .severity())
                .isEqualTo(Severity.HIGH);
    }

    @Test
    void whereNobodyFeelsAnythingShoutingDoesNotCount() {
        var calm = kiosk().metric(
                        "kiosk", "error_rate", "percent", Signal.level(0.3).noisy(0.2))
                .metric("tariffs", "error_rate", "percent", Signal.level(0.3).noisy(0.2))
                .metric("seats", "latency_ms", "ms", Signal.level(30).noisy(0.05));

        var found = judge(calm.build(), Severity.CRITICAL).orElseThrow();

        assertThat(found.severity()).isEqualTo(Severity.LOW);
        assertThat(found.reason()).contains("left its usual level", "kiosk");
    }

    @Test
    void whatCouldNotBeSeenIsNotCalledMild() {
        var partly = kiosk().metric(
                        "kiosk", "error_rate", "percent", Signal.level(0.3).noisy(0.2));
        assertThat(judge(partly.build(), Severity.CRITICAL))
                .as("two services were not measured")
                .isEmpty();

        var gap = kiosk().metric(
                        "kiosk", "error_rate", "percent", Signal.level(0.3).noisy(0.2))
                .metric("tariffs", "error_rate", "percent", Signal.level(0.3).noisy(0.2))
                .metric("seats", "error_rate", "percent", Signal.level(0.3).noisy(0.2))
                .gap("monitoring.get_logs could not be asked");
        assertThat(judge(gap.build(), Severity.CRITICAL)).isEmpty();
    }

    @Test
    void aFaultIsTakenAtMostOneStepLowerThanPeopleSaid() {
        var slow = failing(kiosk(), "tariffs", 4)
                .metric("kiosk", "error_rate", "percent", Signal.level(0.3).noisy(0.2))
                .metric("seats", "error_rate", "percent", Signal.level(0.3).noisy(0.2))
                .logs("tariffs", "error", "NullPointerException at Zone.of({n})", 40, 34, 60);

        assertThat(judge(slow.build(), Severity.CRITICAL).orElseThrow().severity())
                .isEqualTo(Severity.HIGH);
        assertThat(judge(slow.build(), Severity.MEDIUM))
                .as("no word of people is taken away for one step")
                .isEmpty();
    }
}
