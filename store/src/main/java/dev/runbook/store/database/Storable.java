package dev.runbook.store.database;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// Values in the form in which PostgreSQL takes them.
public final class Storable {

    private static final int MARK = 0xFFFD;

    private Storable() {}

    /// Text without what PostgreSQL does not take: NUL and halves of surrogate pairs become a mark.
    public static @Nullable String text(@Nullable String text) {
        if (text == null || isPlain(text)) return text;
        return text.codePoints()
                .map(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) ? MARK : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) return false;
        }
        return true;
    }

    /// A time in ISO-8601, cut to the microseconds that PostgreSQL keeps.
    public static @Nullable String time(@Nullable Instant time) {
        return time == null ? null : time.truncatedTo(ChronoUnit.MICROS).toString();
    }
}
