package dev.runbook.integrations.fault;

import dev.runbook.core.operation.OperationName;
import dev.runbook.core.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What ends a fault: all of these things done after it began. A deed that sets something ends it only as
/// long as that stays so.
public record Cure(List<Deed> deeds) {
    public Cure {
        deeds = List.copyOf(deeds);
        if (deeds.isEmpty()) throw new IllegalArgumentException("a cure without a deed would cure by itself");
    }

    static Cure by(String operation, Map<String, Wanted> parameters) {
        return new Cure(List.of(Deed.once(operation, parameters)));
    }

    static Cure restart(String service, List<String> hosts) {
        return new Cure(hosts.stream()
                .map(host -> Deed.once(
                        "compute.restart_service", Map.of("service", Wanted.is(service), "host", Wanted.is(host))))
                .toList());
    }

    static Cure reboot(String host) {
        return by("compute.reboot_host", Map.of("host", Wanted.is(host)));
    }

    static Cure rollback(String service) {
        return by("deployments.rollback_deployment", Map.of("service", Wanted.is(service)));
    }

    /// One call of an operation.
    ///
    /// @param parameters what the parameters must be; those not named may be anything
    /// @param sets the parameter that a later call of the same may set to something else, which takes the deed
    ///     back; empty when what was done is done
    public record Deed(String operation, Map<String, Wanted> parameters, Optional<String> sets) {
        public Deed {
            parameters = Map.copyOf(parameters);
            if (sets.isPresent() && !parameters.containsKey(sets.get()))
                throw new IllegalArgumentException(operation + " wants nothing of '" + sets.get() + "'");
        }

        static Deed once(String operation, Map<String, Wanted> parameters) {
            return new Deed(operation, parameters, Optional.empty());
        }

        static Deed setting(String parameter, String operation, Map<String, Wanted> parameters) {
            return new Deed(operation, parameters, Optional.of(parameter));
        }

        /// Whether this call sets what the deed had set to something else.
        public boolean isTakenBackBy(OperationName name, Value.Fields arguments) {
            if (sets.isEmpty() || !name.toString().equals(operation)) return false;
            return parameters.entrySet().stream()
                    .allMatch(p -> arguments
                            .get(p.getKey())
                            .filter(value -> p.getKey().equals(sets.get())
                                    != p.getValue().accepts(value))
                            .isPresent());
        }

        /// Whether this call is that deed.
        public boolean isDoneBy(OperationName name, Value.Fields arguments) {
            return name.toString().equals(operation)
                    && parameters.entrySet().stream()
                            .allMatch(p -> arguments
                                    .get(p.getKey())
                                    .filter(p.getValue()::accepts)
                                    .isPresent());
        }
    }

    /// What a parameter must be.
    public sealed interface Wanted {
        record OneOf(Set<String> texts) implements Wanted {
            public OneOf {
                texts = Set.copyOf(texts);
            }
        }

        record AtLeast(int number) implements Wanted {}

        /// A folder that holds this path, or is it.
        record Holding(String path) implements Wanted {}

        static Wanted is(String text) {
            return new OneOf(Set.of(text));
        }

        default boolean accepts(Value value) {
            return switch (this) {
                case OneOf(var texts) -> texts.contains(value.display());
                case AtLeast(var number) -> value instanceof Value.Whole(var given) && given >= number;
                case Holding(var path) -> {
                    var folder = value.display();
                    yield (path + "/").startsWith(folder.endsWith("/") ? folder : folder + "/");
                }
            };
        }
    }
}
