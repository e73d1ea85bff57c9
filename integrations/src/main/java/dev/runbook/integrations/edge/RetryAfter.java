package dev.runbook.integrations.edge;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// The header `Retry-After` of [RFC 9110](https://www.rfc-editor.org/rfc/rfc9110#field.retry-after): seconds, or a
/// date.
public final class RetryAfter {

    private static final long LONGEST_SECONDS = Duration.ofDays(365).toSeconds();

    private RetryAfter() {}

    /// How long to wait, zero when the date has passed; empty when the text is neither seconds nor a date.
    static Optional<Duration> parse(String text, Instant now) {
        var seconds = seconds(text);
        if (seconds.isPresent()) return seconds;
        try {
            var date = ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(date.isAfter(now) ? Duration.between(now, date) : Duration.ZERO);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /// A number of seconds, whole or not, a year at most; empty when the text is none.
    public static Optional<Duration> seconds(String text) {
        var trimmed = text.strip();
        if (!trimmed.matches("\\d{1,12}(\\.\\d{1,9})?")) return Optional.empty();
        var millis = (long) (Math.min(Double.parseDouble(trimmed), (double) LONGEST_SECONDS) * 1000);
        return Optional.of(Duration.ofMillis(millis));
    }

    /// The time until a moment given in seconds since 1970; zero when it has passed.
    public static Optional<Duration> untilEpoch(String text, Instant now) {
        if (!text.strip().matches("\\d{1,11}")) return Optional.empty();
        var moment = Instant.ofEpochSecond(Long.parseLong(text.strip()));
        return Optional.of(moment.isAfter(now) ? Duration.between(now, moment) : Duration.ZERO);
    }
}
