package dev.runbook.language.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.approval.ApprovalPolicy;
import dev.runbook.core.governor.FreezeWindow;
import dev.runbook.core.governor.FreezeWindow.When;
import dev.runbook.core.governor.Limits;
import dev.runbook.language.Problem;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GovernorSectionTest {

    private static PolicyFile.Result result(String text) {
        return PolicyFile.read("policy.yaml", text, ApprovalPolicy.ladder(Duration.ofMinutes(5), Duration.ofHours(1)));
    }

    private static Limits read(String text) {
        var result = result(text);
        assertThat(result).isInstanceOf(PolicyFile.Result.Read.class);
        return ((PolicyFile.Result.Read) result).limits();
    }

    private static List<String> faults(String text) {
        var result = result(text);
        assertThat(result).isInstanceOf(PolicyFile.Result.Broken.class);
        return ((PolicyFile.Result.Broken) result)
                .problems().stream().map(Problem::toString).toList();
    }

    @Test
    void whatIsNotSaidIsAsTheStandardHasIt() {
        assertThat(read("governor: {}")).isEqualTo(Limits.standard());
        assertThat(read("governor: {ineffective: {times: 5}}").inVainWithin()).isEqualTo(Duration.ofHours(24));
    }

    @Test
    void everythingThatCanBeSaidIsTakenOver() {
        var limits = read("""
                governor:
                  lock: 30m
                  cool_down: 0s
                  ineffective: {times: 2, within: 2d}
                  budget_per_hour: 7
                  freezes:
                    - name: Christmas
                      from: 2026-12-23T18:00:00Z
                      until: 2026-12-27T06:00:00Z
                      environments: production
                      services: [checkout, payments]
                    - {name: weekend, days: [friday], at: "18:00", for: 62h, zone: Europe/Berlin}
                """);

        assertThat(limits)
                .isEqualTo(new Limits(
                        Duration.ofMinutes(30),
                        Duration.ZERO,
                        2,
                        Duration.ofDays(2),
                        7,
                        List.of(
                                new FreezeWindow(
                                        "Christmas",
                                        new When.Once(
                                                Instant.parse("2026-12-23T18:00:00Z"),
                                                Instant.parse("2026-12-27T06:00:00Z")),
                                        Set.of("production"),
                                        Set.of("checkout", "payments")),
                                new FreezeWindow(
                                        "weekend",
                                        new When.Weekly(
                                                Set.of(DayOfWeek.FRIDAY),
                                                LocalTime.of(18, 0),
                                                Duration.ofHours(62),
                                                ZoneId.of("Europe/Berlin")),
                                        Set.of(),
                                        Set.of()))));
    }

    @Test
    void everyFaultIsNamedWithItsPlace() {
        assertThat(faults("""
                governor:
                  lock: soon
                  budget_per_hour: 0
                  colour: red
                  freezes:
                    - {name: odd, from: tomorrow, until: 2026-12-27T06:00:00Z}
                    - {name: both, from: 2026-12-23T18:00:00Z, until: 2026-12-27T06:00:00Z, days: [friday]}
                    - {name: backwards, from: 2026-12-27T18:00:00Z, until: 2026-12-23T06:00:00Z}
                    - {name: endless, days: [friday], at: "18:00", for: 8d}
                    - {name: half, days: [friday]}
                    - {name: lost, days: [friday], at: "18:00", for: 8h, zone: Berlin}
                """))
                .satisfiesExactly(
                        fault -> assertThat(fault).startsWith("policy.yaml:2:9: error: 'soon'"),
                        fault -> assertThat(fault).startsWith("policy.yaml:3:20: error:"),
                        fault -> assertThat(fault)
                                .startsWith("policy.yaml:4:3: error:")
                                .contains("'colour'"),
                        fault -> assertThat(fault)
                                .startsWith("policy.yaml:6:25:")
                                .contains("a time in UTC"),
                        fault -> assertThat(fault)
                                .startsWith("policy.yaml:7:14:")
                                .contains("either"),
                        fault -> assertThat(fault).startsWith("policy.yaml:8:").contains("before it begins"),
                        fault -> assertThat(fault).startsWith("policy.yaml:9:").contains("at most 7d"),
                        fault -> assertThat(fault).startsWith("policy.yaml:10:").contains("'days', 'at' and 'for'"),
                        fault -> assertThat(fault).startsWith("policy.yaml:11:").contains("a time zone"));
    }

    @Test
    void anotherSectionIsRefused() {
        assertThat(faults("governor: {}\nfreeze: true"))
                .singleElement()
                .asString()
                .contains("'freeze'");
    }
}
