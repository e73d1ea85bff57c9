package dev.runbook.ml.llm.model;

import dev.langchain4j.model.output.TokenUsage;
import dev.runbook.core.diagnosis.Consultation;
import org.jspecify.annotations.Nullable;

/// The tokens of an answer, those of the provider's prompt cache told apart.
public final class ModelUsage extends TokenUsage {

    private final Consultation.Usage usage;

    ModelUsage(Consultation.Usage usage) {
        super(clamped(usage.input() + usage.cacheRead() + usage.cacheWritten()), clamped(usage.output()));
        this.usage = usage;
    }

    /// These tokens as an answer tells them.
    public static ModelUsage of(Consultation.Usage usage) {
        return new ModelUsage(usage);
    }

    /// What any answer says about its tokens; nothing when it says nothing.
    public static Consultation.Usage of(@Nullable TokenUsage usage) {
        return switch (usage) {
            case null -> Consultation.Usage.NONE;
            case ModelUsage told -> told.usage;
            case TokenUsage plain ->
                new Consultation.Usage(count(plain.inputTokenCount()), count(plain.outputTokenCount()), 0, 0);
        };
    }

    private static long count(@Nullable Integer tokens) {
        return tokens == null ? 0 : Math.max(0, tokens);
    }

    private static int clamped(long tokens) {
        return Math.clamp(tokens, 0, Integer.MAX_VALUE);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ModelUsage that && that.usage.equals(usage);
    }

    @Override
    public int hashCode() {
        return usage.hashCode();
    }
}
