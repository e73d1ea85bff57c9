package dev.runbook.core.operation;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/// Durations as people write them in runbooks: `30s`, `15m`, `2h`, `1d`, `500ms`, `1h30m`, or ISO-8601
/// (`PT15M`).
public final class Durations {

    private static final Pattern PART = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    private static final Pattern WHOLE = Pattern.compile("(?:" + PART.pattern() + ")+");

    private static final Duration LONGEST = Duration.ofDays(36_500);

    private Durations() {}

    /// The duration a text writes, or empty when it writes none, a negative one, or one of more than a century.
    public static Optional<Duration> parse(String text) {
        var trimmed = text.strip();
        return (trimmed.startsWith("P") ? iso(trimmed) : parts(trimmed))
                .filter(d -> !d.isNegative() && d.compareTo(LONGEST) <= 0);
    }

    private static Optional<Duration> parts(String text) {
        if (text.length() > 100 || !WHOLE.matcher(text).matches()) return Optional.empty();
        var parts = PART.matcher(text);
        var sum = Duration.ZERO;
        while (parts.find()) {
            long n = Long.parseLong(parts.group(1));
            sum = sum.plus(
                    switch (parts.group(2)) {
                        case "ms" -> Duration.ofMillis(n);
                        case "s" -> Duration.ofSeconds(n);
                        case "m" -> Duration.ofMinutes(n);
                        case "h" -> Duration.ofHours(n);
                        default -> Duration.ofDays(n);
                    });
        }
        return Optional.of(sum);
    }

    private static Optional<Duration> iso(String text) {
        try {
            return Optional.of(Duration.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /// A duration as people read it: `2h 5m`, `45s`, `250ms`.
    public static String display(Duration duration) {
        if (duration.isNegative()) return "-" + display(duration.negated());
        var out = new StringBuilder();
        if (duration.toDays() > 0) out.append(duration.toDays()).append("d ");
        if (duration.toHoursPart() > 0) out.append(duration.toHoursPart()).append("h ");
        if (duration.toMinutesPart() > 0) out.append(duration.toMinutesPart()).append("m ");
        if (duration.toSecondsPart() > 0) out.append(duration.toSecondsPart()).append("s ");
        if (out.isEmpty()) return duration.toMillis() + "ms";
        return out.toString().strip();
    }
}
