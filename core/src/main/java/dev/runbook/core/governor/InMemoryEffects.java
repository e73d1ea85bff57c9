package dev.runbook.core.governor;

import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.Journal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Effects and kill switch that live as long as their process, beside a journal that does so too. Safe for use
/// by many threads.
public final class InMemoryEffects implements EffectLog, KillSwitch {

    private final List<Kept> kept = new ArrayList<>();
    private final Map<String, Long> versions = new HashMap<>();
    private Position position = new Position.Running();

    private record Kept(String estate, Wish.Purpose purpose, Deed deed) {
        private boolean isChange() {
            return purpose == Wish.Purpose.CHANGE;
        }
    }

    /// Takes what a commit means, if its permit still holds.
    ///
    /// @return false when it does not; then the commit must not be taken either
    public synchronized boolean take(Journal.Commit commit) {
        if (commit.permit().filter(permit -> !holds(permit)).isPresent()) return false;
        var print = Footprint.of(commit.events());
        if (!print.isEmpty())
            kept.replaceAll(one -> one.deed().incident().equals(commit.incident())
                    ? new Kept(one.estate(), one.purpose(), print.on(one.deed()))
                    : one);
        commit.permit().ifPresent(this::begin);
        return true;
    }

    private boolean holds(Permit permit) {
        return permit.versions().entrySet().stream().allMatch(scope -> version(scope.getKey()) == scope.getValue());
    }

    private void begin(Permit permit) {
        var wish = permit.wish();
        wish.scopes().forEach(scope -> versions.merge(scope, 1L, Long::sum));
        var target = wish.purpose() == Wish.Purpose.MESSAGE ? Optional.<String>empty() : wish.target();
        kept.add(new Kept(
                wish.estate(),
                wish.purpose(),
                new Deed(
                        wish.incident(),
                        wish.service(),
                        wish.operation(),
                        target,
                        wish.at(),
                        Deed.State.UNDER_WAY,
                        target.isPresent())));
    }

    private long version(String scope) {
        return versions.getOrDefault(scope, 0L);
    }

    @Override
    public synchronized Situation around(Wish wish, Duration lookBack) {
        var begin = wish.at().minus(lookBack);
        var known = new HashMap<String, Long>();
        known.put(SCOPE, version(SCOPE));
        for (var scope : wish.scopes()) known.put(scope, version(scope));
        var onTarget = deeds(
                wish,
                one -> wish.target().isPresent()
                        && one.deed().target().equals(wish.target())
                        && (one.deed().holds()
                                || (one.isChange()
                                        && one.deed().operation().equals(wish.operation())
                                        && one.deed().at().isAfter(begin))));
        var onService = deeds(
                wish,
                one -> one.isChange()
                        && one.deed().service().equals(wish.service())
                        && one.deed().at().isAfter(begin));
        return new Situation(position, onTarget, onService, known);
    }

    private List<Deed> deeds(Wish wish, Predicate<Kept> wanted) {
        return kept.stream()
                .filter(one -> one.estate().equals(wish.estate()))
                .filter(wanted)
                .map(Kept::deed)
                .sorted(Comparator.comparing(Deed::at).reversed())
                .toList();
    }

    @Override
    public synchronized Position position() {
        return position;
    }

    @Override
    public synchronized List<IncidentId> underWay() {
        return kept.stream()
                .map(Kept::deed)
                .filter(deed -> deed.state() == Deed.State.UNDER_WAY)
                .map(Deed::incident)
                .distinct()
                .sorted()
                .toList();
    }

    @Override
    public synchronized Position stop(Actor.Operator by, String reason, Instant at) {
        return position instanceof Position.Stopped ? position : move(new Position.Stopped(by, at, reason));
    }

    @Override
    public synchronized Position resume(Actor.Operator by, String reason, Instant at) {
        return position instanceof Position.Running ? position : move(new Position.Running());
    }

    private Position move(Position to) {
        versions.merge(SCOPE, 1L, Long::sum);
        position = to;
        return to;
    }
}
