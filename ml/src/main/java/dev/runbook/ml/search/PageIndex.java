package dev.runbook.ml.search;

import dev.runbook.ml.offline.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Finds the pages that a text is about.
///
/// Six looks at the same pages are added up, each in shares of its best page: the words and pairs of words of the
/// page, its character sequences (names that are written together are found in parts), the words of its best
/// section, the words and the character sequences of how it begins, and its title. Safe for use by many threads; it
/// never changes.
public final class PageIndex {

    private static final Pattern CODE = Pattern.compile("```.*?(?:```|\\z)", Pattern.DOTALL);
    private static final Pattern SECTION = Pattern.compile("\\n(?=#+ )");
    private static final int SHORTEST_SECTION = 20;
    private static final int BEGINNING = 700;
    private static final int SHORTEST_SEQUENCE = 3;
    private static final int LONGEST_SEQUENCE = 5;

    /// A question longer than this says no more.
    private static final int LONGEST_QUESTION = 4_000;

    private final List<Page> pages;
    private final int[] owner;
    private final TermIndex pairs;
    private final TermIndex sequences;
    private final TermIndex sections;
    private final TermIndex firstWords;
    private final TermIndex firstSequences;
    private final TermIndex titles;

    /// A page that was found.
    ///
    /// @param score in `[0, 1]`; comparable within one question
    public record Hit(Page page, double score) {}

    public PageIndex(List<Page> pages) {
        this.pages = List.copyOf(pages);
        var whole = pages.stream().map(p -> p.title() + "\n" + p.text()).toList();
        var beginnings = pages.stream().map(PageIndex::beginning).toList();
        List<String> parts = new ArrayList<>();
        List<Integer> owners = new ArrayList<>();
        for (int i = 0; i < pages.size(); i++)
            for (var section : sections(pages.get(i))) {
                parts.add(pages.get(i).title() + " " + section);
                owners.add(i);
            }
        owner = owners.stream().mapToInt(i -> i).toArray();
        pairs = new TermIndex(whole, PageIndex::pairs);
        sequences = new TermIndex(whole, PageIndex::sequences);
        sections = new TermIndex(parts, Words::stems);
        firstWords = new TermIndex(beginnings, Words::stems);
        firstSequences = new TermIndex(beginnings, PageIndex::sequences);
        titles = new TermIndex(pages.stream().map(Page::title).toList(), PageIndex::sequences);
    }

    /// The pages that fit best, best first; at most `most`, fewer when fewer have anything in common with the
    /// text.
    public List<Hit> search(String text, int most) {
        var asked = text.length() <= LONGEST_QUESTION ? text : text.substring(0, LONGEST_QUESTION);
        var scores = new double[pages.size()];
        double sum = 0;
        sum += add(scores, pairs.cosine(asked), 1);
        sum += add(scores, sequences.cosine(asked), 1);
        sum += add(scores, best(sections.cosine(asked)), 0.7);
        sum += add(scores, firstWords.cosine(asked), 0.7);
        sum += add(scores, firstSequences.cosine(asked), 0.4);
        sum += add(scores, titles.cosine(asked), 0.3);
        double all = sum;
        return IntStream.range(0, scores.length)
                .filter(i -> scores[i] > 0)
                .boxed()
                .sorted((a, b) -> scores[a] == scores[b] ? a - b : Double.compare(scores[b], scores[a]))
                .limit(most)
                .map(i -> new Hit(pages.get(i), Math.min(1, scores[i] / all)))
                .toList();
    }

    /// @return the weight, when any page has something in common with the question in this look
    private static double add(double[] scores, double[] look, double weight) {
        double best = 0;
        for (double score : look) best = Math.max(best, score);
        if (best <= 0) return 0;
        for (int i = 0; i < scores.length; i++) scores[i] += weight * look[i] / best;
        return weight;
    }

    private double[] best(double[] ofSections) {
        var best = new double[pages.size()];
        for (int i = 0; i < ofSections.length; i++) best[owner[i]] = Math.max(best[owner[i]], ofSections[i]);
        return best;
    }

    private static List<String> sections(Page page) {
        var sections = SECTION.splitAsStream(page.text())
                .map(String::strip)
                .filter(s -> s.length() >= SHORTEST_SECTION)
                .toList();
        return sections.isEmpty() ? List.of(page.text()) : sections;
    }

    private static String beginning(Page page) {
        var prose = CODE.matcher(page.text()).replaceAll(" ");
        return page.title() + "\n" + prose.substring(0, Math.min(prose.length(), BEGINNING));
    }

    /// The stems of a text, and each with the one after it.
    static List<String> pairs(String text) {
        var stems = Words.stems(text);
        List<String> pairs = new ArrayList<>(stems);
        for (int i = 1; i < stems.size(); i++) pairs.add(stems.get(i - 1) + " " + stems.get(i));
        return pairs;
    }

    /// The sequences of three to five characters in each word, its ends included.
    static List<String> sequences(String text) {
        List<String> sequences = new ArrayList<>(text.length() * 3);
        var lower = text.toLowerCase(Locale.ROOT);
        int i = 0;
        while (i < lower.length()) {
            int from = i;
            while (i < lower.length() && isWord(lower.charAt(i))) i++;
            if (i > from) split(" " + lower.substring(from, i) + " ", sequences);
            else i++;
        }
        return sequences;
    }

    private static void split(String word, List<String> sequences) {
        for (int n = SHORTEST_SEQUENCE; n <= LONGEST_SEQUENCE; n++)
            for (int i = 0; i + n <= word.length(); i++) sequences.add(word.substring(i, i + n));
    }

    private static boolean isWord(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }
}
