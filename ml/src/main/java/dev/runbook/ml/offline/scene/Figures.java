package dev.runbook.ml.offline.scene;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Numbers and times as sentences write them.
public final class Figures {

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Figures() {}

    /// At most two decimals, and three figures where it is small: `97`, `4.25`, `0.0312`.
    public static String number(double value) {
        double size = Math.abs(value);
        if (value == Math.rint(value) && size < 1e15) return Long.toString((long) value);
        if (size >= 100) return String.format(Locale.ROOT, "%.0f", value);
        if (size >= 0.1) return trimmed(String.format(Locale.ROOT, "%.2f", value));
        return String.format(Locale.ROOT, "%.3g", value);
    }

    private static String trimmed(String decimals) {
        return decimals.replaceAll("0+$", "").replaceAll("\\.$", "");
    }

    public static String time(Instant time) {
        return CLOCK.format(time);
    }
}
