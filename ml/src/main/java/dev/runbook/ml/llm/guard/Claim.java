package dev.runbook.ml.llm.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Something in a text that is true or false: a time, a name that is no word, or a figure.
sealed interface Claim {

    /// As it stands in the text.
    String text();

    /// A point in time: `2026-01-15T10:02:00Z`, `2026-01-15`, `10:02`.
    record Time(String text) implements Claim {}

    /// A host, a version, a path, an id.
    record Name(String text) implements Claim {}

    /// A plain word, which may be the name of a component.
    record Word(String text) implements Claim {}

    /// A figure.
    ///
    /// @param decimals how many digits stand behind the point
    /// @param unit in lower case; empty when there is none
    /// @param about whether the text itself says that it is rough
    /// @param before the word before it, in lower case
    record Figure(String text, double value, int decimals, String unit, boolean about, String before, String after)
            implements Claim {
        /// Whether it is a small one that is written as a word; such are counts.
        boolean spelledOut() {
            return value <= LARGEST_COUNT && COUNTS.containsKey(text.toLowerCase(Locale.ROOT));
        }
    }

    String NUMBER = "\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|\\d+(?:\\.\\d+)?";
    String UNIT = "ms|s|sec|m|min|h|d|x|×|%|k|K|M|G|B|KB|MB|GB|TB|KiB|MiB|GiB|rps|qps|st|nd|rd|th";
    Pattern PARTS = Pattern.compile("(?<time>\\d{4}-\\d{2}-\\d{2}(?:[T ]\\d{2}:\\d{2}(?::\\d{2}(?:[.,]\\d+)?)?"
            + "(?:Z|[+-]\\d{2}:?\\d{2})?)?(?![\\w-])|(?<![\\w:.])\\d{1,2}:\\d{2}(?::\\d{2}(?:[.,]\\d+)?)?Z?(?![\\w:]))"
            + "|(?<![\\w.])(?<number>" + NUMBER + ")(?: ?(?<percent>%)|(?<unit>" + UNIT
            + "))?(?![\\w%])(?!\\.\\d)(?![-/:@]\\w)"
            + "|(?<token>\\w+(?:[-./:@#]+\\w+)*)");
    Pattern NUMERIC = Pattern.compile("(" + NUMBER + ")(" + UNIT + ")?");
    Pattern SPAN = Pattern.compile("(\\d+(?:\\.\\d+)?)-([A-Za-z]+)");
    Set<String> APPROXIMATE = Set.of("about", "around", "roughly", "approximately", "nearly", "almost", "circa");
    Map<String, Integer> COUNTS = Map.ofEntries(
            Map.entry("two", 2),
            Map.entry("three", 3),
            Map.entry("four", 4),
            Map.entry("five", 5),
            Map.entry("six", 6),
            Map.entry("seven", 7),
            Map.entry("eight", 8),
            Map.entry("nine", 9),
            Map.entry("ten", 10),
            Map.entry("eleven", 11),
            Map.entry("twelve", 12),
            Map.entry("dozen", 12),
            Map.entry("fifteen", 15),
            Map.entry("twenty", 20),
            Map.entry("thirty", 30),
            Map.entry("forty", 40),
            Map.entry("fifty", 50),
            Map.entry("sixty", 60),
            Map.entry("seventy", 70),
            Map.entry("eighty", 80),
            Map.entry("ninety", 90),
            Map.entry("hundred", 100));

    int LARGEST_COUNT = 12;

    /// Before them, a half or a third is one of several and no share.
    Set<String> ORDINAL = Set.of("the", "first", "second", "last", "latter", "other", "this", "that", "each", "every");

    /// What parts of a whole are in percent, where a text says of what.
    Map<String, Double> SHARES = Map.of("half", 50.0, "third", 33.3, "quarter", 25.0, "fifth", 20.0, "tenth", 10.0);
    Map<String, Double> FACTORS =
            Map.of("doubled", 2.0, "tripled", 3.0, "quadrupled", 4.0, "halved", 0.5, "tenfold", 10.0);

    /// All claims of a text, in order.
    static List<Claim> of(String text) {
        var claims = new ArrayList<Claim>();
        var matcher = PARTS.matcher(text);
        var before = "";
        while (matcher.find()) {
            claims.addAll(claims(matcher, text, before));
            before = matcher.group().toLowerCase(Locale.ROOT);
        }
        return claims;
    }

    private static List<Claim> claims(Matcher matcher, String text, String before) {
        if (matcher.group("time") != null) return List.of(new Time(matcher.group("time")));
        var after = next(text, matcher.end());
        if (matcher.group("number") != null) {
            var unit = matcher.group("percent") != null ? "%" : matcher.group("unit");
            return List.of(
                    figure(matcher.group(), matcher.group("number"), unit == null ? after : unit, before, after));
        }
        return token(matcher.group("token"), before, after);
    }

    private static List<Claim> token(String token, String before, String after) {
        var lower = token.toLowerCase(Locale.ROOT);
        if (COUNTS.containsKey(lower))
            return List.of(new Figure(token, COUNTS.get(lower), 0, after, false, before, after));
        if (SHARES.containsKey(lower) && after.equals("of") && !ORDINAL.contains(before))
            return List.of(new Figure(token, SHARES.get(lower), 0, "%", true, before, after));
        if (FACTORS.containsKey(lower))
            return List.of(new Figure(token, FACTORS.get(lower), 0, "x", true, before, after));
        var span = SPAN.matcher(token);
        if (span.matches() && unitWord(span.group(2)))
            return List.of(figure(token, span.group(1), span.group(2), before, after));
        var parts = token.split("[-/]", -1);
        if (parts.length > 1
                && java.util.Arrays.stream(parts)
                        .allMatch(part -> NUMERIC.matcher(part).matches()))
            return java.util.Arrays.stream(parts)
                    .map(part -> (Claim) part(part, before, after))
                    .toList();
        return token.chars().allMatch(Character::isLetter) ? List.of(new Word(token)) : List.of(new Name(token));
    }

    private static Figure part(String part, String before, String after) {
        var numeric = NUMERIC.matcher(part);
        if (!numeric.matches()) throw new IllegalArgumentException("no number: " + part);
        return figure(part, numeric.group(1), numeric.group(2) == null ? after : numeric.group(2), before, after);
    }

    private static boolean unitWord(String word) {
        return word.toLowerCase(Locale.ROOT)
                .matches("fold|second|minute|min|hour|day|percent|times|ms|s|m|h|d|line|point|way|node|host|core");
    }

    private static Figure figure(String text, String number, String unit, String before, String after) {
        var plain = number.replace(",", "");
        int point = plain.indexOf('.');
        var exact = Set.of("M", "B", "G").contains(unit) ? unit : unit.toLowerCase(Locale.ROOT);
        return new Figure(
                text,
                Double.parseDouble(plain),
                point < 0 ? 0 : plain.length() - point - 1,
                exact,
                APPROXIMATE.contains(before),
                before,
                after);
    }

    private static String next(String text, int from) {
        var matcher = Pattern.compile("[^\\w%]{0,3}([A-Za-z%]+)").matcher(text);
        return matcher.region(from, text.length()).lookingAt()
                ? matcher.group(1).toLowerCase(Locale.ROOT)
                : "";
    }
}
