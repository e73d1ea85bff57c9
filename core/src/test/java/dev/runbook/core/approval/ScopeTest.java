package dev.runbook.core.approval;

import static dev.runbook.core.testkit.ApprovalFixture.aPlan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.incident.Category;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.testkit.SettableClock;
import dev.runbook.core.value.Value;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What rules of a policy speak of.
class ScopeTest {

    private static final Scope EVERYTHING = new Scope(
            List.of(), List.of(), Set.of(), Set.of(), List.of(), Set.of(), Optional.empty(), Optional.empty());

    private static ApprovalPolicy.Question question(Plan plan, Instant at) {
        return new ApprovalPolicy.Question(
                plan,
                new ApprovalPolicy.Situation("production", Optional.of("basket"), Category.COMPUTE, Severity.HIGH, at),
                false,
                false);
    }

    private static boolean holds(Scope scope) {
        return scope.holds(question(aPlan(), SettableClock.NOON));
    }

    private static Scope services(String... names) {
        return new Scope(
                List.of(), List.of(names), Set.of(), Set.of(), List.of(), Set.of(), Optional.empty(), Optional.empty());
    }

    private static Scope operations(String... names) {
        return new Scope(
                List.of(), List.of(), Set.of(), Set.of(), List.of(names), Set.of(), Optional.empty(), Optional.empty());
    }

    @Test
    void whatNamesNothingSpeaksOfEverything() {
        assertThat(holds(EVERYTHING)).isTrue();
    }

    @Test
    void oneNameOfAListIsEnoughAndEveryPartMustHold() {
        assertThat(holds(new Scope(
                        List.of("staging", "production"),
                        List.of("checkout"),
                        Set.of(Category.COMPUTE),
                        Set.of(Severity.HIGH, Severity.CRITICAL),
                        List.of("compute.restart_service"),
                        Set.of(RiskLevel.HIGH),
                        Optional.empty(),
                        Optional.of(false))))
                .isTrue();
        assertThat(holds(new Scope(
                        List.of("staging"),
                        List.of("checkout"),
                        Set.of(),
                        Set.of(),
                        List.of(),
                        Set.of(),
                        Optional.empty(),
                        Optional.empty())))
                .isFalse();
        assertThat(holds(new Scope(
                        List.of(),
                        List.of(),
                        Set.of(Category.DATABASE),
                        Set.of(),
                        List.of(),
                        Set.of(),
                        Optional.empty(),
                        Optional.empty())))
                .isFalse();
        assertThat(holds(new Scope(
                        List.of(),
                        List.of(),
                        Set.of(),
                        Set.of(Severity.CRITICAL),
                        List.of(),
                        Set.of(),
                        Optional.empty(),
                        Optional.empty())))
                .isFalse();
        assertThat(holds(new Scope(
                        List.of(),
                        List.of(),
                        Set.of(),
                        Set.of(),
                        List.of(),
                        Set.of(),
                        Optional.empty(),
                        Optional.of(true))))
                .isFalse();
    }

    @Test
    void aServiceIsThatOfTheIncidentOrThatWhichIsActedUpon() {
        assertThat(holds(services("basket"))).isTrue();
        assertThat(holds(services("checkout"))).isTrue();
        assertThat(holds(services("check*"))).isTrue();
        assertThat(holds(services("*kou*"))).isTrue();
        assertThat(holds(services("kou"))).isFalse();
        assertThat(holds(services("c.eckout"))).isFalse();
    }

    @Test
    void theOperationOfTheUndoCountsAsWell() {
        var plan = aPlan();
        var undoable = new Plan(
                plan.runbook(),
                plan.runbookVersion(),
                plan.step(),
                plan.operation(),
                plan.parameters(),
                plan.target(),
                plan.risk(),
                plan.evidence(),
                Optional.of(new Plan.Undo(
                        new OperationName(Capability.COMPUTE, "reboot_host"), Value.Fields.NONE, Map.of())),
                Optional.empty());

        assertThat(holds(operations("compute.*"))).isTrue();
        assertThat(holds(operations("compute.reboot_host"))).isFalse();
        assertThat(operations("compute.reboot_host").holds(question(undoable, SettableClock.NOON)))
                .isTrue();
    }

    @Test
    void aNightBelongsToTheDayOnWhichItBegins() {
        var fridayNight = new Hours(
                LocalTime.of(22, 0), LocalTime.of(6, 0), Set.of(DayOfWeek.FRIDAY), ZoneId.of("Europe/Berlin"));

        // Friday 20 November 2026; Berlin is an hour ahead of UTC.
        assertThat(fridayNight.contain(Instant.parse("2026-11-20T20:59:59Z"))).isFalse();
        assertThat(fridayNight.contain(Instant.parse("2026-11-20T21:00:00Z"))).isTrue();
        assertThat(fridayNight.contain(Instant.parse("2026-11-21T04:59:59Z"))).isTrue();
        assertThat(fridayNight.contain(Instant.parse("2026-11-21T05:00:00Z"))).isFalse();
        assertThat(fridayNight.contain(Instant.parse("2026-11-21T21:30:00Z"))).isFalse();
    }

    @Test
    void aDayEndsBeforeItsLastMoment() {
        var office = new Hours(LocalTime.of(9, 0), LocalTime.of(17, 0), Set.of(), ZoneId.of("UTC"));

        assertThat(office.contain(Instant.parse("2026-11-20T09:00:00Z"))).isTrue();
        assertThat(office.contain(Instant.parse("2026-11-20T17:00:00Z"))).isFalse();
    }
}
