package dev.runbook.ml.search;

import dev.runbook.ml.offline.text.Words;
import java.util.Arrays;
import java.util.Locale;

/// Ways to split a text into terms. A term is a number: short sequences are packed into it, words are
/// hashed with 64 bits, where two of a million words are the same about once in thirty million times.
enum Terms {
    /// The stems of a text, and each with the one after it.
    PAIRS {
        @Override
        long[] of(String text) {
            var stems = Words.stems(text);
            var terms = new long[Math.max(0, 2 * stems.size() - 1)];
            for (int i = 0; i < stems.size(); i++) {
                terms[i] = hash(stems.get(i));
                if (i > 0) terms[stems.size() + i - 1] = mixed(terms[i - 1] * 31 + terms[i]);
            }
            return terms;
        }
    },
    /// The sequences of three to five letters and digits in each word, its ends included: names that are
    /// written together are found in parts. Of words in other than Latin letters, which may be written without
    /// spaces, the sequences of two and three letters.
    SEQUENCES {
        @Override
        long[] of(String text) {
            var lower = text.toLowerCase(Locale.ROOT);
            var terms = new Numbers(3 * text.length());
            int i = 0;
            while (i < lower.length()) {
                int from = i;
                while (i < lower.length() && code(lower.charAt(i)) > 1) i++;
                if (i > from) sequences(" " + lower.substring(from, i) + " ", terms);
                else if (isForeign(lower.charAt(i))) {
                    while (i < lower.length() && isForeign(lower.charAt(i))) i++;
                    foreignSequences(lower.substring(from, i), terms);
                } else i++;
            }
            return terms.all();
        }
    };

    private static final int SHORTEST = 3;
    private static final int LONGEST = 5;
    private static final int SHORTEST_FOREIGN = 2;

    /// The terms of a text, repeated as often as they occur, in no particular order.
    abstract long[] of(String text);

    private static void sequences(String word, Numbers terms) {
        for (int from = 0; from + SHORTEST <= word.length(); from++) {
            long packed = 0;
            for (int i = from; i < Math.min(word.length(), from + LONGEST); i++) {
                packed = (packed << 6) | code(word.charAt(i));
                if (i - from + 1 >= SHORTEST) terms.add(packed);
            }
        }
    }

    private static boolean isForeign(char c) {
        return c > 0x7f && Character.isLetter(c);
    }

    private static void foreignSequences(String letters, Numbers terms) {
        if (letters.length() == 1) terms.add(hash(letters));
        for (int length = SHORTEST_FOREIGN; length <= SHORTEST_FOREIGN + 1; length++)
            for (int from = 0; from + length <= letters.length(); from++)
                terms.add(hash(letters.substring(from, from + length)));
    }

    /// A number of six bits; 1 for the end of a word, 0 for what is neither letter nor digit.
    private static int code(char c) {
        if (c >= 'a' && c <= 'z') return c - 'a' + 2;
        if (c >= '0' && c <= '9') return c - '0' + 28;
        return c == ' ' ? 1 : 0;
    }

    private static long hash(String word) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < word.length(); i++) hash = (hash ^ word.charAt(i)) * 0x100000001b3L;
        return mixed(hash);
    }

    private static long mixed(long hash) {
        long mixed = (hash ^ (hash >>> 32)) * 0x9e3779b97f4a7c15L;
        return mixed ^ (mixed >>> 29);
    }

    /// A list of numbers that grows.
    private static final class Numbers {
        private long[] values;
        private int size;

        Numbers(int capacity) {
            values = new long[Math.max(8, capacity)];
        }

        void add(long value) {
            if (size == values.length) values = Arrays.copyOf(values, 2 * size);
            values[size++] = value;
        }

        long[] all() {
            return Arrays.copyOf(values, size);
        }
    }
}
