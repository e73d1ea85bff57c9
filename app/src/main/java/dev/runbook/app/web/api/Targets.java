package dev.runbook.app.web.api;

import dev.runbook.core.evidence.Observation;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.Operation;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.Provider;
import dev.runbook.core.value.Digest;
import dev.runbook.core.value.Value;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Whether there is what somebody wants to have changed, as far as an inventory can tell. Safe for use by many
/// threads.
final class Targets {

    private static final List<Capability> WITH_TARGETS = List.of(Capability.COMPUTE, Capability.DEPLOYMENTS);

    private static final List<OperationName> INVENTORIES =
            List.of(OperationName.of("compute.get_resources"), OperationName.of("monitoring.get_dependencies"));

    private static final List<String> NAMING = List.of("host", "service", "database");

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final int MOST_NAMED = 20;

    private final Provider provider;

    Targets(Provider provider) {
        this.provider = provider;
    }

    /// What is not known of a call, and what is; empty when all is, or when no inventory tells everything.
    ///
    /// @param labels of the report that the call becomes, complete
    Optional<String> objection(Operation operation, Value.Fields parameters, Map<String, String> labels) {
        if (!WITH_TARGETS.contains(operation.name().capability())) return Optional.empty();
        var known = new HashSet<String>();
        var listed = new TreeSet<String>();
        var context = new CallContext(outside(labels), labels, PATIENCE);
        for (var inventory : INVENTORIES) {
            var answer = look(inventory, context);
            if (answer.isEmpty()) return Optional.empty();
            texts(answer.get()).forEach(known::add);
            names(answer.get()).forEach(listed::add);
        }
        Predicate<String> isKnown = known::contains;
        var strangers = NAMING.stream()
                .flatMap(name -> parameters.get(name).stream()
                        .map(Value::display)
                        .filter(isKnown.negate())
                        .map(value -> name + " '" + value + "'"))
                .collect(Collectors.joining(" and no "));
        return listed.isEmpty() || strangers.isEmpty()
                ? Optional.empty()
                : Optional.of("no source knows a " + strangers + "; known are "
                        + listed.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
                        + (listed.size() > MOST_NAMED ? " and " + (listed.size() - MOST_NAMED) + " more" : ""));
    }

    /// Whoever asks outside of any incident, one for each simulated world: an incident stays in its own.
    private static IncidentId outside(Map<String, String> labels) {
        return new IncidentId(
                "INC-0" + Digest.of(new TreeMap<>(labels).toString()).hex().substring(0, 12));
    }

    /// What an inventory holds; empty when it could not be seen whole.
    private Optional<Value> look(OperationName inventory, CallContext context) {
        try {
            var operation = provider.catalogue().find(inventory);
            if (operation.isEmpty()) return Optional.empty();
            return switch (provider.observe(inventory, operation.get().check(Value.Fields.NONE), context)) {
                case Observation.Found(var _, var answer, var gaps, var _) ->
                    gaps.isEmpty() ? Optional.of(answer) : Optional.empty();
                case Observation.NothingFound(var answer) -> Optional.of(answer);
                case Observation.CouldNotLook _ -> Optional.empty();
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /// The names of what an inventory lists, and of those who call each other.
    private static Stream<String> names(Value answer) {
        return answer instanceof Value.Items(var rows)
                ? rows.stream()
                        .flatMap(row -> row instanceof Value.Fields fields
                                ? Stream.of("name", "from", "to").flatMap(key -> fields.get(key).stream())
                                : Stream.empty())
                        .map(Value::display)
                : Stream.empty();
    }

    /// Every text in an answer: things go by several names, such as that of a machine and its id.
    private static Stream<String> texts(Value answer) {
        return switch (answer) {
            case Value.Fields(var fields) -> fields.values().stream().flatMap(Targets::texts);
            case Value.Items(var items) -> items.stream().flatMap(Targets::texts);
            case Value.Text(var text) -> Stream.of(text.split("\\s*,\\s*"));
            case Value _ -> Stream.empty();
        };
    }
}
