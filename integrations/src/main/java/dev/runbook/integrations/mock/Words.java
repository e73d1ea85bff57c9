package dev.runbook.integrations.mock;

import java.util.Arrays;
import java.util.Locale;

/// The search that desks offer: every word of the query must occur.
final class Words {

    private Words() {}

    static boolean match(String query, String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        return Arrays.stream(query.toLowerCase(Locale.ROOT).strip().split("\\s+"))
                .allMatch(lower::contains);
    }
}
