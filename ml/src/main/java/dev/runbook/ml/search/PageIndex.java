package dev.runbook.ml.search;

import dev.runbook.ml.offline.text.Embedder;
import dev.runbook.ml.offline.text.Vector;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Finds the pages that a text is about.
///
/// Looks at the same pages are added up, each in shares of its best page: words and pairs of words, and
/// character sequences, in the page's prose; both in how the page begins and what the question says first;
/// words in all of it, code included; and with an embedding model the meaning of the best passage and of
/// all passages together. That they weigh nearly the same was chosen by cross-validation
/// (docs/EVALUATION.md). Safe for use by many threads; it never changes.
public final class PageIndex {

    private static final Pattern CODE = Pattern.compile("```.*?(?:```|\\z)", Pattern.DOTALL);
    private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?:])\\s+(?=[\\p{Lu}`*\\[(])");
    private static final int SHORTEST_SENTENCE = 15;
    private static final int BEGINNING = 700;
    private static final double WEIGHT_WITH_CODE = 0.3;

    /// A question longer than this says no more.
    private static final int LONGEST_QUESTION = 4_000;

    private final List<Page> pages;
    private final TermIndex pairs;
    private final TermIndex sequences;
    private final TermIndex firstSequences;
    private final TermIndex withCode;
    private final Embedder embedder;
    private final Optional<Meanings> meanings;

    /// What makes the index of a look.
    private interface Indexer {
        TermIndex index(String look, List<String> texts, Terms terms);
    }

    /// A page that was found.
    ///
    /// @param score in `[0, 1]`; comparable within one question
    public record Hit(Page page, double score) {}

    /// By words alone.
    public PageIndex(List<Page> pages) {
        this(
                pages,
                Embedder.none("only words are compared"),
                Optional.empty(),
                (_, texts, terms) -> new TermIndex(texts, terms));
    }

    /// By words and meaning. Takes some ten milliseconds a passage, for passages that the vectors do not know
    /// yet.
    ///
    /// @param embedder for the questions
    /// @param vectors of the passages
    public PageIndex(List<Page> pages, Embedder embedder, PassageVectors vectors) {
        this(pages, embedder, vectors.of(pages).map(Meanings::new), vectors::terms);
    }

    private PageIndex(List<Page> pages, Embedder embedder, Optional<Meanings> meanings, Indexer indexer) {
        this.pages = List.copyOf(pages);
        this.embedder = embedder;
        this.meanings = meanings;
        var prose = pages.stream().map(PageIndex::prose).toList();
        var begins = prose.stream()
                .map(text -> text.substring(0, Math.min(text.length(), BEGINNING)))
                .toList();
        var whole =
                pages.stream().map(page -> page.title() + "\n" + page.text()).toList();
        var ofSequences = later(() -> indexer.index("sequences", prose, Terms.SEQUENCES));
        var ofBeginnings = later(() -> indexer.index("beginnings", begins, Terms.SEQUENCES));
        var ofAll = later(() -> indexer.index("all", whole, Terms.PAIRS));
        pairs = indexer.index("pairs", prose, Terms.PAIRS);
        sequences = ofSequences.join();
        firstSequences = ofBeginnings.join();
        withCode = ofAll.join();
    }

    private static <T> CompletableFuture<T> later(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work);
    }

    /// The pages that fit best, best first; at most `most`, fewer when fewer have anything in common with the
    /// text.
    public List<Hit> search(String text, int most) {
        var asked = text.length() <= LONGEST_QUESTION ? text : text.substring(0, LONGEST_QUESTION);
        var scores = new double[pages.size()];
        var meaning = later(() -> near(asked));
        var common = sequences.cosine(asked);
        double sum = add(scores, common, 1);
        sum += add(scores, pairs.cosine(asked), 1);
        sum += add(scores, pairs.cosine(firstSentence(asked)), 1);
        sum += add(scores, firstSequences.cosine(asked), 1);
        sum += add(scores, withCode.cosine(asked), WEIGHT_WITH_CODE);
        var near = meaning.join();
        if (near.isPresent()) {
            sum += add(scores, near.get().best(), 1);
            sum += add(scores, near.get().whole(), 1);
        }
        double all = sum;
        return best(scores, IntStream.range(0, scores.length).filter(i -> common[i] > 0), most).stream()
                .map(i -> new Hit(pages.get(i), Math.clamp(scores[i] / all, 0, 1)))
                .toList();
    }

    /// Those of `pages` that score highest, best first; of the same score, the earlier page first.
    private static List<Integer> best(double[] scores, IntStream pages, int most) {
        var bestFirst =
                Comparator.<Integer>comparingDouble(page -> -scores[page]).thenComparing(page -> page);
        var worstFirst = new PriorityQueue<>(bestFirst.reversed());
        pages.forEach(page -> {
            if (worstFirst.size() >= most && scores[page] <= scores[worstFirst.element()]) return;
            worstFirst.add(page);
            if (worstFirst.size() > most) worstFirst.remove();
        });
        return worstFirst.stream().sorted(bestFirst).toList();
    }

    private Optional<Meanings.Look> near(String asked) {
        return meanings.flatMap(known -> embedder.meaning(asked).map((Vector vector) -> known.near(vector)));
    }

    /// @return the weight, when any page has something in common with the question in this look
    private static double add(double[] scores, double[] look, double weight) {
        double best = 0;
        for (double score : look) best = Math.max(best, score);
        if (best <= 0) return 0;
        for (int i = 0; i < scores.length; i++) scores[i] += weight * Math.max(0, look[i]) / best;
        return weight;
    }

    /// What a page says, without blocks of code; all of it when it is nothing else.
    private static String prose(Page page) {
        var prose = CODE.matcher(page.text()).replaceAll(" ");
        return page.title() + "\n" + (prose.isBlank() ? page.text() : prose);
    }

    /// What a question is about is said first; what follows explains it.
    static String firstSentence(String text) {
        return SENTENCE_END
                .splitAsStream(text.strip())
                .filter(sentence -> sentence.length() > SHORTEST_SENTENCE)
                .findFirst()
                .orElse(text);
    }
}
