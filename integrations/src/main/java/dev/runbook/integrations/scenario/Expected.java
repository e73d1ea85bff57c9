package dev.runbook.integrations.scenario;

import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.core.incident.Category;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.operation.Operation;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.estate.Estate;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// What should come of a scenario. Tests and demonstrations compare with it; nothing that diagnoses reads it.
///
/// @param rootCause what is wrong; empty when nothing is
/// @param action what cures it; empty when nothing in reach does
public record Expected(
        Category category, Severity severity, Optional<RootCause> rootCause, Optional<Action> action, Ending outcome) {

    /// @param mustMention words that an honest account of the cause contains, whatever their case
    public record RootCause(String component, CauseKind kind, List<String> mustMention) {
        public RootCause {
            mustMention = List.copyOf(mustMention);
        }
    }

    public record Action(OperationName operation, Value.Fields parameters) {

        /// Why this can never be done in an estate; empty when it can.
        Optional<String> misfit(Operation declared, Estate estate) {
            for (var name : parameters.fields().keySet())
                if (declared.parameter(name).isEmpty())
                    return Optional.of(declared.name() + " has no parameter '" + name + "'");
            return missing("host", name -> estate.host(name).isPresent())
                    .or(() -> missing("service", name -> estate.service(name).isPresent()))
                    .or(() -> missing("database", name -> estate.database(name).isPresent()));
        }

        private Optional<String> missing(String kind, Predicate<String> exists) {
            return parameters
                    .get(kind)
                    .map(Value::display)
                    .filter(exists.negate())
                    .map(name -> "names the " + kind + " '" + name + "', which does not exist");
        }
    }

    /// How the incident ends.
    public enum Ending {
        /// The action is taken and the world is well again.
        RESOLVED,
        /// People have to take over.
        ESCALATED,
        /// There was nothing to do.
        NOTHING_WRONG
    }
}
