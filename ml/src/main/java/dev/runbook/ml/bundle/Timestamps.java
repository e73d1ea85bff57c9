package dev.runbook.ml.bundle;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/// Reads the times that metric exports have: ISO-8601 with or without an offset, with `T` or a space, and
/// Unix time in seconds or milliseconds. A time without an offset is taken for UTC.
public final class Timestamps {

    /// Unix seconds reach this in the year 5138, milliseconds did in 1973.
    private static final double MILLISECONDS_FROM = 1e11;

    private Timestamps() {}

    /// @return empty when the text is no time
    public static Optional<Instant> parse(String text) {
        if (text.isEmpty()) return Optional.empty();
        try {
            return Optional.of(isNumber(text) ? unix(Double.parseDouble(text)) : iso(text.replace(' ', 'T')));
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static boolean isNumber(String text) {
        return text.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.' || c == '-') && text.lastIndexOf('-') <= 0;
    }

    private static Instant unix(double time) {
        return Instant.ofEpochMilli(Math.round(Math.abs(time) >= MILLISECONDS_FROM ? time : time * 1_000));
    }

    private static Instant iso(String text) {
        int time = text.indexOf('T');
        boolean offset =
                text.endsWith("Z") || (time > 0 && (text.indexOf('+', time) > 0 || text.indexOf('-', time) > 0));
        return offset
                ? OffsetDateTime.parse(text).toInstant()
                : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    }
}
