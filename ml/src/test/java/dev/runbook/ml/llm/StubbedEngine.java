package dev.runbook.ml.llm;

import dev.runbook.ml.llm.model.Budget;
import dev.runbook.ml.llm.model.LanguageModels;
import dev.runbook.ml.llm.model.Limits;
import dev.runbook.ml.llm.model.ModelSettings;
import dev.runbook.ml.llm.stub.AnthropicStub;
import dev.runbook.ml.llm.stub.ModelStub;
import dev.runbook.ml.llm.stub.OpenAiStub;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// An engine that asks a stub, with a clock that moves only when it waits between tries.
public final class StubbedEngine {

    public static final Limits LIMITS =
            new Limits(8, 100_000, 1_000_000, Duration.ofSeconds(60), Duration.ofSeconds(20));

    /// What the stubs are asked with, and nobody else may see.
    public static final String KEY = "sk-ant-this-is-the-key";

    final List<Duration> pauses = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-23T08:00:00Z");

    /// The parts of the engine, each over its offline twin.
    public LanguageModelEngine engine(ModelStub stub, Limits limits) {
        return new LanguageModelEngine(asking(stub, limits));
    }

    /// How long it has waited between tries.
    public Duration waited() {
        return pauses.stream().reduce(Duration.ZERO, Duration::plus);
    }

    Consultant asking(ModelStub stub, Limits limits) {
        return asking(stub, limits, Budget.STANDARD);
    }

    private static Map<String, String> variables(ModelStub stub, Limits limits) {
        var timeout = limits.callTimeout().toMillis() + "ms";
        return switch (stub) {
            case AnthropicStub _ ->
                Map.of(
                        "RUNBOOK_ML_ENGINE",
                        "anthropic",
                        "ANTHROPIC_API_KEY",
                        KEY,
                        "ANTHROPIC_BASE_URL",
                        stub.address(),
                        "RUNBOOK_ML_CALL_TIMEOUT",
                        timeout);
            case OpenAiStub _ ->
                Map.of(
                        "RUNBOOK_ML_ENGINE",
                        "openai-compatible",
                        "RUNBOOK_ML_MODEL",
                        "some-model",
                        "OPENAI_API_KEY",
                        KEY,
                        "OPENAI_BASE_URL",
                        stub.address() + "/v1",
                        "RUNBOOK_ML_CALL_TIMEOUT",
                        timeout);
            default -> throw new IllegalArgumentException("no settings for " + stub.getClass());
        };
    }

    Consultant asking(ModelStub stub, Limits limits, Budget budget) {
        var variables = variables(stub, limits);
        if (!(ModelSettings.read(variables) instanceof ModelSettings.Reading.Online(var settings)))
            throw new AssertionError(ModelSettings.read(variables));
        InstantSource clock = () -> now;
        return new Consultant(
                LanguageModels.of(settings, clock),
                settings.prices(),
                limits,
                budget,
                List.of(KEY),
                new Breaker(clock),
                clock,
                time -> {
                    pauses.add(time);
                    now = now.plus(time);
                });
    }

    Consultant asking(ModelStub stub) {
        return asking(stub, LIMITS);
    }

    void later(Duration time) {
        now = now.plus(time);
    }
}
