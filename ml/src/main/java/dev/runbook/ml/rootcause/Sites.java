package dev.runbook.ml.rootcause;

import java.util.Optional;
import java.util.regex.Pattern;

/// Where in a program a message comes from, for programs that log it: `OrderService#42`, `pool.go:17`.
///
/// Messages of like words from two lines are two steps: an error between them makes only the second stay away.
final class Sites {

    private static final Pattern SITE =
            Pattern.compile("(?<![\\w.#/:])([A-Za-z_][\\w.$/-]{2,80}[#:]\\d{1,6})(?![\\w.:])");
    private static final int FROM_START = 160;

    private Sites() {}

    /// The file or class with the line; empty when the message does not say.
    static Optional<String> of(String message) {
        var site = SITE.matcher(message).region(0, Math.min(message.length(), FROM_START));
        return site.find() ? Optional.of(site.group(1)) : Optional.empty();
    }
}
