package dev.runbook.core.testkit;

import dev.runbook.core.approval.ApprovalRequest;
import dev.runbook.core.approval.Gate;
import dev.runbook.core.approval.Plan;
import dev.runbook.core.approval.RequestId;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.value.Digest;
import dev.runbook.core.value.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Plans and requests with good defaults.
public final class ApprovalFixture {

    public static final Gate VETO = new Gate.RunsUnlessVetoed(Duration.ofMinutes(10));

    private ApprovalFixture() {}

    /// Restarts `checkout` on `web-1`, at high risk.
    public static Plan aPlan() {
        return new Plan(
                new RunbookId("high_cpu"),
                Digest.of("the runbook"),
                new StepId("restart"),
                new OperationName(Capability.COMPUTE, "restart_service"),
                Value.fields("host", "web-1", "service", "checkout"),
                Optional.of("checkout"),
                RiskLevel.HIGH,
                Digest.of("the evidence"));
    }

    public static Plan aPlan(RiskLevel risk) {
        var plan = aPlan();
        return new Plan(
                plan.runbook(),
                plan.runbookVersion(),
                plan.step(),
                plan.operation(),
                plan.parameters(),
                plan.target(),
                risk,
                plan.evidence());
    }

    /// The first request of an incident, about [#aPlan()], made at noon, open for an hour.
    public static ApprovalRequest aRequest(Gate gate) {
        return aRequest(1, gate);
    }

    public static ApprovalRequest aRequest(int number, Gate gate) {
        return new ApprovalRequest(
                RequestId.number(number),
                aPlan(),
                gate,
                List.of("the test asks"),
                "it uses up the processor",
                SettableClock.NOON,
                SettableClock.NOON.plus(Duration.ofHours(1)));
    }
}
