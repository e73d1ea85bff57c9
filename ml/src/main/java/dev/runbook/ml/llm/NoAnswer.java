package dev.runbook.ml.llm;

/// A model gave no answer that can be used; the message says why, for people. The offline engine answers then.
final class NoAnswer extends Exception {
    private static final long serialVersionUID = 1L;

    NoAnswer(String reason) {
        super(reason, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
