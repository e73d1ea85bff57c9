package dev.runbook.ml.logs;

import java.util.ArrayList;
import java.util.List;

/// A message as its words, with a hole for each value or run of values. Lines of one making mostly have one shape.
///
/// A word that ends in `=` is a name whose value is left out: `uid=`.
///
/// @param words literal words, names and holes; no two holes side by side
/// @param spans where each word stands in the message; a hole's span covers all its values, a name's its value too
record Shape(String message, List<String> words, List<Span> spans) {

    /// Stands for what varies. No message has it as a word: angle brackets separate words.
    static final String HOLE = "<*>";

    /// @param to exclusive
    record Span(int from, int to) {
        Span through(int end) {
            return new Span(from, end);
        }
    }

    Shape {
        words = List.copyOf(words);
        spans = List.copyOf(spans);
        if (words.size() != spans.size()) throw new IllegalArgumentException(words + " at " + spans);
    }

    /// The shape with a hole where word `i` is. Holes that meet become one.
    Shape withHoleAt(int i) {
        List<String> w = new ArrayList<>(words);
        w.set(i, HOLE);
        return collapsed(message, w, spans);
    }

    /// The shape of words that may have holes side by side.
    static Shape collapsed(String message, List<String> words, List<Span> spans) {
        List<String> w = new ArrayList<>(words.size());
        List<Span> s = new ArrayList<>(words.size());
        for (int i = 0; i < words.size(); i++) {
            boolean continues = isHole(words.get(i)) && !w.isEmpty() && (isHole(w.getLast()) || isName(w.getLast()));
            if (continues) {
                s.add(s.removeLast().through(spans.get(i).to()));
            } else {
                w.add(words.get(i));
                s.add(spans.get(i));
            }
        }
        return new Shape(message, w, s);
    }

    static boolean isHole(String word) {
        return word.equals(HOLE);
    }

    static boolean isName(String word) {
        return word.endsWith("=");
    }

    /// How many words are written rather than filled in.
    static int written(List<String> words) {
        int count = 0;
        for (var word : words) if (!isHole(word)) count++;
        return count;
    }

    /// The message with `<*>` for what varies.
    String template() {
        var text = new StringBuilder();
        int at = 0;
        for (int i = 0; i < words.size(); i++) {
            var span = spans.get(i);
            text.append(message, at, Math.max(at, span.from()));
            var word = words.get(i);
            if (isName(word)) text.append(word.replace("#", HOLE)).append(HOLE);
            else text.append(word);
            at = Math.max(at, span.to());
        }
        return text.append(message, at, message.length()).toString();
    }
}
