package dev.runbook.app.bench;

import dev.runbook.core.capability.Operations;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.operation.Arguments;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.Catalogue;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Occurrence;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.operation.Provider;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.runbook.About;
import dev.runbook.core.runbook.Applicability;
import dev.runbook.core.runbook.Expression;
import dev.runbook.core.runbook.Invocation;
import dev.runbook.core.runbook.Position;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.runbook.Step;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.runbook.Template;
import dev.runbook.core.value.Value;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// A provider that does nothing at once, so that what is measured is the engine.
final class IdleProvider implements Provider {

    private static final OperationName READ = new OperationName(Capability.COMPUTE, "get_resources");
    private static final Observation NOTHING = new Observation.NothingFound(new Value.Items(List.of()));

    private static final OperationName CHANGE = new OperationName(Capability.COMPUTE, "scale_service");

    /// A runbook of changes, each of the service that is reported. The world is looked at again only after a
    /// day.
    static Runbook changes(RunbookId id, int steps) {
        var position = new Position(id + ".yaml", 1, 1);
        var service = new Template.Computed(new Expression("incident.service", position));
        var changes = IntStream.rangeClosed(1, steps)
                .<Step>mapToObj(n -> new Step.Execute(
                        Step.Head.of(new StepId("step_" + n), "", position),
                        new Invocation(
                                CHANGE,
                                new Template.MapOf(
                                        Map.of("service", service, "replicas", new Template.Literal(Value.of(n))))),
                        Step.Safety.of(RiskLevel.LOW),
                        Step.Check.after(Duration.ofDays(1))))
                .toList();
        return Runbook.of(id, About.of("No-op steps", ""), Applicability.to(Severity.LOW), changes, id.id());
    }

    static Runbook looks(RunbookId id, int steps) {
        var position = new Position(id + ".yaml", 1, 1);
        var reads = IntStream.rangeClosed(1, steps)
                .<Step>mapToObj(n -> new Step.Gather(
                        Step.Head.of(new StepId("step_" + n), "", position).handled(Step.Handling.LENIENT),
                        new Invocation(READ, Template.MapOf.EMPTY)))
                .toList();
        return Runbook.of(id, About.of("No-op steps", ""), Applicability.to(Severity.LOW), reads, id.id());
    }

    @Override
    public Catalogue catalogue() {
        return Operations.CATALOGUE;
    }

    @Override
    public String sourceOf(Capability capability) {
        return "nothing";
    }

    @Override
    public Observation observe(OperationName name, Arguments arguments, CallContext context) {
        return NOTHING;
    }

    @Override
    public Outcome act(OperationName name, Arguments arguments, IdempotencyKey key, CallContext context) {
        return new Outcome.Done(Value.Fields.NONE);
    }

    @Override
    public Occurrence occurred(OperationName name, Arguments arguments, IdempotencyKey key, CallContext context) {
        return new Occurrence.DidNotHappen();
    }
}
