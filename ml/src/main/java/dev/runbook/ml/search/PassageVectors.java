package dev.runbook.ml.search;

import dev.runbook.ml.offline.text.Embedder;
import dev.runbook.ml.offline.text.Vector;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/// The vectors of the passages of pages: those that a file knows are taken from it, the others are embedded
/// on all cores and added to it. One thread at a time.
public final class PassageVectors {

    /// So many are embedded, then kept: what an interrupted run has done is not lost.
    private static final int BATCH = 256;

    private final Embedder embedder;
    private final Optional<VectorFile> file;
    private final LongConsumer progress;

    private PassageVectors(Embedder embedder, Optional<VectorFile> file, LongConsumer progress) {
        this.embedder = embedder;
        this.file = file;
        this.progress = progress;
    }

    /// Vectors that are not kept.
    public static PassageVectors fresh(Embedder embedder) {
        return new PassageVectors(embedder, Optional.empty(), _ -> {});
    }

    /// Vectors that are kept in a file.
    ///
    /// @param progress told how many passages have been embedded, now and then
    public static PassageVectors kept(Embedder embedder, VectorFile file, LongConsumer progress) {
        return new PassageVectors(embedder, Optional.of(file), progress);
    }

    /// Vectors that are not kept.
    ///
    /// @param progress told how many passages have been embedded, now and then
    public static PassageVectors fresh(Embedder embedder, LongConsumer progress) {
        return new PassageVectors(embedder, Optional.empty(), progress);
    }

    /// An index of texts of the pages, kept beside the vectors where these are kept.
    ///
    /// @param look names the index among those of the same pages
    TermIndex terms(String look, List<String> texts, Terms terms) {
        return file.map(kept -> TermFile.of(kept.beside("." + look), texts, terms))
                .orElseGet(() -> new TermIndex(texts, terms));
    }

    /// The vectors of each page's passages; empty when there is no model.
    Optional<List<List<Vector>>> of(List<Page> pages) {
        var passages = pages.stream()
                .map(page ->
                        Passages.of(page).stream().map(Passages.Passage::meant).toList())
                .toList();
        var wanted = new LinkedHashSet<String>();
        passages.forEach(wanted::addAll);
        var known = new HashMap<>(file.map(kept -> kept.read(wanted)).orElse(Map.of()));
        var missing = wanted.stream().filter(text -> !known.containsKey(text)).toList();
        for (int from = 0; from < missing.size(); from += BATCH) {
            var batch = missing.subList(from, Math.min(missing.size(), from + BATCH));
            var vectors = embedder.meanings(batch);
            if (vectors.isEmpty()) return Optional.empty();
            Map<String, Vector> made = new HashMap<>();
            for (int i = 0; i < batch.size(); i++) made.put(batch.get(i), vectors.get(i));
            file.ifPresent(kept -> kept.add(made));
            known.putAll(made);
            progress.accept(from + batch.size());
        }
        return Optional.of(passages.stream()
                .map(of -> of.stream().map(known::get).toList())
                .toList());
    }
}
