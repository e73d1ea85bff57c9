package dev.runbook.core.capability;

import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.Effect;
import dev.runbook.core.operation.Operation;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.Parameter;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.value.Shape;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Builds the operations of one capability.
record Port<P extends Integration>(Capability capability, Class<P> type) {
    Draft<P> reads(String method, String description) {
        return new Draft<>(this, method, description, Effect.READS, RiskLevel.LOW);
    }

    Draft<P> changes(String method, String description, RiskLevel floor) {
        return new Draft<>(this, method, description, Effect.CHANGES, floor);
    }

    /// An operation in the making.
    static final class Draft<P extends Integration> {
        private final Port<P> port;
        private final OperationName name;
        private final String description;
        private final RiskLevel floor;
        private Effect effect;
        private boolean idempotent;
        private List<Parameter> parameters = List.of();
        private Set<CauseKind> remedies = Set.of();
        private Optional<String> target = Optional.empty();
        private Shape result = Shape.anything();

        private Draft(Port<P> port, String method, String description, Effect effect, RiskLevel floor) {
            this.port = port;
            this.name = new OperationName(port.capability(), method);
            this.description = description;
            this.effect = effect;
            this.idempotent = effect == Effect.READS;
            this.floor = floor;
        }

        Draft<P> with(Parameter... given) {
            parameters = List.of(given);
            return this;
        }

        Draft<P> answers(Shape shape) {
            result = shape;
            return this;
        }

        Draft<P> on(String parameter) {
            target = Optional.of(parameter);
            return this;
        }

        Draft<P> idempotent() {
            idempotent = true;
            return this;
        }

        Draft<P> destroys() {
            effect = Effect.DESTROYS;
            return this;
        }

        Draft<P> cures(CauseKind... kinds) {
            remedies = Set.of(kinds);
            return this;
        }

        Bound by(Bound.Read<P> method) {
            return new Bound.Reading<>(operation(), port.type(), method);
        }

        Bound by(Bound.Change<P> method) {
            return new Bound.Changing<>(operation(), port.type(), method);
        }

        private Operation operation() {
            return new Operation(name, description, parameters, effect, idempotent, floor, remedies, target, result);
        }
    }
}
