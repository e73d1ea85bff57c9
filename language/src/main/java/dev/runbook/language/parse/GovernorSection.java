package dev.runbook.language.parse;

import dev.runbook.core.governor.FreezeWindow;
import dev.runbook.core.governor.Limits;
import dev.runbook.language.Rule;
import dev.runbook.language.yaml.YamlNode;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The section `governor` of the policy file: what holds actions back although they were let through. What it
/// does not say is as [Limits#standard()] has it.
final class GovernorSection {

    private static final Limits STANDARD = Limits.standard();
    private static final Kind<String> NAME = Kinds.as(Kinds.TEXT, YamlNode.Scalar::text);
    private static final Kind<Instant> TIME =
            Kinds.parsed("a time in UTC", "write it as 2026-12-24T00:00:00Z", Instant::parse);

    private static final Key<Duration> LOCK =
            Key.of("lock", Kinds.DURATION, "how long a target is kept at most for an incident that does not let it go");
    private static final Key<Duration> COOL_DOWN = Key.of(
            "cool_down",
            Kinds.DURATION,
            "how long the same action is not done to the same target for another incident");
    private static final Key<Long> TIMES =
            Key.of("times", Kinds.whole(1, 1000), "after so many times in vain an action is not done again");
    private static final Key<Duration> WITHIN = Key.of("within", Kinds.DURATION, "how long such failures count");
    private static final Key<Ineffective> INEFFECTIVE = Key.of(
            "ineffective",
            Kinds.shaped(Shape.of(TIMES, WITHIN), GovernorSection::ineffective),
            "when an action is not done to a target again");
    private static final Key<Long> BUDGET =
            Key.of("budget_per_hour", Kinds.whole(1, 100_000), "how many changes a service may have in an hour");

    private static final Key<String> FREEZE_NAME =
            Key.of("name", NAME, "for the people who wait").required("name it, so that people know why they wait");
    private static final Key<Instant> FROM = Key.of("from", TIME, "when a freeze that happens once begins");
    private static final Key<Instant> UNTIL = Key.of("until", TIME, "when a freeze that happens once is over");
    private static final Key<List<DayOfWeek>> DAYS = Key.of(
            "days",
            Kinds.oneOrMore(Kinds.word("day", Rule.BAD_VALUE, Kinds.words(DayOfWeek.class))),
            "the days of every week on which it begins");
    private static final Key<LocalTime> AT = Key.of(
            "at",
            Kinds.parsed("a time of day", "write it as \"18:00\", in quotes", LocalTime::parse),
            "when it begins on them");
    private static final Key<Duration> FOR = Key.of("for", Kinds.DURATION, "how long it is on, at most `7d`");
    private static final Key<ZoneId> ZONE = Key.of(
            "zone", Kinds.parsed("a time zone", "write it as Europe/Berlin, or UTC", ZoneId::of), "whose clocks count");
    private static final Key<List<String>> ENVIRONMENTS =
            Key.of("environments", Kinds.oneOrMore(NAME), "where it holds; everywhere when left out");
    private static final Key<List<String>> SERVICES =
            Key.of("services", Kinds.oneOrMore(NAME), "whose changes it stops; everyone's when left out");
    private static final Shape FREEZE = Shape.of(FREEZE_NAME, FROM, UNTIL, DAYS, AT, FOR, ZONE, ENVIRONMENTS, SERVICES);
    private static final Key<List<FreezeWindow>> FREEZES =
            Key.of("freezes", Kinds.list(Kinds.shaped(FREEZE, GovernorSection::freeze)), "when nothing is changed");

    private static final Shape SECTION = Shape.of(LOCK, COOL_DOWN, INEFFECTIVE, BUDGET, FREEZES);

    /// The section, for whoever reads the whole file.
    static final Key<Limits> GOVERNOR = Key.of(
            "governor",
            Kinds.shaped(SECTION, GovernorSection::limits),
            "what holds back actions that were let through");

    private GovernorSection() {}

    private record Ineffective(Optional<Long> times, Optional<Duration> within) {}

    private static Optional<Ineffective> ineffective(Keyed keys) {
        return Optional.of(new Ineffective(keys.get(TIMES), keys.get(WITHIN)));
    }

    private static Optional<Limits> limits(Keyed keys) {
        var lock = keys.get(LOCK).orElse(STANDARD.lock());
        var coolDown = keys.get(COOL_DOWN).orElse(STANDARD.coolDown());
        var inVain = keys.get(INEFFECTIVE);
        var times = inVain.flatMap(Ineffective::times).map(Long::intValue).orElse(STANDARD.inVain());
        var within = inVain.flatMap(Ineffective::within).orElse(STANDARD.inVainWithin());
        var budget = keys.get(BUDGET).map(Long::intValue).orElse(STANDARD.budget());
        var freezes = keys.get(FREEZES).orElse(List.of());
        if (!lock.isPositive()) return keys.refuse(LOCK, "'lock' must be longer than nothing");
        if (!within.isPositive()) return keys.refuse(INEFFECTIVE, "'within' must be longer than nothing");
        return Optional.of(new Limits(lock, coolDown, times, within, budget, freezes));
    }

    private static Optional<FreezeWindow> freeze(Keyed keys) {
        var environments = Set.copyOf(keys.get(ENVIRONMENTS).orElse(List.of()));
        var services = Set.copyOf(keys.get(SERVICES).orElse(List.of()));
        return keys.get(FREEZE_NAME)
                .flatMap(name -> when(keys).map(when -> new FreezeWindow(name, when, environments, services)));
    }

    private static Optional<FreezeWindow.When> when(Keyed keys) {
        var once = keys.has(FROM) || keys.has(UNTIL);
        var weekly = keys.has(DAYS) || keys.has(AT) || keys.has(FOR) || keys.has(ZONE);
        if (once == weekly)
            return keys.refuse(FREEZE_NAME, "a freeze has either 'from' and 'until', or 'days', 'at' and 'for'");
        return once ? once(keys) : weekly(keys);
    }

    private static Optional<FreezeWindow.When> once(Keyed keys) {
        if (!(keys.has(FROM) && keys.has(UNTIL)))
            return keys.refuse(FREEZE_NAME, "a freeze that happens once has 'from' and 'until'");
        return keys.get(FROM)
                .flatMap(from -> keys.get(UNTIL)
                        .flatMap(until -> from.isBefore(until)
                                ? Optional.of(new FreezeWindow.When.Once(from, until))
                                : keys.refuse(UNTIL, "a freeze cannot end before it begins")));
    }

    private static Optional<FreezeWindow.When> weekly(Keyed keys) {
        if (!(keys.has(DAYS) && keys.has(AT) && keys.has(FOR)))
            return keys.refuse(FREEZE_NAME, "a weekly freeze has 'days', 'at' and 'for'");
        var days = keys.get(DAYS);
        var at = keys.get(AT);
        var length = keys.get(FOR);
        var zone = keys.has(ZONE) ? keys.get(ZONE) : Optional.<ZoneId>of(ZoneOffset.UTC);
        if (days.isEmpty() || at.isEmpty() || length.isEmpty() || zone.isEmpty()) return Optional.empty();
        if (days.get().isEmpty()) return keys.refuse(DAYS, "a weekly freeze needs a day");
        if (!length.get().isPositive() || length.get().compareTo(Duration.ofDays(7)) > 0)
            return keys.refuse(FOR, "a weekly freeze takes more than nothing and at most 7d");
        return Optional.of(new FreezeWindow.When.Weekly(Set.copyOf(days.get()), at.get(), length.get(), zone.get()));
    }
}
