package dev.runbook.app.web.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.operation.Catalogue;
import dev.runbook.core.operation.Operation;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.testkit.EngineUnderTest;
import dev.runbook.core.testkit.HighCpu;
import dev.runbook.core.testkit.RunbookFixture;
import org.junit.jupiter.api.Test;

class RequestHistoryTest {

    private static final String RESTART = "compute.restart_service";

    private static Operation riskier(Operation o) {
        return o.name().toString().equals(RESTART)
                ? new Operation(
                        o.name(),
                        o.description(),
                        o.parameters(),
                        o.effect(),
                        o.idempotent(),
                        RiskLevel.CRITICAL,
                        o.remedies(),
                        o.target(),
                        o.result())
                : o;
    }

    @Test
    void aPlanThatIsAskedAboutAgainSaysWhatChanged() throws InterruptedException {
        var engine = new EngineUnderTest(RunbookFixture.highCpu(RiskLevel.HIGH).build());
        HighCpu.shownBy(engine.provider, engine.clock, RESTART);
        engine.reported().drive();
        engine.approve("ann");
        engine.provider.offering(new Catalogue(engine.provider.catalogue().all().stream()
                .map(RequestHistoryTest::riskier)
                .toList()));
        engine.drive();

        var requests = RequestHistory.of(engine.entries());

        assertThat(requests).hasSize(2);
        assertThat(requests.getFirst().changed()).isEmpty();
        assertThat(requests.getLast().changed()).containsExactly("risk: high became critical");
    }
}
