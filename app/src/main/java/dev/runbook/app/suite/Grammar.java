package dev.runbook.app.suite;

import dev.runbook.core.value.Json;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.scenario.Scenario;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// Makes simulated incidents: a cause in a topology, among noise and red herrings, with signals missing; two causes at
/// once; and incidents where nothing is wrong, or nothing is wrong any more. Every kind comes equally often. Pure: the
/// same seed gives the same incidents.
public final class Grammar {

    /// Two faults that have nothing to do with each other.
    public static final String DUAL_FAULT = "dual_fault";

    /// Alerts, jobs and people that make noise where nothing is wrong.
    public static final String HEALTHY_ALARM = "healthy_alarm";

    /// What was reported is over.
    public static final String RECOVERED = "recovered";

    private static final double WITHOUT_A_SIGNAL = 0.3;
    private static final double FAINT = 0.25;
    private static final double VAGUE = 0.15;
    private static final double MISLED = 0.2;

    private static final List<Value.Fields> BLINDNESS = List.of(
            Value.fields("integration", "datadog", "method", "get_logs", "trouble", "failing"),
            Value.fields("integration", "datadog", "method", "get_logs", "trouble", "empty"),
            Value.fields("integration", "datadog", "method", "get_dependencies", "trouble", "failing"),
            Value.fields("integration", "datadog", "method", "get_metrics", "trouble", "rate_limited"),
            Value.fields("integration", "datadog", "method", "get_current_alerts", "trouble", "failing"),
            Value.fields("integration", "servicenow", "trouble", "failing"),
            Value.fields("integration", "aws", "method", "get_recent_deployments", "trouble", "failing"),
            Value.fields("integration", "aws", "method", "get_resources", "trouble", "failing"));

    private static final List<String> FALSE_ALARMS = List.of(
            "An alert about %s came in, please have a look.",
            "Is %s all right? A customer says it felt slow for a moment.", "Monitoring shouts about %s again.");

    private Grammar() {}

    /// The kinds of incidents there are, in the order in which they come.
    public static List<String> kinds() {
        var kinds = new ArrayList<String>();
        for (var kind : Plot.Kind.values()) kinds.add(kind.name().toLowerCase(Locale.ROOT));
        kinds.addAll(List.of(DUAL_FAULT, HEALTHY_ALARM, RECOVERED));
        return List.copyOf(kinds);
    }

    /// So many incidents.
    ///
    /// @param seed other seeds give other incidents, with other names
    public static List<Story> stories(long seed, int count) {
        var kinds = kinds();
        return IntStream.range(0, count)
                .mapToObj(i -> story(seed, i, kinds.get(i % kinds.size())))
                .toList();
    }

    private static Story story(long seed, int number, String kind) {
        var dice = new Dice(31 * (1_000_003 * seed + number) + 17);
        return switch (kind) {
            case DUAL_FAULT -> dual(seed, number, dice);
            case HEALTHY_ALARM -> healthy(seed, number, dice);
            case RECOVERED -> recovered(seed, number, dice);
            default -> single(seed, number, Plot.Kind.valueOf(kind.toUpperCase(Locale.ROOT)), dice);
        };
    }

    private static Story single(long seed, int number, Plot.Kind kind, Dice dice) {
        var town = Town.build(dice, shape(kind, dice));
        var draft = new Draft(seed, number, kind.name().toLowerCase(Locale.ROOT), town);
        var plot = Plot.of(kind, town, dice);
        if (dice.in(FAINT)) {
            plot = plot.faint(dice.from(30, 60) / 100.0);
            draft.trait("faint");
        }
        draft.suffers(plot);
        if (dice.in(MISLED)) draft.mislead(dice, plot);
        if (dice.in(VAGUE)) {
            plot = plot.vague(dice);
            draft.trait("vague report");
        }
        draft.reported(plot).disturb(dice, plot.truth().component());
        while (dice.in(WITHOUT_A_SIGNAL)) draft.blind(dice);
        return draft.story();
    }

    private static Story dual(long seed, int number, Dice dice) {
        var town = Town.build(dice, dice.one(List.of(Town.Shape.FAN, Town.Shape.CHAIN, Town.Shape.SHARED)));
        var kinds = dice.shuffled(Arrays.asList(Plot.Kind.values())).stream()
                .filter(k -> k != Plot.Kind.NETWORK_DEGRADATION)
                .limit(2)
                .toList();
        var one = Plot.of(kinds.getFirst(), town, dice);
        var other = Plot.of(kinds.getLast(), town, dice);
        return new Draft(seed, number, DUAL_FAULT, town)
                .suffers(one)
                .suffers(other)
                .reported(one)
                .disturb(dice, one.truth().component())
                .story();
    }

    private static Story healthy(long seed, int number, Dice dice) {
        var town = Town.build(dice, dice.one(List.of(Town.Shape.values())));
        var service = dice.one(town.own());
        return new Draft(seed, number, HEALTHY_ALARM, town)
                .said(service, dice.one(FALSE_ALARMS).formatted(service))
                .flap(dice, service)
                .disturb(dice, "")
                .story();
    }

    private static Story recovered(long seed, int number, Dice dice) {
        var passing = List.of(
                Plot.Kind.RUNAWAY_PROCESS,
                Plot.Kind.TRAFFIC_SURGE,
                Plot.Kind.SLOW_QUERY,
                Plot.Kind.DEPENDENCY_DOWN,
                Plot.Kind.NETWORK_DEGRADATION);
        var kind = dice.one(passing);
        var town = Town.build(dice, shape(kind, dice));
        var plot = Plot.of(kind, town, dice).over(dice.from(15, 40));
        return new Draft(seed, number, RECOVERED, town)
                .suffered(plot)
                .reported(plot)
                .disturb(dice, plot.truth().component())
                .story();
    }

    /// Only a town of regions has a link that can break.
    private static Town.Shape shape(Plot.Kind kind, Dice dice) {
        return kind == Plot.Kind.NETWORK_DEGRADATION ? Town.Shape.REGIONS : dice.one(List.of(Town.Shape.values()));
    }

    /// A scenario file in the making.
    private static final class Draft {
        private final String name;
        private final long seed;
        private final String kind;
        private final Town town;
        private final List<Value> faults = new ArrayList<>();
        private final List<Value> herrings = new ArrayList<>();
        private final List<Value> troubles = new ArrayList<>();
        private final List<Story.Truth> truths = new ArrayList<>();
        private final List<String> traits = new ArrayList<>();
        private Value report = Value.Fields.NONE;

        Draft(long seed, int number, String kind, Town town) {
            this.name = String.format(Locale.ROOT, "case-%d-%03d", seed, number + 1);
            this.seed = seed * 1_000 + number;
            this.kind = kind;
            this.town = town;
            traits.add(town.shape().name().toLowerCase(Locale.ROOT));
        }

        Draft suffers(Plot plot) {
            truths.add(plot.truth());
            return suffered(plot);
        }

        Draft suffered(Plot plot) {
            faults.add(plot.fault());
            return this;
        }

        Draft reported(Plot plot) {
            var said = plot.victim().isEmpty()
                    ? Value.fields("text", plot.complaint())
                    : Value.fields("text", plot.complaint(), "service", plot.victim());
            report = plot.host().isEmpty()
                    ? said
                    : said.with(Value.fields("host", plot.host().get()).fields());
            return this;
        }

        Draft said(String service, String text) {
            report = Value.fields("text", text, "service", service);
            return this;
        }

        Draft flap(Dice dice, String component) {
            herrings.add(Value.fields(
                    "kind",
                    "flapping_alert",
                    "alert",
                    dice.one(List.of("ProbeSlow", "PodRestart", "CacheMissRate")),
                    "component",
                    component,
                    "text",
                    "A check of " + component + " missed its target",
                    "severity",
                    dice.one(List.of("low", "medium")),
                    "every",
                    dice.from(9, 19) + "m",
                    "lasting",
                    dice.from(2, 4) + "m"));
            return this;
        }

        /// What happens at the same time and means nothing.
        ///
        /// @param spared what is not touched, so that what misleads stays without effect
        Draft disturb(Dice dice, String spared) {
            var others = town.own().stream().filter(s -> !s.equals(spared)).toList();
            if (dice.in(0.7)) {
                herrings.add(Value.fields(
                        "kind",
                        "deployment",
                        "service",
                        dice.one(others),
                        "version",
                        "4.0." + dice.from(0, 9),
                        "at",
                        "-" + dice.from(5, 100) + "m",
                        "summary",
                        "wording and colours"));
                traits.add("release elsewhere");
            }
            if (dice.in(0.3))
                herrings.add(Value.fields(
                        "kind",
                        "change",
                        "component",
                        dice.one(List.copyOf(town.databases().keySet())),
                        "at",
                        "-" + dice.from(20, 110) + "m",
                        "summary",
                        "index rebuilt",
                        "author",
                        "dba"));
            if (dice.in(0.25)) spike(dice, spared);
            if (dice.in(0.5)) flap(dice, dice.one(others));
            if (dice.in(0.5)) chatter(dice, dice.one(town.own()));
            return this;
        }

        private void spike(Dice dice, String spared) {
            var quiet = town.databases().values().stream().toList();
            var hosts = town.applicationHosts().stream()
                    .filter(h -> !h.equals(spared))
                    .toList();
            herrings.add(Value.fields(
                    "kind",
                    "cpu_spike",
                    "host",
                    dice.one(dice.in(0.5) ? quiet : hosts),
                    "process",
                    dice.one(List.of("nightly-report", "image-resize", "rsync")),
                    "percent",
                    dice.from(70, 88),
                    "at",
                    "-" + dice.from(15, 60) + "m",
                    "lasting",
                    "4h"));
            traits.add("busy job");
        }

        private void chatter(Dice dice, String component) {
            herrings.add(Value.fields(
                    "kind",
                    "noisy_log",
                    "component",
                    component,
                    "message",
                    dice.one(List.of(
                            "cache entry {n} expired, fetched again",
                            "deprecated header seen from client {n}",
                            "retrying optional lookup {n}, attempt 1")),
                    "level",
                    "warn",
                    "per_minute",
                    dice.from(1, 5)));
            traits.add("noisy log");
        }

        Draft trait(String trait) {
            traits.add(trait);
            return this;
        }

        /// Somebody releases the service that people complain about, a little before the trouble begins elsewhere.
        Draft mislead(Dice dice, Plot plot) {
            var victim = plot.victim();
            if (victim.equals(plot.truth().component())) return this;
            herrings.add(Value.fields(
                    "kind",
                    "deployment",
                    "service",
                    victim,
                    "version",
                    "5.0." + dice.from(0, 9),
                    "at",
                    "-" + (plot.minutesAgo() + dice.from(1, 15)) + "m",
                    "summary",
                    "texts of the start page"));
            return trait("release of the victim");
        }

        Draft blind(Dice dice) {
            var trouble = dice.one(BLINDNESS);
            if (troubles.contains(trouble)) return this;
            troubles.add(trouble);
            traits.add("no "
                    + trouble.get("method")
                            .or(() -> trouble.get("integration"))
                            .orElseThrow()
                            .display());
            return this;
        }

        Story story() {
            var first = truths.isEmpty() ? List.<Story.Truth>of() : truths.subList(0, 1);
            var expected = Value.fields(
                    "category",
                    first.isEmpty() ? "unknown" : first.getFirst().cause().category(),
                    "severity",
                    "high",
                    "outcome",
                    first.isEmpty() ? "nothing_wrong" : "resolved");
            if (!first.isEmpty()) {
                var truth = first.getFirst();
                expected = expected.with(
                        Value.fields("root_cause", Value.fields("component", truth.component(), "kind", truth.cause()))
                                .fields());
            }
            var json = Value.fields(
                    "name",
                    name,
                    "seed",
                    seed,
                    "report",
                    report,
                    "estate",
                    town.json(),
                    "faults",
                    faults,
                    "red_herrings",
                    herrings,
                    "providers",
                    troubles,
                    "expected",
                    expected);
            return new Story(Scenario.parse(name + ".json", Json.write(json)), kind, truths, traits, json);
        }
    }
}
