package dev.runbook.core.governor;

import dev.runbook.core.governor.Restraint.Rule;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.operation.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/// The guard that knows what all incidents have begun. [#judge] is pure; safe for use by many threads.
public final class Governor implements EffectGuard {

    /// How soon a wait is looked at again whose end nobody knows.
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(15);

    private final Limits limits;
    private final EffectLog log;
    private final Estates estates;

    /// Says what a target and a service belong to.
    @FunctionalInterface
    public interface Estates {
        /// Each environment is an estate.
        Estates BY_ENVIRONMENT = (_, environment) -> environment;

        /// @param environment of the incident's report
        String of(IncidentId incident, String environment);
    }

    public Governor(Limits limits, EffectLog log, Estates estates) {
        this.limits = limits;
        this.log = log;
        this.estates = estates;
    }

    @Override
    public String estate(IncidentId incident, String environment) {
        return estates.of(incident, environment);
    }

    @Override
    public Verdict ask(Wish wish) {
        return judge(wish, log.around(wish, limits.lookBack()), limits);
    }

    @Override
    public Optional<Verdict.Wait> stopped(Instant now) {
        return stopped(log.position(), now);
    }

    /// Judges a wish. What refuses for good comes before what only takes time.
    static Verdict judge(Wish wish, Situation situation, Limits limits) {
        return Stream.<Optional<? extends Verdict>>of(
                        stopped(situation.position(), wish.at()),
                        inVain(wish, situation, limits),
                        frozen(wish, limits),
                        locked(wish, situation, limits),
                        coolingDown(wish, situation, limits),
                        overBudget(wish, situation, limits))
                .flatMap(Optional::stream)
                .map(Verdict.class::cast)
                .findFirst()
                .orElseGet(() -> new Verdict.Granted(new Permit(wish, situation.versions())));
    }

    private static Optional<Verdict.Wait> stopped(KillSwitch.Position position, Instant now) {
        return switch (position) {
            case KillSwitch.Position.Running _ -> Optional.empty();
            case KillSwitch.Position.Stopped(var by, var at, var reason) ->
                Optional.of(new Verdict.Wait(
                        new Restraint(
                                Rule.STOPPED,
                                by.name() + " stopped all execution at " + at + (reason.isBlank() ? "" : ": " + reason)
                                        + "; it goes on after `runbook resume`"),
                        now.plus(LOOK_AGAIN)));
        };
    }

    private static Optional<Verdict> inVain(Wish wish, Situation situation, Limits limits) {
        if (wish.purpose() != Wish.Purpose.CHANGE) return Optional.empty();
        long inVain = situation.onTarget().stream()
                .filter(deed -> deed.operation().equals(wish.operation()))
                .filter(deed -> isWithin(limits.inVainWithin(), deed, wish))
                .takeWhile(deed -> deed.state() != Deed.State.HELPED)
                .filter(deed -> deed.state() == Deed.State.IN_VAIN)
                .count();
        if (inVain < limits.inVain()) return Optional.empty();
        return Optional.of(new Verdict.Refused(new Restraint(
                Rule.INEFFECTIVE,
                what(wish) + " has not helped " + inVain + " times within " + Durations.display(limits.inVainWithin())
                        + " (limit " + limits.inVain() + "); somebody must look for another cause")));
    }

    private static Optional<Verdict> frozen(Wish wish, Limits limits) {
        if (wish.purpose() != Wish.Purpose.CHANGE) return Optional.empty();
        return limits.freezes().stream()
                .flatMap(freeze -> freeze
                        .stops(wish)
                        .map(end -> new Verdict.Wait(
                                new Restraint(
                                        Rule.FROZEN,
                                        "freeze '" + freeze.name() + "' of " + wish.environment() + "/" + wish.service()
                                                + " is on; it goes on at " + end),
                                end))
                        .stream())
                .max(Comparator.comparing(Verdict.Wait::until))
                .map(Verdict.class::cast);
    }

    private static Optional<Verdict> locked(Wish wish, Situation situation, Limits limits) {
        return situation.onTarget().stream()
                .filter(deed -> deed.holds() && !deed.incident().equals(wish.incident()))
                .filter(deed -> isWithin(limits.lock(), deed, wish))
                .findFirst()
                .map(deed -> new Verdict.Wait(
                        new Restraint(
                                Rule.LOCKED,
                                deed.incident() + " is changing "
                                        + wish.target().orElse("it") + " (" + deed.operation()
                                        + " at " + deed.at() + "); it goes on when that is verified or undone, at "
                                        + deed.at().plus(limits.lock()) + " at the latest"),
                        earlier(wish.at().plus(LOOK_AGAIN), deed.at().plus(limits.lock()))));
    }

    /// Within one incident the runbook and the limit on rounds say how often.
    private static Optional<Verdict> coolingDown(Wish wish, Situation situation, Limits limits) {
        if (wish.purpose() != Wish.Purpose.CHANGE) return Optional.empty();
        return situation.onTarget().stream()
                .filter(deed -> deed.operation().equals(wish.operation()) && deed.counts())
                .filter(deed -> !deed.incident().equals(wish.incident()))
                .filter(deed -> isWithin(limits.coolDown(), deed, wish))
                .findFirst()
                .map(deed -> new Verdict.Wait(
                        new Restraint(
                                Rule.COOLING_DOWN,
                                what(wish) + " was done for " + deed.incident() + " at " + deed.at()
                                        + " and is not done again for " + Durations.display(limits.coolDown())
                                        + "; it goes on at " + deed.at().plus(limits.coolDown())),
                        deed.at().plus(limits.coolDown())));
    }

    private static Optional<Verdict> overBudget(Wish wish, Situation situation, Limits limits) {
        if (wish.purpose() != Wish.Purpose.CHANGE) return Optional.empty();
        var spent = situation.onService().stream()
                .filter(deed -> deed.counts() && isWithin(Limits.BUDGET_SPAN, deed, wish))
                .toList();
        if (spent.size() < limits.budget()) return Optional.empty();
        var next = spent.get(limits.budget() - 1).at().plus(Limits.BUDGET_SPAN);
        return Optional.of(new Verdict.Wait(
                new Restraint(
                        Rule.OVER_BUDGET,
                        wish.service() + " has had " + spent.size() + " changes within an hour (budget "
                                + limits.budget() + "); it goes on at " + next),
                next));
    }

    private static boolean isWithin(Duration span, Deed deed, Wish wish) {
        return deed.at().plus(span).isAfter(wish.at());
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static String what(Wish wish) {
        return wish.operation() + wish.target().map(target -> " on " + target).orElse("");
    }
}
