package dev.runbook.app.web;

import dev.runbook.core.engine.IncidentSummary;
import dev.runbook.core.engine.Phase;
import dev.runbook.core.governor.InMemoryEffects;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.intake.AlertBook;
import dev.runbook.core.journal.InMemoryJournal;
import dev.runbook.core.journal.Journal;
import dev.runbook.core.journal.JournalEntry;
import dev.runbook.core.journal.JournalException;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A journal in memory that also keeps the lists, tells of changes, and breaks when a test says so.
public final class WatchedJournal implements Journal {

    private final InMemoryJournal entries = new InMemoryJournal(_ -> {});
    private final Map<IncidentId, IncidentSummary> lines = new ConcurrentHashMap<>();
    private final Set<Consumer<ChangeFeed.Change>> listeners = ConcurrentHashMap.newKeySet();
    private volatile boolean broken;

    /// From now on, or not any more, nothing can be written.
    public void breakDown(boolean now) {
        broken = now;
    }

    /// What keeps the system from its work.
    List<String> problems() {
        return broken ? List.of("The database cannot be written to (it is set to read only).") : List.of();
    }

    /// The lines of all incidents.
    Collection<IncidentSummary> lines() {
        return lines.values();
    }

    /// How many want to be told of changes.
    public int listeners() {
        return listeners.size();
    }

    @Override
    public List<JournalEntry> read(IncidentId incident) {
        return entries.read(incident);
    }

    @Override
    public Append append(Commit commit) {
        if (broken) throw new JournalException("the disk is full", new IOException("no space left on /dev/sda1"));
        var append = entries.append(commit);
        if (append instanceof Append.Appended) {
            lines.put(commit.incident(), commit.summary());
            listeners.forEach(listener -> listener.accept(new ChangeFeed.Change.Of(commit.incident())));
        }
        return append;
    }

    InMemoryEffects effects() {
        return entries.effects();
    }

    ChangeFeed changes() {
        return listener -> {
            listeners.add(listener);
            return () -> listeners.remove(listener);
        };
    }

    /// @param alerts what came in
    IncidentIndex index(AlertBook alerts) {
        return new IncidentIndex() {
            @Override
            public Page list(Query query) {
                var found = lines.values().stream()
                        .filter(line -> matches(line, query))
                        .sorted(Comparator.comparing(IncidentSummary::reportedAt)
                                .thenComparingInt(line -> line.id().id().length())
                                .thenComparing(line -> line.id().id())
                                .reversed())
                        .toList();
                return new Page(
                        found.stream().skip(query.offset()).limit(query.limit()).toList(), found.size());
            }

            @Override
            public Optional<IncidentSummary> find(IncidentId id) {
                return Optional.ofNullable(lines.get(id));
            }

            @Override
            public List<Count> open() {
                return lines.values().stream()
                        .filter(line -> line.phase() != Phase.Kind.RESOLVED && line.phase() != Phase.Kind.CLOSED)
                        .map(line -> new Count(line.phase(), line.severity(), 1))
                        .toList();
            }

            @Override
            public List<Day> days(Instant since) {
                return List.of();
            }

            @Override
            public List<AlertBook.Day> alerts(Instant since) {
                return alerts.days(since);
            }

            @Override
            public Page behind(Figure figure, Instant since, Query query) {
                return figure == Figure.REPORTED ? list(query) : new Page(List.of(), 0);
            }

            @Override
            public List<Track> runbooks(Instant since) {
                return List.of(new Track("high_cpu", Instant.parse("2026-03-14T09:26:53Z"), 12, 9, 10));
            }
        };
    }

    private static boolean matches(IncidentSummary line, IncidentIndex.Query query) {
        var words = Stream.concat(
                        Stream.of(line.id().id(), line.title()),
                        Stream.concat(line.host().stream(), line.service().stream()))
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList();
        return (query.phases().isEmpty() || query.phases().contains(line.phase()))
                && (query.severities().isEmpty() || query.severities().contains(line.severity()))
                && query.text()
                        .map(text -> words.stream().anyMatch(word -> word.contains(text.toLowerCase(Locale.ROOT))))
                        .orElse(true);
    }
}
