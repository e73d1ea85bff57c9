package dev.runbook.core.approval;

import static dev.runbook.core.testkit.ApprovalFixture.aPlan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.value.Digest;
import dev.runbook.core.value.Value;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanTest {

    /// Differs from the fixture in every part.
    private static final Plan ANOTHER = new Plan(
            new RunbookId("other"),
            Digest.of("newer"),
            new StepId("other"),
            new OperationName(Capability.COMPUTE, "reboot_host"),
            Value.fields("host", "web-2", "force", true),
            Optional.empty(),
            RiskLevel.CRITICAL,
            Digest.of("more evidence"),
            Optional.of(new Plan.Undo(
                    new OperationName(Capability.COMPUTE, "scale_service"),
                    Value.fields("service", "checkout"),
                    Map.of("replicas", "{{ result.before }}"))),
            Optional.of(Digest.of("another plan")));

    /// Decisions in journals are bound to it, so it must never change.
    @Test
    void theHashOfAPlanStaysTheSameForEver() {
        assertThat(aPlan().hash().hex()).isEqualTo("a4dbde659852450d4791c73fc1c5174d8424f60cff1e5e0aa11c14739290aad0");
    }

    @Test
    void samePlansHaveOneHashAndNoDifferences() {
        assertThat(aPlan().hash()).isEqualTo(aPlan().hash());
        assertThat(aPlan().differences(aPlan())).isEmpty();
    }

    @Test
    void aPlanThatDiffersInAnyPartHasAnotherHashAndSaysWhere() throws ReflectiveOperationException {
        for (var part : Plan.class.getRecordComponents()) {
            var other = withPartOfAnother(part);

            assertThat(other.hash()).as(part.getName()).isNotEqualTo(aPlan().hash());
            assertThat(aPlan().differences(other)).as(part.getName()).isNotEmpty();
        }
    }

    @Test
    void aParameterThatChangedCameOrWentIsNamed() {
        assertThat(aPlan().differences(ANOTHER))
                .filteredOn(line -> line.startsWith("parameters"))
                .isEqualTo(List.of(
                        "parameters.force: null became true",
                        "parameters.host: web-1 became web-2",
                        "parameters.service: checkout became null"));
    }

    private static Plan withPartOfAnother(RecordComponent part) throws ReflectiveOperationException {
        var components = Plan.class.getRecordComponents();
        var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        var values = new Object[components.length];
        for (int i = 0; i < values.length; i++)
            values[i] = components[i]
                    .getAccessor()
                    .invoke(components[i].getName().equals(part.getName()) ? ANOTHER : aPlan());
        return Plan.class.getDeclaredConstructor(types).newInstance(values);
    }
}
