package dev.runbook.app.web.view;

import dev.runbook.core.engine.Forecast;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a runbook would do for an incident. Nothing of it was executed.
public record ForecastView(
        String runbook,

        @Schema(description = "The digest of the runbook's text")
        String version,

        String name,

        @Schema(description = "Whether the steps that only look were carried out")
        boolean gathered,

        @Schema(description = "What the survey before the runbook comes to")
        List<String> survey,

        List<StepView> steps,

        @Schema(description = "What follows the last step") String ending) {

    /// One step.
    @Schema(name = "ForeseenStep")
    public record StepView(
            String step,
            String action,
            String description,

            @Schema(description = "done, runs, depends, passed_over or fails")
            String fate,

            @Schema(description = "The condition it depends on, or why it is passed over or fails")
            Optional<String> because,

            @Schema(description = "What would be called, once for each value of for_each")
            List<CallView> calls,

            @Schema(description = "What stands before a change")
            Optional<GatingView> approval,

            @Schema(description = "What is looked at after a change")
            Optional<ChecksView> checks,

            List<String> notes,

            @Schema(description = "What would have to be known to say more")
            List<UnknownView> unknown,

            @Schema(description = "The steps of the runbook that this step calls")
            List<StepView> inside) {}

    @Schema(name = "ForeseenCall")
    public record CallView(
            String operation,

            @Schema(description = "reads, changes or destroys")
            String effect,

            @Schema(description = "Rendered, as far as known; the rest stands as the runbook writes it")
            Map<String, @Nullable Object> parameters,

            Optional<String> target) {}

    @Schema(name = "ForeseenApproval")
    public record GatingView(
            @Schema(description = "low, medium, high or critical")
            String risk,

            GateView gate,

            @Schema(description = "The rules of the policy that chose it")
            List<String> rules) {}

    @Schema(name = "ForeseenChecks")
    public record ChecksView(
            @Schema(description = "What must hold; the incident's symptoms must be gone if there is none")
            Optional<String> success,

            @Schema(description = "What must not hold") Optional<String> harm,

            @Schema(description = "How long the world is given", example = "2m")
            String settle,

            @Schema(description = "What takes the change back")
            Optional<CallView> undo) {}

    @Schema(name = "ForeseenUnknown")
    public record UnknownView(
            String name,

            @Schema(description = "The step that would give it")
            Optional<String> step,

            String how) {}

    public static ForecastView of(Forecast forecast) {
        return new ForecastView(
                forecast.runbook().id(),
                forecast.version().hex(),
                forecast.name(),
                forecast.gathered(),
                forecast.survey(),
                forecast.steps().stream().map(ForecastView::step).toList(),
                forecast.ending());
    }

    private static StepView step(Forecast.Foreseen step) {
        return new StepView(
                step.step().id(),
                step.action(),
                step.description(),
                Names.of(step.fate().getClass()),
                because(step.fate()),
                step.calls().stream().map(ForecastView::call).toList(),
                step.gate()
                        .map(gate -> new GatingView(
                                gate.risk().key(),
                                GateView.of(gate.ruling().gate()),
                                gate.ruling().reasons())),
                step.checks()
                        .map(checks -> new ChecksView(
                                checks.success(),
                                checks.harm(),
                                checks.settle(),
                                checks.undo().map(ForecastView::call))),
                step.notes(),
                step.unknown().stream()
                        .map(u -> new UnknownView(u.name(), u.from().map(from -> from.id()), u.how()))
                        .toList(),
                step.inside().stream().map(ForecastView::step).toList());
    }

    private static Optional<String> because(Forecast.Fate fate) {
        return switch (fate) {
            case Forecast.Fate.Done _, Forecast.Fate.Runs _ -> Optional.empty();
            case Forecast.Fate.Depends(var condition) -> Optional.of(condition);
            case Forecast.Fate.PassedOver(var reason) -> Optional.of(reason);
            case Forecast.Fate.Fails(var reason) -> Optional.of(reason);
        };
    }

    private static CallView call(Forecast.Call call) {
        var parameters = new LinkedHashMap<String, @Nullable Object>();
        call.parameters().fields().forEach((name, value) -> parameters.put(name, value.plain()));
        return new CallView(call.operation().toString(), Names.of(call.effect()), parameters, call.target());
    }
}
