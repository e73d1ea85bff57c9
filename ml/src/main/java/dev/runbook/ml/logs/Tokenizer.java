package dev.runbook.ml.logs;

import dev.runbook.ml.logs.Shape.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Reads a message into its shape: splits it into words, and makes holes of values. There is nothing to configure,
/// and nothing is looked up but single words.
final class Tokenizer {

    /// What comes after this many words is one hole; the work for a new shape grows with the square of its words.
    static final int MOST_WORDS = 100;

    private static final int LONGEST_QUOTE = 200;

    /// Names whose value is a text of its own, in logfmt and the like.
    private static final Set<String> TEXTS =
            Set.of("msg", "message", "err", "error", "event", "reason", "cause", "exception", "title", "detail");

    private static final Set<String> HTTP_METHODS =
            Set.of("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "CONNECT", "TRACE");

    private final String line;
    private final List<String> words = new ArrayList<>();
    private final List<Span> spans = new ArrayList<>();

    /// Whether the last word is a number, so that a unit may follow.
    private boolean afterNumber;

    /// Whether the last word is a noun that a name follows.
    private boolean afterNoun;

    private Tokenizer(String line) {
        this.line = line;
    }

    static Shape shape(String message) {
        var tokenizer = new Tokenizer(message);
        tokenizer.scan(0, message.length());
        tokenizer.dates();
        return Shape.collapsed(message, tokenizer.words, tokenizer.spans);
    }

    private void scan(int from, int to) {
        int i = from;
        while (i < to) {
            if (words.size() >= MOST_WORDS) {
                hole(i, to);
                return;
            }
            char c = line.charAt(i);
            if (c == '"') i = doubleQuote(i, to);
            else if (c == '\'') i = singleQuote(i, to);
            else if (c == '=') i = loneEquals(i, to);
            else if (separates(c)) i++;
            else i = run(i, to);
        }
    }

    private static boolean separates(char c) {
        return switch (c) {
            case ' ',
                    '\t',
                    '\n',
                    '\r',
                    '\f',
                    ':',
                    ',',
                    ';',
                    '(',
                    ')',
                    '[',
                    ']',
                    '{',
                    '}',
                    '<',
                    '>',
                    '"',
                    '\'',
                    '|',
                    '=' -> true;
            default -> false;
        };
    }

    private static boolean endsValue(char c) {
        return switch (c) {
            case ' ', '\t', '\n', '\r', '\f', ',', ';', '(', ')', '[', ']', '{', '}', '"', '=' -> true;
            default -> false;
        };
    }

    /// Quoted text is a value, but for an HTTP request, whose method says what was asked.
    private int doubleQuote(int open, int to) {
        int close = closing(open, to);
        if (close < 0) return open + 1;
        int space = line.indexOf(' ', open);
        if (space > 0 && space < close && HTTP_METHODS.contains(line.substring(open + 1, space))) scan(open + 1, close);
        else hole(open, close + 1);
        return close + 1;
    }

    private int closing(int open, int to) {
        for (int i = open + 1; i < to; i++) {
            char c = line.charAt(i);
            if (c == '\\') i++;
            else if (c == '"') return i;
        }
        return -1;
    }

    /// `'main'` is a value; the apostrophes of `can't` and `users'` are not quotes.
    private int singleQuote(int open, int to) {
        if (open > 0 && Character.isLetterOrDigit(line.charAt(open - 1))) return open + 1;
        int close = line.indexOf('\'', open + 1);
        boolean quotes = close > 0
                && close < to
                && close - open <= LONGEST_QUOTE
                && (close + 1 >= to || !Character.isLetterOrDigit(line.charAt(close + 1)));
        if (!quotes) return open + 1;
        hole(open, close + 1);
        return close + 1;
    }

    /// `x[0]=317`: a value without a name in front.
    private int loneEquals(int equals, int to) {
        if (equals + 1 < to && line.charAt(equals + 1) == '=') return equals + 2;
        int from = skipSpaces(equals + 1, to);
        int end = valueEnd(from, to);
        if (end > from && !namesValue(end, to)) hole(from, end);
        else end = from;
        return end;
    }

    /// A run of characters between separators.
    private int run(int from, int to) {
        int end = from;
        while (end < to && !separates(line.charAt(end)) && !dots(end, to)) end++;
        if (end == from) {
            while (end < to && line.charAt(end) == '.') end++;
            return end;
        }
        int address = from;
        while (address < to && (line.charAt(address) == ':' || !separates(line.charAt(address)))) address++;
        if (address > end && Words.isColonAddress(line.substring(from, address))) {
            hole(from, address);
            return address;
        }
        if (line.startsWith("://", end)) {
            while (end < to && (line.charAt(end) == '=' || !endsValue(line.charAt(end)))) end++;
            hole(from, end);
            return end;
        }
        if (namesValue(end, to) && line.substring(from, end).indexOf('/') < 0) return named(from, end, to);
        word(line.substring(from, end), from, end);
        return end;
    }

    /// Two or more dots in a row fill a line; they are no part of a word.
    private boolean dots(int i, int to) {
        return line.charAt(i) == '.' && i + 1 < to && line.charAt(i + 1) == '.';
    }

    /// Whether a single `=` comes next, with a space before it at most.
    private boolean namesValue(int end, int to) {
        int i = end < to && line.charAt(end) == ' ' ? end + 1 : end;
        return i < to && line.charAt(i) == '=' && (i + 1 >= to || line.charAt(i + 1) != '=');
    }

    /// `uid=0`, `tag="View Lock"`, `ruser=`, `success=false`. Whether something is so or not says what
    /// happened, so that value stays.
    private int named(int from, int end, int to) {
        var name = name(from, end);
        int start = skipSpaces(line.indexOf('=', end) + 1, to);
        if (start < to && line.charAt(start) == '"') {
            int close = closing(start, to);
            if (close > 0) {
                boolean isText =
                        TEXTS.contains(name.substring(0, name.length() - 1).toLowerCase(Locale.ROOT));
                add(name, from, isText ? start : close + 1);
                if (isText) scan(start + 1, close);
                return close + 1;
            }
        }
        int valueEnd = valueEnd(start, to);
        if (valueEnd > start && namesValue(valueEnd, to)) valueEnd = start;
        var value = line.substring(start, valueEnd);
        if (Words.isTruth(value)) {
            add(name, from, start);
            add(value, start, valueEnd);
        } else {
            add(name, from, valueEnd);
            afterNumber = isNumber(value);
        }
        return valueEnd;
    }

    private int valueEnd(int from, int to) {
        int end = from;
        while (end < to && !endsValue(line.charAt(end))) end++;
        return end;
    }

    private int skipSpaces(int from, int to) {
        int i = from;
        while (i < to && line.charAt(i) == ' ') i++;
        return i;
    }

    /// A name with `#` for its digits, so that `r24=` and `r25=` are one.
    private String name(int from, int end) {
        var name = new StringBuilder(end - from + 1);
        for (int i = from; i < end; i++) {
            char c = line.charAt(i);
            if (!Character.isDigit(c)) name.append(c);
            else if (name.isEmpty() || name.charAt(name.length() - 1) != '#') name.append('#');
        }
        return name.append('=').toString();
    }

    private void word(String word, int from, int end) {
        if (afterNumber && Words.isUnit(word)) {
            spans.add(spans.removeLast().through(end));
            afterNumber = false;
        } else if (Words.isValue(word)) {
            hole(from, end);
            afterNumber = isNumber(word);
        } else if (hasLetter(word)) {
            boolean nameDue = afterNoun;
            if (nameDue && !Words.isGrammar(word)) {
                hole(from, end);
                return;
            }
            // The name is empty: `Invalid user  from 10.0.0.1`.
            int gap = spans.isEmpty() ? from : spans.getLast().to() + 1;
            if (nameDue && from - gap >= 1) hole(gap, gap);
            add(word, from, end);
            afterNoun = Words.namesFollow(word);
        }
    }

    private void hole(int from, int to) {
        add(Shape.HOLE, from, to);
    }

    private void add(String word, int from, int to) {
        words.add(word);
        spans.add(new Span(from, to));
        afterNumber = false;
        afterNoun = false;
    }

    private static boolean isNumber(String word) {
        boolean digit = false;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (Character.isDigit(c)) digit = true;
            else if ("+-~.,:%".indexOf(c) < 0) return false;
        }
        return digit;
    }

    private static boolean hasLetter(String word) {
        return word.chars().anyMatch(Character::isLetter);
    }

    /// Makes holes of the words of a date that stand beside its numbers.
    private void dates() {
        for (int i = 1; i < words.size(); i++)
            if (Words.isCalendar(words.get(i)) && Shape.isHole(words.get(i - 1))) words.set(i, Shape.HOLE);
        for (int i = words.size() - 2; i >= 0; i--)
            if (Words.isCalendar(words.get(i)) && Shape.isHole(words.get(i + 1))) words.set(i, Shape.HOLE);
    }
}
