package dev.runbook.store.journal;

import dev.runbook.core.journal.Journal;
import dev.runbook.store.TestDatabase;
import dev.runbook.store.bench.RawCommits;
import dev.runbook.store.database.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Appends a second over raw commits a second, for 1, 16 and 64 callers. Run by hand.
public final class JournalBench {

    private static final Duration LENGTH = Duration.ofSeconds(Integer.getInteger("seconds", 3));
    private static final String TEXT = "the connection pool of checkout is used up: 50 of 50 in use, 212 waiting, "
            + "oldest for 31 s; restarting it returns them, and the release of 11:42 is the likely cause";

    private JournalBench() {}

    /// Prints a line for each number of callers.
    public static void main(String[] arguments) throws Exception {
        try (var database = TestDatabase.fresh();
                var journal = new PostgresJournal(database.dataSource(), Work.ELSEWHERE)) {
            appends(journal, 16, Duration.ofSeconds(3));
            for (int callers : new int[] {1, 16, 64}) measure(database, journal, callers);
        }
        System.exit(0);
    }

    private static void measure(Database database, Journal journal, int callers) throws Exception {
        var payload = EventJson.write(
                Fixtures.comment(Fixtures.newIncident(), 0, TEXT).events().getFirst());
        var raw = new RawCommits(database, payload);
        var before = raw.perSecond(callers, LENGTH);
        var appends = appends(journal, callers, LENGTH);
        var after = raw.perSecond(callers, LENGTH);
        System.out.printf(
                "%3d callers: raw %.0f, appends %.0f, raw %.0f: ratio %.2f%n",
                callers, before, appends, after, appends / ((before + after) / 2));
    }

    private static double appends(Journal journal, int callers, Duration length) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var start = System.nanoTime();
            var counts = new ArrayList<Future<Long>>();
            for (int i = 0; i < callers; i++)
                counts.add(threads.submit(() -> appendUntil(start + length.toNanos(), journal)));
            var sum = 0L;
            for (var count : counts) sum += count.get();
            return sum / ((System.nanoTime() - start) / 1e9);
        }
    }

    /// Incidents of forty events, one after another.
    private static long appendUntil(long deadline, Journal journal) {
        var appended = 0L;
        while (true) {
            var incident = Fixtures.newIncident();
            for (int seq = 0; seq < 40; seq++) {
                if (System.nanoTime() > deadline) return appended;
                var append = journal.append(Fixtures.comment(incident, seq, TEXT));
                if (!(append instanceof Journal.Append.Appended)) throw new IllegalStateException(append.toString());
                appended++;
            }
        }
    }
}
