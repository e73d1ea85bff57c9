package dev.runbook.language.yaml;

import dev.runbook.core.runbook.Position;
import java.util.Arrays;

/// Where each character of a scalar's text stands in the file. The text was unquoted, unescaped and folded; this
/// walks the source beside it and finds the way back.
///
/// Safe for use by many threads.
public final class TextPlaces {

    private final Source source;
    private final int from;
    private final int to;
    private final Style style;
    private final String text;

    /// How the text is written in the file.
    enum Style {
        PLAIN,
        SINGLE_QUOTED,
        DOUBLE_QUOTED,
        BLOCK
    }

    TextPlaces(Source source, int from, int to, Style style, String text) {
        this.source = source;
        this.from = from;
        this.to = to;
        this.style = style;
        this.text = text;
    }

    public Position start() {
        return source.position(from);
    }

    /// The place of the character at an index of the text; for the text's length, the place behind its end.
    public Position at(int index) {
        int at = begin();
        // A block's blank lines and deeper indentation at its beginning are behind us with the header.
        int i = style == Style.BLOCK ? afterTextSpace(0, index) : 0;
        while (i < index && at < to) {
            if (isSpace(source.at(at)) && breaksAt(at)) {
                at = afterSpace(at);
                i = afterTextSpace(i, index);
            } else if (style == Style.DOUBLE_QUOTED && source.at(at) == '\\') {
                if (isBreak(source.at(at + 1))) {
                    at = afterSpace(at + 1);
                } else {
                    at = afterEscape(at);
                    i += Character.charCount(text.codePointAt(i));
                }
            } else {
                at += style == Style.SINGLE_QUOTED && source.at(at) == '\'' ? 2 : 1;
                i += Character.charCount(text.codePointAt(i));
            }
        }
        return source.position(Math.min(at, to));
    }

    private int begin() {
        return switch (style) {
            case PLAIN -> from;
            case SINGLE_QUOTED, DOUBLE_QUOTED -> from + 1;
            case BLOCK -> {
                int at = from;
                while (at < to && !isBreak(source.at(at))) at++;
                yield afterSpace(at);
            }
        };
    }

    /// Whether the run of white space at this place holds a line break, and so was folded or lost its indentation.
    private boolean breaksAt(int at) {
        for (int i = at; i < to && isSpace(source.at(i)); i++) if (isBreak(source.at(i))) return true;
        return false;
    }

    private int afterSpace(int at) {
        int end = at;
        while (end < to && isSpace(source.at(end))) end++;
        return end;
    }

    private int afterTextSpace(int i, int index) {
        int end = i;
        while (end < index && isSpace(text.charAt(end))) end++;
        return end;
    }

    private int afterEscape(int at) {
        return at
                + switch (source.at(at + 1)) {
                    case 'x' -> 4;
                    case 'u' -> 6;
                    case 'U' -> 10;
                    default -> 2;
                };
    }

    private static boolean isSpace(int character) {
        return character == ' ' || character == '\t' || isBreak(character);
    }

    private static boolean isBreak(int character) {
        return character == '\n' || character == '\r';
    }

    /// The characters of a file.
    static final class Source {
        private final String file;
        private final int[] characters;
        private final int[] lineStarts;

        Source(String file, String text) {
            this.file = file;
            this.characters = text.codePoints().toArray();
            var starts = new int[characters.length + 1];
            int lines = 1;
            for (int i = 0; i < characters.length; i++) {
                boolean windows = characters[i] == '\r' && i + 1 < characters.length && characters[i + 1] == '\n';
                if (isBreak(characters[i]) && !windows) starts[lines++] = i + 1;
            }
            this.lineStarts = Arrays.copyOf(starts, lines);
        }

        /// The character at an index; a blank behind the end.
        int at(int index) {
            return index < characters.length ? characters[index] : ' ';
        }

        Position position(int index) {
            int found = Arrays.binarySearch(lineStarts, index);
            int line = found >= 0 ? found : -found - 2;
            return new Position(file, line + 1, index - lineStarts[line] + 1);
        }
    }
}
