package dev.runbook.ml.search;

import dev.runbook.core.capability.Knowledge;
import dev.runbook.core.diagnosis.Reading;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.Arguments;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Occurrence;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.value.Value;
import dev.runbook.ml.offline.text.BgeEmbedder;
import dev.runbook.ml.offline.text.Embedder;
import dev.runbook.ml.offline.text.Vector;
import dev.runbook.ml.offline.text.Words;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/// The pages of a folder, to be read by people. It is read in the background, and again when a file has
/// changed; until then the pages as they were are searched. Safe for use by many threads.
public final class PageShelf implements Knowledge {

    /// How many pages are shown unless another number is asked for.
    static final int USUAL = 3;

    /// A page that is less near is about something else. Measured on pages about Kubernetes: nineteen of twenty
    /// questions about a page are nearer, and questions about other things are not.
    static final double NEAR_ENOUGH = 0.5;

    private static final Duration LOOKED_AT_AGAIN = Duration.ofSeconds(30);

    /// While the pages are read for the first time nobody waits longer.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final int EXCERPT = 240;

    private final Path folder;
    private final Embedder embedder;
    private final InstantSource clock;
    private final Path kept;
    private Optional<Shelved> latest = Optional.empty();
    private FutureTask<Shelved> reading;
    private Instant lookedAt;

    /// The pages as they were.
    ///
    /// @param print stands for the names, sizes and times of the files
    private record Shelved(String print, PageIndex index) {}

    private PageShelf(Path folder, Path kept, Embedder embedder, InstantSource clock) {
        this.folder = folder;
        this.kept = kept;
        this.embedder = embedder;
        this.clock = clock;
        lookedAt = clock.instant();
        reading = begin();
    }

    /// Begins to read a folder.
    ///
    /// @param folder of Markdown pages, at any depth
    /// @param kept the file that keeps what the pages mean
    public static PageShelf of(Path folder, Path kept, Embedder embedder, InstantSource clock) {
        return new PageShelf(folder, kept, embedder, clock);
    }

    @Override
    public String name() {
        return "pages";
    }

    @Override
    public Mode mode() {
        return Mode.LIVE;
    }

    @Override
    public Observation pages(String problem, Optional<String> cause, int limit, CallContext context)
            throws InterruptedException {
        try {
            var index = current(context.timeout());
            if (index.isEmpty())
                return new Observation.CouldNotLook("the pages of " + folder + " are still being read", true);
            var found =
                    find(index.get(), problem + cause.map(text -> "\n" + text).orElse(""), limit);
            var paths = Value.of(found.stream().map(Reading::path).toList());
            return found.isEmpty()
                    ? new Observation.NothingFound(paths)
                    : new Observation.Found(
                            found.stream().map(page -> (Content) page.facts()).toList(), paths);
        } catch (ExecutionException e) {
            return new Observation.CouldNotLook(
                    "the pages of " + folder + " could not be read: "
                            + Optional.ofNullable(e.getCause())
                                    .map(Throwable::getMessage)
                                    .orElse("nobody knows why"),
                    true);
        }
    }

    /// The pages that a text is about, as far as they have been read; none while they have not.
    List<Reading> find(String text, int limit) {
        Optional<Shelved> known;
        synchronized (this) {
            known = latest;
        }
        return known.map(shelved -> find(shelved.index(), text, limit)).orElse(List.of());
    }

    private List<Reading> find(PageIndex index, String text, int limit) {
        return index.search(text, Math.max(0, limit)).stream()
                .flatMap(hit -> reading(hit.page(), text).stream())
                .filter(page -> page.score() >= NEAR_ENOUGH)
                .sorted(Comparator.comparingDouble(Reading::score).reversed())
                .toList();
    }

    private Optional<Reading> reading(Page page, String text) {
        return Passages.of(page).stream()
                .map(passage -> reading(page, passage, near(passage.meant(), text)))
                .max(Comparator.comparingDouble(Reading::score));
    }

    private static Reading reading(Page page, Passages.Passage passage, double near) {
        var plain = passage.plain();
        return new Reading(
                page.id(),
                page.title(),
                passage.heading().orElse(""),
                Math.round(near * 100) / 100.0,
                plain.length() <= EXCERPT ? plain : plain.substring(0, EXCERPT) + "…");
    }

    /// How near two texts are, in `[0, 1]`: in meaning, or where there is no model by the words of the second
    /// that the first has.
    private double near(String passage, String text) {
        var asked = embedder.meaning(text);
        if (asked.isPresent())
            return embedder.meaning(passage)
                    .map((Vector vector) -> vector.nearness(asked.get()))
                    .orElse(0.0);
        var words = new HashSet<>(Words.stems(text));
        if (words.isEmpty()) return 0;
        int all = words.size();
        words.retainAll(new HashSet<>(Words.stems(passage)));
        return (double) words.size() / all;
    }

    /// The pages as they are, or as they were while they are read again; empty while they are read the first
    /// time.
    private Optional<PageIndex> current(Duration timeout) throws InterruptedException, ExecutionException {
        var task = upToDate();
        Optional<Shelved> before;
        synchronized (this) {
            before = latest;
        }
        try {
            var now = before.isPresent() && !task.isDone()
                    ? before.get()
                    : task.get(Math.min(PATIENCE.toMillis(), timeout.toMillis() / 2), TimeUnit.MILLISECONDS);
            synchronized (this) {
                latest = Optional.of(now);
            }
            return Optional.of(now.index());
        } catch (TimeoutException _) {
            return Optional.empty();
        }
    }

    private synchronized FutureTask<Shelved> upToDate() {
        var now = clock.instant();
        if (!reading.isDone() || now.isBefore(lookedAt.plus(LOOKED_AT_AGAIN))) return reading;
        lookedAt = now;
        boolean changed = reading.state() != Future.State.SUCCESS
                || !reading.resultNow().print().equals(print());
        if (changed) reading = begin();
        return reading;
    }

    private FutureTask<Shelved> begin() {
        var task = new FutureTask<>(this::read);
        Thread.ofPlatform().daemon().name("pages").start(task);
        return task;
    }

    private Shelved read() throws IOException {
        var print = print();
        var pages = Pages.read(folder);
        if (embedder.trouble().isPresent()) return shelved(print, new PageIndex(pages));
        var file = VectorFile.at(kept, BgeEmbedder.NAME, BgeEmbedder.SIZE);
        var vectors = PassageVectors.kept(embedder, file, _ -> {});
        return shelved(print, new PageIndex(pages, embedder, vectors));
    }

    private synchronized Shelved shelved(String print, PageIndex index) {
        var shelved = new Shelved(print, index);
        latest = Optional.of(shelved);
        return shelved;
    }

    /// What changes when a file does; empty when the folder cannot be read.
    private String print() {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .sorted()
                    .map(PageShelf::print)
                    .collect(Collectors.joining("\n"));
        } catch (IOException | UncheckedIOException _) {
            return "";
        }
    }

    private static String print(Path file) {
        try {
            return file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Occurrence occurred(OperationName operation, Arguments arguments, IdempotencyKey key, CallContext context) {
        return new Occurrence.CannotTell("nothing is ever done to the pages");
    }
}
