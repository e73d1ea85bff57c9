package dev.runbook.ml.llm;

import dev.runbook.ml.llm.model.Budget;
import dev.runbook.ml.llm.model.LanguageModels;
import dev.runbook.ml.llm.model.Limits;
import dev.runbook.ml.llm.model.ModelSettings;
import dev.runbook.ml.llm.stub.ModelStub;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A consultant who asks a stub, with a clock that moves only when it waits between tries.
final class StubbedEngine {

    static final Limits LIMITS = new Limits(8, 100_000, 1_000_000, Duration.ofSeconds(60), Duration.ofSeconds(20));

    final List<Duration> pauses = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-23T08:00:00Z");

    Consultant asking(ModelStub stub, Limits limits) {
        return asking(stub, limits, Budget.STANDARD);
    }

    Consultant asking(ModelStub stub, Limits limits, Budget budget) {
        var variables = Map.of(
                "RUNBOOK_ML_ENGINE",
                "anthropic",
                "ANTHROPIC_API_KEY",
                "sk-ant-this-is-the-key",
                "ANTHROPIC_BASE_URL",
                stub.address(),
                "RUNBOOK_ML_CALL_TIMEOUT",
                limits.callTimeout().toMillis() + "ms");
        if (!(ModelSettings.read(variables) instanceof ModelSettings.Reading.Online(var settings)))
            throw new AssertionError(ModelSettings.read(variables));
        InstantSource clock = () -> now;
        return new Consultant(
                LanguageModels.of(settings, clock),
                settings.prices(),
                limits,
                budget,
                List.of("sk-ant-this-is-the-key"),
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
