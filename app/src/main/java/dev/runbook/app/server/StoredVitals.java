package dev.runbook.app.server;

import dev.runbook.app.web.Vitals;
import dev.runbook.store.database.WriteCheck;
import dev.runbook.store.database.WriteCheck.Obstacle;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/// Asks whether the database can be written to, and for how long its disk will do, at most once in a while. Safe for
/// use by many threads; while
/// one asks, the others go by what was known before.
final class StoredVitals implements Vitals {

    private static final Duration FRESH = Duration.ofSeconds(2);

    private final WriteCheck check;
    private final Optional<FreeSpace> space;
    private final InstantSource clock;
    private final AtomicReference<Answer> last = new AtomicReference<>(new Answer(Instant.EPOCH, List.of()));

    private record Answer(Instant at, List<String> problems) {}

    /// @param space where the database writes; empty when that is not on this machine
    /// @param clock real time, whatever the time in the system is
    StoredVitals(WriteCheck check, Optional<FreeSpace> space, InstantSource clock) {
        this.check = check;
        this.space = space;
        this.clock = clock;
    }

    @Override
    public List<String> problems() {
        var now = clock.instant();
        var known = last.get();
        if (known.at().plus(FRESH).isAfter(now)) return known.problems();
        // Whoever comes first asks.
        if (!last.compareAndSet(known, new Answer(now, known.problems())))
            return last.get().problems();
        var problems = ask();
        last.set(new Answer(now, problems));
        return problems;
    }

    private List<String> ask() {
        return Stream.concat(
                        check.obstacle().stream().map(StoredVitals::told), space.flatMap(FreeSpace::problem).stream())
                .toList();
    }

    private static String told(Obstacle obstacle) {
        return switch (obstacle) {
            case Obstacle.ReadOnly(var why) ->
                "The database cannot be written to (" + why + "). Nothing is executed, and reports and decisions are"
                        + " refused, until it can be.";
            case Obstacle.Silent _ ->
                "The database does not answer. Nothing is executed, and nothing can be shown or decided, until it"
                        + " does; the server's log says what is wrong.";
        };
    }
}
