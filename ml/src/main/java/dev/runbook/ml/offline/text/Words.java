package dev.runbook.ml.offline.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.core.WhitespaceTokenizer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.miscellaneous.WordDelimiterGraphFilter;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/// Splits text into stemmed words: `HighCpuUsage on web_3` gives `high`, `cpu`, `usag`, `web`, `3`. Names are
/// split at case changes, underscores and punctuation; stop words are left out.
public final class Words {

    /// Safe for use by many threads.
    static final Analyzer ANALYZER = new Analyzer() {
        @Override
        protected TokenStreamComponents createComponents(String fieldName) {
            var source = new WhitespaceTokenizer();
            var parts = WordDelimiterGraphFilter.GENERATE_WORD_PARTS
                    | WordDelimiterGraphFilter.GENERATE_NUMBER_PARTS
                    | WordDelimiterGraphFilter.SPLIT_ON_CASE_CHANGE
                    | WordDelimiterGraphFilter.STEM_ENGLISH_POSSESSIVE;
            var lower = new LowerCaseFilter(new WordDelimiterGraphFilter(source, parts, null));
            return new TokenStreamComponents(
                    source, new PorterStemFilter(new StopFilter(lower, EnglishAnalyzer.ENGLISH_STOP_WORDS_SET)));
        }
    };

    private Words() {}

    /// The stems of a text, in order, repeated as often as they occur.
    public static List<String> stems(String text) {
        var stems = new ArrayList<String>();
        try (var tokens = ANALYZER.tokenStream("", text)) {
            var term = tokens.addAttribute(CharTermAttribute.class);
            tokens.reset();
            while (tokens.incrementToken()) stems.add(term.toString());
            tokens.end();
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
        return List.copyOf(stems);
    }
}
