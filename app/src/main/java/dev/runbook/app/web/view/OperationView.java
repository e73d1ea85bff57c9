package dev.runbook.app.web.view;

import dev.runbook.core.operation.Operation;
import dev.runbook.core.operation.Parameter;
import dev.runbook.core.value.Value;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One operation that runbooks can call.
public record OperationView(
        @Schema(example = "compute.restart_service") String name,

        String description,
        List<ParameterView> parameters,

        @Schema(description = "reads, changes or destroys") String effect,

        @Schema(description = "Whether doing it twice is the same as doing it once")
        boolean idempotent,

        @Schema(description = "The least risk that a runbook may give it")
        String riskFloor,

        @Schema(description = "Who answers it now", example = "datadog (mock)")
        String source) {

    /// One parameter.
    public record ParameterView(
            String name,
            String type,
            String description,
            boolean required,

            @Schema(description = "The value when none is given", implementation = Object.class) @Nullable
            Object fallback) {
        static ParameterView of(Parameter parameter) {
            return new ParameterView(
                    parameter.name(),
                    Names.of(parameter.type()),
                    parameter.description(),
                    parameter.required(),
                    parameter.fallback().orElse(new Value.Nothing()).plain());
        }
    }

    public static OperationView of(Operation operation, String source) {
        return new OperationView(
                operation.name().toString(),
                operation.description(),
                operation.parameters().stream().map(ParameterView::of).toList(),
                Names.of(operation.effect()),
                operation.idempotent(),
                operation.riskFloor().key(),
                source);
    }
}
