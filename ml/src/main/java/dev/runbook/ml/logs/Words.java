package dev.runbook.ml.logs;

import java.util.Locale;
import java.util.Set;

/// Tells the words that a programmer wrote from the values that a program filled in, by the word alone.
final class Words {

    /// What a number counts; it goes with the number.
    private static final Set<String> UNITS = Set.of(
            "b",
            "k",
            "kb",
            "kib",
            "m",
            "mb",
            "mib",
            "g",
            "gb",
            "gib",
            "t",
            "tb",
            "tib",
            "byte",
            "bytes",
            "ns",
            "us",
            "ms",
            "msec",
            "msecs",
            "millis",
            "milliseconds",
            "microseconds",
            "s",
            "sec",
            "secs",
            "second",
            "seconds",
            "min",
            "mins",
            "minute",
            "minutes",
            "h",
            "hr",
            "hrs",
            "hour",
            "hours",
            "d",
            "day",
            "days");

    /// Words of a date; values only beside a number.
    private static final Set<String> CALENDAR = Set.of(
            "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug",
            "Sep", "Oct", "Nov", "Dec", "AM", "PM", "UTC", "GMT", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST",
            "PDT", "CET", "CEST", "BST", "IST", "JST");

    /// Nouns that a name follows: `session opened for user alice`.
    private static final Set<String> NAMED = Set.of("user", "username", "account", "host", "hostname", "login");

    /// Words that are no name, even after such a noun.
    private static final Set<String> GRAMMAR = Set.of(
            "a", "an", "and", "are", "at", "by", "does", "for", "from", "had", "has", "in", "is", "not", "of", "on",
            "or", "the", "to", "via", "was", "with");

    private Words() {}

    static boolean isUnit(String word) {
        return UNITS.contains(word.toLowerCase(Locale.ROOT));
    }

    static boolean isCalendar(String word) {
        return CALENDAR.contains(word);
    }

    static boolean namesFollow(String word) {
        return NAMED.contains(word.toLowerCase(Locale.ROOT));
    }

    static boolean isGrammar(String word) {
        return GRAMMAR.contains(word.toLowerCase(Locale.ROOT));
    }

    static boolean isTruth(String word) {
        return word.equalsIgnoreCase("true") || word.equalsIgnoreCase("false");
    }

    /// Whether a word shows by its form that it is a value: digits, a path, an address, a host, a qualified
    /// name, a hexadecimal run. The name of an exception is not: it says what happened.
    static boolean isValue(String word) {
        boolean hexadecimal = word.length() >= 8;
        int slashes = 0;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (Character.isDigit(c)) return true;
            if (word.length() > 1 && (c == '\\' || c == '@')) return true;
            if (c == '/') slashes++;
            if (Character.digit(c, 16) < 0) hexadecimal = false;
        }
        if (hexadecimal) return true;
        if (slashes > 0
                && word.length() > 1
                && (slashes > 1 || word.charAt(0) == '/' || word.indexOf('.') >= 0 || word.indexOf('~') >= 0))
            return true;
        return !namesAnException(word) && isDotted(word);
    }

    private static boolean namesAnException(String word) {
        return word.endsWith("Exception")
                || word.endsWith("Error")
                || word.endsWith("Throwable")
                || word.endsWith("Fault");
    }

    /// `com.android.systemui`, `ns.example.com`, `libc.so`; but neither `Cache.flush` nor the end of a sentence.
    private static boolean isDotted(String word) {
        int from = 0;
        int to = word.length();
        while (from < to && word.charAt(from) == '.') from++;
        while (to > from && word.charAt(to - 1) == '.') to--;
        int dots = 0;
        boolean longParts = true;
        int part = from;
        boolean lower = true;
        for (int i = from; i < to; i++) {
            char c = word.charAt(i);
            if (c == '.') {
                dots++;
                longParts &= i - part > 1;
                part = i + 1;
            }
            lower &= !Character.isUpperCase(c);
        }
        longParts &= to - part > 1;
        return dots >= 2 || (dots == 1 && lower && longParts);
    }

    /// `FF:F2:9F:16:E2:23` and `fe80::1c2d:ab`, with a digit somewhere.
    static boolean isColonAddress(String run) {
        int colons = 0;
        int width = 0;
        boolean digit = false;
        for (int i = 0; i < run.length(); i++) {
            char c = run.charAt(i);
            if (c == ':') {
                colons++;
                width = 0;
            } else {
                if (Character.digit(c, 16) < 0 || ++width > 4) return false;
                digit |= c <= '9';
            }
        }
        return colons >= 2 && digit;
    }
}
