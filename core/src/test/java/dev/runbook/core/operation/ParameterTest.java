package dev.runbook.core.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.capability.Operations;
import dev.runbook.core.value.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParameterTest {

    private static List<String> faults(Capability capability, String method, Object... arguments) {
        return Operations.CATALOGUE.get(new OperationName(capability, method)).faults(Value.fields(arguments));
    }

    private static List<String> scaledTo(Object replicas) {
        return faults(Capability.COMPUTE, "scale_service", "service", "checkout", "replicas", replicas);
    }

    @Test
    void aNumberOutsideItsRangeIsNoArgument() {
        assertThat(scaledTo(3)).isEmpty();
        assertThat(scaledTo(-3))
                .containsExactly("compute.scale_service: 'replicas' must be whole, from 0 to 1000, got -3");
        assertThat(scaledTo(100_000)).hasSize(1);
    }

    @Test
    void aSpanOfNoTimeIsNoArgument() {
        assertThat(faults(Capability.MONITORING, "get_metrics", "timeframe", "2h"))
                .isEmpty();
        assertThat(faults(Capability.MONITORING, "get_metrics", "timeframe", "0s"))
                .containsExactly("monitoring.get_metrics: 'timeframe' must be duration, from 1s to 366d, got 0s");
    }

    @Test
    void blankTextIsNotPutIntoACommand() {
        assertThat(faults(Capability.COMPUTE, "restart_service", "host", "web-1", "service", " "))
                .containsExactly("compute.restart_service: 'service' must be text, got empty text");
    }

    @Test
    void aWordThatIsNoneOfThoseMeantIsNoArgument() {
        assertThat(faults(Capability.PAGING, "send_signal", "source", "web-1", "summary", "over", "action", "close"))
                .containsExactly(
                        "paging.send_signal: 'action' must be text, one of trigger, acknowledge, resolve, got close");
    }

    @Test
    void everyDefaultLiesWithinTheRange() {
        assertThat(Operations.CATALOGUE.all())
                .flatExtracting(Operation::parameters)
                .allSatisfy(parameter -> assertThat(parameter.fallback().filter(value -> !parameter.accepts(value)))
                        .isEmpty());
    }
}
