package dev.runbook.ml.chat;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// What is asked in one breath: "why is it slow, and can you restart it?" are two questions.
final class Clauses {

    /// Where one ends: at its mark, or before a conjunction with which another question or wish begins.
    private static final Pattern END =
            Pattern.compile("(?i)(?<=[?!;])\\s+|(?:\\s*,)?\\s+(?:and|but|also|then)(?:\\s+(?:also|then))?"
                    + "\\s+(?=(?:why|what|who|when|which|how|where|is|are|was|were|did|does|has|have|can|could|would|will|please"
                    + "|should|show|list|explain|tell|restart|bounce|scale|roll|revert|reboot|clean|reroute|kill)\\b)");

    private Clauses() {}

    /// The clauses in order; the words themselves where they are one.
    static List<String> of(String words) {
        return Arrays.stream(END.split(words, -1))
                .map(String::strip)
                .filter(clause -> !clause.isEmpty())
                .toList();
    }
}
