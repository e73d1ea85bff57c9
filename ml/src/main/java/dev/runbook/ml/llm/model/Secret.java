package dev.runbook.ml.llm.model;

/// Text that nobody may see. Only [#reveal()] gives it away.
public record Secret(String reveal) {
    @Override
    public String toString() {
        return "***";
    }
}
