package dev.runbook.ml.logs;

import java.util.Locale;

/// How grave a program thinks a message is, from the least to the most.
public enum LogLevel {
    /// The message does not say.
    UNKNOWN,
    TRACE,
    DEBUG,
    INFO,
    WARNING,
    ERROR,
    FATAL;

    /// A level stands near the beginning of a line.
    private static final int HEADER = 120;

    /// Whether somebody should look.
    public boolean isTroubling() {
        return compareTo(WARNING) >= 0;
    }

    /// A level by any of its usual names, in any case; `UNKNOWN` for other words.
    public static LogLevel named(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "trace", "verbose", "finest", "finer" -> TRACE;
            case "debug", "fine", "dbg" -> DEBUG;
            case "info", "information", "informational", "notice", "inf" -> INFO;
            case "warn", "warning", "wrn" -> WARNING;
            case "error", "err", "severe" -> ERROR;
            case "fatal", "critical", "crit", "panic", "emerg", "emergency", "alert" -> FATAL;
            default -> UNKNOWN;
        };
    }

    /// The level that a line states: `ERROR` in capitals, `[error]`, `<warn>`, `level=error`, or `E0311` as
    /// glog has it. A word in the running text is no level.
    static LogLevel of(String line) {
        var level = glog(line);
        int end = Math.min(line.length(), HEADER);
        int i = 0;
        while (i < end && level == UNKNOWN) {
            int from = i;
            while (i < line.length() && Character.isLetter(line.charAt(i))) i++;
            if (i > from && states(line, from, i)) level = named(line.substring(from, i));
            if (i == from) i++;
        }
        return level;
    }

    private static boolean states(String line, int from, int to) {
        if (to - from < 3 || to - from > 13) return false;
        if (line.chars().skip(from).limit(to - from).allMatch(Character::isUpperCase)) return true;
        char before = from > 0 ? line.charAt(from - 1) : ' ';
        char after = to < line.length() ? line.charAt(to) : ' ';
        return (before == '[' && after == ']')
                || (before == '<' && after == '>')
                || (before == '=' && follows(line, from - 1, "level", "lvl", "severity"));
    }

    private static boolean follows(String line, int end, String... names) {
        for (var name : names) if (line.startsWith(name, end - name.length())) return true;
        return false;
    }

    private static LogLevel glog(String line) {
        if (line.length() < 6 || line.charAt(5) != ' ') return UNKNOWN;
        for (int i = 1; i < 5; i++) if (!Character.isDigit(line.charAt(i))) return UNKNOWN;
        return switch (line.charAt(0)) {
            case 'I' -> INFO;
            case 'W' -> WARNING;
            case 'E' -> ERROR;
            case 'F' -> FATAL;
            default -> UNKNOWN;
        };
    }
}
