package dev.runbook.ml.offline.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.CombinedFieldQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.store.ByteBuffersDirectory;

/// How much of a text each of some pages covers, by words: a BM25 index in memory over pages of a title and
/// a body.
///
/// The score is absolute: a text about something else scores low everywhere, so whoever asks can say that
/// nothing fits. `ml.search` answers another question, which page is nearest, in shares of the best one,
/// and it finds more; but of its scores none says that nothing fits, so neither can stand for the other
/// (docs/adr/0008-one-engine.md).
///
/// Safe for use by many threads; it never changes.
public final class WordCoverage {

    private static final String ID = "id";
    private static final String TITLE = "title";
    private static final String BODY = "body";

    /// A word in the title says as much as this many in the body.
    private static final float TITLE_WEIGHT = 3;

    private final IndexSearcher searcher;
    private final int size;

    /// What is indexed.
    ///
    /// @param id unique among the pages
    public record Page(String id, String title, String body) {}

    private WordCoverage(IndexSearcher searcher, int size) {
        this.searcher = searcher;
        this.size = size;
    }

    /// An index of these pages.
    public static WordCoverage of(List<Page> pages) {
        try {
            // Held by the searcher as long as it lives; memory, so there is nothing to give back.
            var directory = new ByteBuffersDirectory();
            try (var writer = new IndexWriter(directory, new IndexWriterConfig(Words.ANALYZER))) {
                for (var page : pages) {
                    var document = new Document();
                    document.add(new StringField(ID, page.id(), Field.Store.YES));
                    document.add(new TextField(TITLE, page.title(), Field.Store.NO));
                    document.add(new TextField(BODY, page.body(), Field.Store.NO));
                    writer.addDocument(document);
                }
            }
            return new WordCoverage(new IndexSearcher(DirectoryReader.open(directory)), pages.size());
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }

    /// How much of the text each page covers: the page's BM25 score over the highest score there could be,
    /// in `[0, 1)`. Words that no page has count as not covered, so a text about something else scores low
    /// everywhere.
    ///
    /// @return by page id; pages without any word of the text are missing
    public Map<String, Double> coverage(String text) {
        var stems = new LinkedHashSet<>(Words.stems(text));
        if (stems.isEmpty() || size == 0) return Map.of();
        try {
            var found = searcher.search(query(stems), size);
            var best = highestScore(stems);
            var stored = searcher.storedFields();
            var coverage = new HashMap<String, Double>();
            for (var hit : found.scoreDocs)
                coverage.put(stored.document(hit.doc).get(ID), Math.clamp(hit.score / best, 0, 1));
            return Map.copyOf(coverage);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
    }

    private static Query query(Set<String> stems) {
        // More words than Lucene takes in one query say no more than the first ones do.
        var query = new BooleanQuery.Builder();
        stems.stream()
                .limit(IndexSearcher.getMaxClauseCount() / 4)
                .forEach(stem -> query.add(
                        new CombinedFieldQuery.Builder(stem)
                                .addField(TITLE, TITLE_WEIGHT)
                                .addField(BODY, 1)
                                .build(),
                        BooleanClause.Occur.SHOULD));
        return query.build();
    }

    /// BM25 saturates at the word's inverse document frequency.
    private double highestScore(Set<String> stems) throws IOException {
        double sum = 0;
        for (var stem : stems) {
            int df = Math.max(
                    searcher.getIndexReader().docFreq(new Term(TITLE, stem)),
                    searcher.getIndexReader().docFreq(new Term(BODY, stem)));
            sum += Math.log(1 + (size - df + 0.5) / (df + 0.5));
        }
        return sum;
    }
}
