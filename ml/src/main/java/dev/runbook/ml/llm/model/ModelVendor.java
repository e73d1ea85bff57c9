package dev.runbook.ml.llm.model;

import java.util.Arrays;
import java.util.Optional;

/// Whose models answer, by the value of `RUNBOOK_ML_ENGINE`.
public enum ModelVendor {
    ANTHROPIC("anthropic"),
    OPENAI_COMPATIBLE("openai-compatible"),
    OLLAMA("ollama"),
    BEDROCK("bedrock");

    private final String key;

    ModelVendor(String key) {
        this.key = key;
    }

    public String key() {
        return key;
    }

    static Optional<ModelVendor> ofKey(String key) {
        return Arrays.stream(values()).filter(vendor -> vendor.key.equals(key)).findFirst();
    }
}
