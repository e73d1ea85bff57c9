package dev.runbook.integrations.edge;

import dev.runbook.core.operation.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The one decorator of every call to a live vendor, whatever client makes it: it keeps our own rate, waits out the
/// vendor's, repeats what may be repeated with growing pauses and jitter, stops asking when the vendor is ill, and
/// never waits longer than the caller does.
///
/// Safe for use by many threads; waits on the calling thread, which is meant to be a virtual one.
public final class Edge {

    private final String vendor;
    private final Limits limits;
    private final InstantSource clock;
    private final Sleeper sleeper;
    private final RandomGenerator dice;
    private final Pace pace = new Pace();
    private final CircuitBreaker breaker;
    private volatile Health health = Health.UNKNOWN;

    /// @param vendor its name, for people
    /// @param dice for jitter; safe for use by many threads
    public Edge(String vendor, Limits limits, InstantSource clock, Sleeper sleeper, RandomGenerator dice) {
        this.vendor = vendor;
        this.limits = limits;
        this.clock = clock;
        this.sleeper = sleeper;
        this.dice = dice;
        breaker = new CircuitBreaker(limits.failures(), limits.rest());
    }

    /// One try of a call.
    @FunctionalInterface
    public interface Attempt<T> {
        /// @param time how long it may take
        T once(Duration time) throws Unanswered, InterruptedException;
    }

    /// What is to be known of a call.
    ///
    /// @param repeatable whether doing it twice is the same as doing it once
    public record Manner(Rate rate, boolean repeatable) {}

    public String vendor() {
        return vendor;
    }

    public Limits limits() {
        return limits;
    }

    public InstantSource clock() {
        return clock;
    }

    /// How it goes with the vendor now.
    public Health health() {
        var last = health;
        return new Health(breaker.state(), last.answeredAt(), last.fault(), last.faultAt());
    }

    /// The patience of a caller who begins to wait now.
    public Patience patience(Duration timeout) {
        return Patience.of(timeout, clock.instant());
    }

    /// Waits a while, as when a vendor works on something and is asked again.
    ///
    /// @throws Unanswered when the caller would not wait that long
    public void pause(Duration pause, Patience patience) throws Unanswered, InterruptedException {
        if (pause.compareTo(patience.left(clock.instant())) > 0)
            throw new Unanswered(Fault.of(Fault.Kind.LOST, vendor + " is not done in the time there is", true));
        sleeper.sleep(pause);
    }

    /// Makes a call.
    ///
    /// @throws Unanswered with the last fault, when no try brought an answer
    public <T> T call(Manner manner, Patience patience, Attempt<T> attempt) throws Unanswered, InterruptedException {
        for (int tries = 1; ; tries++) {
            admit(manner.rate(), patience);
            try {
                var answer = attempt.once(time(patience));
                answered();
                return answer;
            } catch (Unanswered unanswered) {
                note(unanswered.fault());
                var pause = pauseAfter(unanswered.fault(), tries, manner);
                if (pause.isEmpty() || pause.get().compareTo(patience.left(clock.instant())) >= 0) throw unanswered;
                sleeper.sleep(pause.get());
            }
        }
    }

    /// Lets a call pass when our own rate and the circuit allow it.
    private void admit(Rate rate, Patience patience) throws Unanswered, InterruptedException {
        var now = clock.instant();
        var wait = pace.take(rate, now);
        if (wait.compareTo(patience.left(now)) >= 0) {
            pace.giveBack(rate, now);
            throw heldBack(vendor + " may be asked for '" + rate.bucket() + "' again only in " + display(wait), wait);
        }
        if (wait.isPositive()) sleeper.sleep(wait);
        var refusal = breaker.refuses(clock.instant());
        if (refusal.isPresent()) {
            pace.giveBack(rate, clock.instant());
            throw heldBack(vendor + " failed too often and is left alone for " + display(refusal.get()), refusal.get());
        }
    }

    private static Unanswered heldBack(String reason, Duration wait) {
        return new Unanswered(new Fault(Fault.Kind.HELD_BACK, reason, 0, "", Optional.of(wait), false));
    }

    private static String display(Duration wait) {
        return Durations.display(
                Duration.ofSeconds(Math.max(1, wait.plusMillis(999).toSeconds())));
    }

    private Duration time(Patience patience) throws Unanswered {
        var left = patience.left(clock.instant());
        if (!left.isPositive())
            throw new Unanswered(Fault.of(Fault.Kind.HELD_BACK, "there was no time left to ask " + vendor, false));
        return left.compareTo(limits.attempt()) < 0 ? left : limits.attempt();
    }

    /// What is tried again, and when: everything that was surely not done and may pass; what was perhaps done only
    /// where it may be done twice.
    private Optional<Duration> pauseAfter(Fault fault, int tries, Manner manner) {
        if (!fault.kind().mayPass() || tries >= limits.attempts()) return Optional.empty();
        if (fault.perhapsDone() && !manner.repeatable()) return Optional.empty();
        var grown = grown(tries);
        var pause = fault.pause().filter(asked -> asked.compareTo(grown) > 0).orElse(grown);
        if (fault.kind() == Fault.Kind.RATE_LIMITED)
            pace.hold(manner.rate(), clock.instant().plus(pause), clock.instant());
        return pause.compareTo(limits.longestPause()) > 0 ? Optional.empty() : Optional.of(pause);
    }

    /// From half of the doubled pause to all of it, so that many callers do not come back at the same moment.
    private Duration grown(int tries) {
        var pause = limits.firstPause().multipliedBy(1L << Math.min(tries - 1, 20));
        if (pause.compareTo(limits.longestPause()) > 0) pause = limits.longestPause();
        return Duration.ofNanos((long) (pause.toNanos() * (0.5 + dice.nextDouble() / 2)));
    }

    private void answered() {
        breaker.answered();
        health = new Health(
                new CircuitBreaker.Closed(0), Optional.of(clock.instant()), Optional.empty(), Optional.empty());
    }

    private void note(Fault fault) {
        Instant now = clock.instant();
        if (fault.kind().isIllness()) breaker.failed(now);
        else if (fault.kind() != Fault.Kind.HELD_BACK) breaker.answered();
        health = new Health(breaker.state(), health.answeredAt(), Optional.of(fault.reason()), Optional.of(now));
    }
}
