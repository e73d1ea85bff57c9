package dev.runbook.ml.offline.logs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Groups log lines by the text that made them, line by line, after
/// [Drain](https://doi.org/10.1109/ICWS.2017.13): a tree by the number of words and the first word, then the most
/// similar template of the leaf. One thread at a time.
final class TemplateMiner {

    /// The share of words that must agree.
    private static final double SIMILAR = 0.5;

    /// A leaf with more templates than this takes what is nearest, so that memory stays bounded.
    private static final int LEAF = 200;

    private final Map<String, List<Template>> leaves = new HashMap<>();
    private final List<Template> templates = new ArrayList<>();

    /// What lines of one making have in common.
    static final class Template {
        private final int id;
        private final String[] words;

        private Template(int id, String[] words) {
            this.id = id;
            this.words = words;
        }

        int id() {
            return id;
        }

        /// The common words, with `<*>` where they differ.
        String text() {
            return String.join(" ", words);
        }

        private double similarity(String[] tokens) {
            int same = 0;
            for (int i = 0; i < words.length; i++) if (words[i].equals(tokens[i])) same++;
            return words.length == 0 ? 1 : (double) same / words.length;
        }

        private void merge(String[] tokens) {
            for (int i = 0; i < words.length; i++) if (!words[i].equals(tokens[i])) words[i] = Masking.HOLE;
        }
    }

    /// The template of a line; a new one when it resembles none so far.
    Template add(String message) {
        var tokens = Masking.tokens(message);
        var leaf = leaves.computeIfAbsent(leafOf(tokens), _ -> new ArrayList<>());
        Template best = null;
        double similarity = -1;
        for (var template : leaf) {
            double s = template.similarity(tokens);
            if (s > similarity) {
                best = template;
                similarity = s;
            }
        }
        if (best != null && (similarity >= SIMILAR || leaf.size() >= LEAF)) {
            best.merge(tokens);
            return best;
        }
        var fresh = new Template(templates.size(), tokens);
        templates.add(fresh);
        leaf.add(fresh);
        return fresh;
    }

    private static String leafOf(String[] tokens) {
        var first = tokens[0];
        return tokens.length + " " + (first.contains(Masking.HOLE) ? Masking.HOLE : first);
    }
}
