package dev.runbook.core.capability;

import static dev.runbook.core.capability.Parameters.MOST_ROWS;
import static dev.runbook.core.capability.Parameters.SOME_HOST;
import static dev.runbook.core.capability.Parameters.SOME_SERVICE;
import static dev.runbook.core.operation.Parameter.optional;
import static dev.runbook.core.operation.Parameter.required;
import static dev.runbook.core.operation.Parameter.withDefault;

import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.Arguments;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.Catalogue;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.operation.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The operations that the capabilities offer, each bound to the method that carries it out. This is the
/// one place where the names that runbooks use meet the typed ports.
public final class Operations {

    private static final List<Bound> ALL = bind();
    private static final Map<OperationName, Bound> BY_NAME =
            ALL.stream().collect(Collectors.toUnmodifiableMap(b -> b.operation().name(), Function.identity()));

    /// All standard operations.
    public static final Catalogue CATALOGUE =
            new Catalogue(ALL.stream().map(Bound::operation).toList());

    private Operations() {}

    /// Calls a read on an integration that has the capability.
    ///
    /// @throws IllegalArgumentException when there is no such read, or the integration lacks the capability
    public static Observation observe(
            Integration integration, OperationName name, Arguments arguments, CallContext context)
            throws InterruptedException {
        if (BY_NAME.get(name) instanceof Bound.Reading<?> reading) return reading.call(integration, arguments, context);
        throw new IllegalArgumentException(name + " is no operation that reads");
    }

    /// Calls a change on an integration that has the capability.
    ///
    /// @throws IllegalArgumentException when there is no such change, or the integration lacks the capability
    public static Outcome act(
            Integration integration, OperationName name, Arguments arguments, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        if (BY_NAME.get(name) instanceof Bound.Changing<?> changing)
            return changing.call(integration, arguments, key, context);
        throw new IllegalArgumentException(name + " is no operation that changes anything");
    }

    /// The port an integration must implement to have a capability.
    public static Class<? extends Integration> portOf(Capability capability) {
        return switch (capability) {
            case MONITORING -> Monitoring.class;
            case COMPUTE -> Compute.class;
            case TICKETING -> Ticketing.class;
            case PAGING -> Paging.class;
            case ISSUE_TRACKING -> IssueTracking.class;
            case CHAT -> Chat.class;
            case DEPLOYMENTS -> Deployments.class;
            case MEMORY -> Memory.class;
            case KNOWLEDGE -> Knowledge.class;
        };
    }

    private static List<Bound> bind() {
        var all = new ArrayList<Bound>();
        MonitoringOperations.monitoring(all);
        ComputeOperations.compute(all);
        ComputeOperations.deployments(all);
        DeskOperations.ticketing(all);
        DeskOperations.paging(all);
        DeskOperations.issueTracking(all);
        ChatOperations.chat(all);
        memory(all);
        knowledge(all);
        return List.copyOf(all);
    }

    private static void memory(List<Bound> all) {
        var port = new Port<>(Capability.MEMORY, Memory.class);
        all.add(port.reads(
                        "find_similar", "Incidents of the past that were like a problem, and how actions did on causes")
                .with(
                        required("problem", Parameter.Type.TEXT, "the problem in words"),
                        SOME_HOST,
                        SOME_SERVICE,
                        withDefault("limit", Parameter.Type.WHOLE, "how many incidents", 3)
                                .between(1, MOST_ROWS))
                .by((m, a, c) -> m.similar(a.text("problem"), Scope.of(a), a.whole("limit"), c)));
    }

    private static void knowledge(List<Bound> all) {
        var port = new Port<>(Capability.KNOWLEDGE, Knowledge.class);
        all.add(port.reads("find_pages", "Pages that people wrote about a problem or its cause")
                .with(
                        required("problem", Parameter.Type.TEXT, "the problem in words"),
                        optional("cause", Parameter.Type.TEXT, "what is believed to be the cause"),
                        withDefault("limit", Parameter.Type.WHOLE, "how many pages", 3)
                                .between(1, MOST_ROWS))
                .by((m, a, c) -> m.pages(a.text("problem"), a.optionalText("cause"), a.whole("limit"), c)));
    }
}
