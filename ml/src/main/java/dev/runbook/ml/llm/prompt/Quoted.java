package dev.runbook.ml.llm.prompt;

import dev.runbook.core.value.Digest;

/// Text from outside, between marks that it cannot forge: they hold a digest of the text itself.
public final class Quoted {

    private static final int MARK = 10;

    private Quoted() {}

    /// @param what says what the text is; no text from outside itself
    public static String data(String what, String text) {
        var mark = "data-" + Digest.of(text).hex().substring(0, MARK);
        return "<" + mark + " what=\"" + what.replaceAll("[^\\w .,:;()/-]", "_") + "\">\n" + text.strip() + "\n</"
                + mark + ">";
    }
}
