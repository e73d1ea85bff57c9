package dev.runbook.ml.llm.guard;

import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What a text may say: the figures, times and names of the evidence it cites, and what follows from them by
/// computation: statistics, differences, ratios, counts, spans of time. One thread at a time.
public final class Ground {

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd").withZone(ZoneOffset.UTC);

    /// Samples of log templates whose figures count wherever they stand; the figures of other lines count
    /// only beside the words that they stand beside in the log.
    private static final int SAMPLES = 12;

    /// Units of what is measured, not counted.
    private static final String MEASURE =
            "ms|s|sec|m|min|h|d|%|percent|[kmgt]i?b|milliseconds?|seconds?|minutes?|hours?|days?";

    private final List<Double> numbers = new ArrayList<>();
    private final List<Double> counts = new ArrayList<>();
    private final List<Double> ratios = new ArrayList<>();
    private final List<Content.Point> points = new ArrayList<>();
    private final List<Instant> landmarks = new ArrayList<>();
    private final Set<String> times = new HashSet<>();
    private final Set<String> names = new HashSet<>();
    private final Set<String> words = new HashSet<>();
    private final Set<String> beside = new HashSet<>();
    private final Set<String> strangers = new HashSet<>();

    /// What cited evidence gives.
    public static Ground of(Collection<Evidence> cited) {
        var ground = new Ground();
        cited.forEach(ground::take);
        ground.counts(cited);
        return ground;
    }

    /// With whatever else may be repeated, such as the report.
    public Ground and(String text) {
        take(text);
        return this;
    }

    /// With a time that may be named and counted from, such as that of the report.
    public Ground and(Instant time) {
        landmark(time);
        return this;
    }

    /// Knows components by name, so that those which the cited evidence does not speak of are told apart from
    /// words.
    public Ground knowing(Collection<String> components) {
        components.stream().map(name -> name.toLowerCase(Locale.ROOT)).forEach(strangers::add);
        return this;
    }

    private void take(Evidence evidence) {
        names.add(evidence.id().id());
        var span = evidence.window().length();
        for (double unit : new double[] {1, 60, 3600}) numbers.add(span.toSeconds() / unit);
        take(evidence.query().operation());
        switch (evidence.content()) {
            case Content.MetricSeries series -> take(series);
            case Content.LogLines log -> take(log);
            case Content.AlertSeen(var alert, var _) -> {
                take(alert.name() + " " + alert.component() + " " + alert.text());
                alert.labels().forEach((name, value) -> take(name + " " + value));
                landmark(alert.startedAt());
            }
            case Content.ChangeMade(var time, var kind, var component, var version, var summary, var author) -> {
                take(String.join(" ", kind, component, version, summary, author));
                landmark(time);
            }
            case Content.Dependencies(var edges) -> {
                edges.forEach(edge -> take(edge.from() + " " + edge.to()));
                count(edges.size());
                count(edges.stream().map(Content.Edge::from).distinct().count());
                count(edges.stream().map(Content.Edge::to).distinct().count());
            }
            case Content.Facts(var about, var title, var facts) -> take(about + " " + title + " " + facts.display());
        }
    }

    private void take(Content.MetricSeries series) {
        take(series.component() + " " + series.metric() + " " + series.unit());
        if (series.points().isEmpty()) return;
        points.addAll(series.points());
        time(series.points().getFirst().time());
        time(series.points().getLast().time());
        var level = Level.of(series);
        numbers.addAll(List.of(
                (double) level.count(),
                level.min(),
                level.max(),
                level.mean(),
                level.median(),
                level.first(),
                level.last(),
                level.max() - level.min()));
        compare(level.first(), level.last());
        compare(level.min(), level.max());
        level.change().ifPresent(change -> {
            landmark(change.at());
            numbers.addAll(List.of(change.before(), change.after()));
            compare(change.before(), change.after());
        });
    }

    private void compare(double before, double after) {
        numbers.add(Math.abs(after - before));
        if (before == 0 || after == 0) return;
        ratios.add(Math.abs(after / before));
        ratios.add(Math.abs(before / after));
        numbers.add(Math.abs((after - before) / before * 100));
    }

    private void take(Content.LogLines log) {
        take(log.component());
        count(log.total());
        count(log.lines().size());
        var templates = Templates.of(log.lines());
        count(templates.size());
        for (var template : templates.subList(0, Math.min(SAMPLES, templates.size()))) {
            count(template.count());
            take(template.level() + " " + template.sample());
            time(template.first());
            time(template.last());
        }
        log.lines().stream()
                .map(Content.LogLine::level)
                .distinct()
                .forEach(level -> count(log.lines().stream()
                        .filter(line -> line.level().equals(level))
                        .count()));
        for (var line : log.lines()) {
            for (var claim : Claim.of(line.message())) {
                switch (claim) {
                    case Claim.Figure figure -> {
                        beside.add(figure.before() + " " + figure.value());
                        beside.add(figure.value() + " " + figure.after());
                    }
                    case Claim.Name name -> names.add(name.text().toLowerCase(Locale.ROOT));
                    case Claim.Word word -> words.add(word.text().toLowerCase(Locale.ROOT));
                    case Claim.Time time -> times.add(time.text());
                }
            }
        }
    }

    private void take(String text) {
        for (var claim : Claim.of(text)) {
            switch (claim) {
                case Claim.Figure figure -> {
                    numbers.add(figure.value());
                    if (!figure.unit().matches(MEASURE)) counts.add(figure.value());
                }
                case Claim.Name name -> names.add(name.text().toLowerCase(Locale.ROOT));
                case Claim.Word word -> words.add(word.text().toLowerCase(Locale.ROOT));
                case Claim.Time(var time) -> {
                    times.add(time);
                    parsed(time);
                }
            }
        }
    }

    private void parsed(String time) {
        try {
            time(Instant.parse(time));
        } catch (java.time.format.DateTimeParseException _) {
            // a time of day is known as it is written
        }
    }

    private void counts(Collection<Evidence> cited) {
        count(cited.size());
        for (var kind : Set.of(Content.AlertSeen.class, Content.ChangeMade.class, Content.MetricSeries.class))
            count(cited.stream().filter(e -> kind.isInstance(e.content())).count());
    }

    private void count(long things) {
        numbers.add((double) things);
        counts.add((double) things);
    }

    private void landmark(Instant time) {
        landmarks.add(time);
        time(time);
    }

    private void time(Instant time) {
        times.add(MINUTE.format(time));
        times.add(SECOND.format(time));
        times.add(DAY.format(time));
        // people round a time to the next minute
        times.add(MINUTE.format(time.plusSeconds(30)));
    }

    /// Whether something happened at a time, to the minute or second in which it is given. The time of a
    /// measurement counts beside its own value.
    ///
    /// @param together what else the same sentence claims
    boolean holds(Claim.Time claim, List<Claim> together) {
        var text = claim.text().replace("Z", "");
        if (times.contains(claim.text()) || times.contains(text)) return true;
        int clock = Math.max(text.indexOf('T'), text.indexOf(' '));
        if (clock < 0) return times.contains("0" + text) || measuredAt(text, together);
        var time = text.substring(clock + 1).split("[.,+]", 2)[0];
        return times.contains(text.substring(0, clock)) && (times.contains(time) || measuredAt(time, together));
    }

    private boolean measuredAt(String time, List<Claim> together) {
        var measured = measured(Set.of(time));
        return together.stream().anyMatch(claim -> claim instanceof Claim.Figure figure && matches(figure, measured));
    }

    /// Whether a name was seen, whole or as a part of a longer one. Compounds of words are no names unless
    /// they look like the name of a component.
    boolean holds(Claim.Name claim) {
        var name = claim.text().toLowerCase(Locale.ROOT);
        if (names.contains(name) || words.contains(name) || COMMON.contains(name)) return true;
        if (names.stream().anyMatch(longer -> partOf(longer, name))) return true;
        return isPhrase(name);
    }

    private static final Set<String> COMMON = Set.of(
            "2xx",
            "3xx",
            "4xx",
            "5xx",
            "ipv4",
            "ipv6",
            "utf-8",
            "k8s",
            "x86",
            "e.g",
            "i.e",
            "and/or",
            "i/o",
            "n/a",
            "s3",
            "time-out",
            "fail-over",
            "roll-back",
            "clean-up",
            "set-up",
            "back-end",
            "front-end",
            "read-only",
            "on-call");

    private static boolean partOf(String longer, String part) {
        int at = longer.indexOf(part);
        if (at < 0 || longer.equals(part)) return false;
        boolean begins = at == 0 || !Character.isLetterOrDigit(longer.charAt(at - 1));
        int end = at + part.length();
        return begins && (end == longer.length() || !Character.isLetterOrDigit(longer.charAt(end)));
    }

    /// Words joined by hyphens, dots or strokes, none of which is a part of a component's name.
    private boolean isPhrase(String name) {
        if (name.contains("_") || name.chars().anyMatch(Character::isDigit)) return false;
        return List.of(name.split("[-./:@#]+")).stream().noneMatch(this::partOfAComponent);
    }

    private boolean partOfAComponent(String word) {
        return strangers.stream().anyMatch(name -> partOf(name, word));
    }

    /// Whether a word is no component, or one that the cited evidence speaks of.
    boolean holds(Claim.Word claim) {
        var word = claim.text().toLowerCase(Locale.ROOT);
        return !strangers.contains(word) || words.contains(word);
    }

    /// Whether a figure was seen or follows from what was seen.
    ///
    /// @param together what else the same sentence claims; a measurement counts beside its own time
    boolean holds(Claim.Figure claim, List<Claim> together) {
        if (matches(claim, claim.spelledOut() ? counts : numbers)) return true;
        if (beside.contains(claim.before() + " " + claim.value())
                || beside.contains(claim.value() + " " + claim.after())) return true;
        if (claim.unit().matches("x|×|times|fold") && matches(claim, ratios)) return true;
        if (claim.unit().matches("%|percent") && matches(claim, scaled(numbers, 100))) return true;
        return isSpan(claim) || matches(claim, measuredThen(together));
    }

    /// To the last digit that is given, or to a twentieth where the text says that it is rough.
    private static boolean matches(Claim.Figure claim, List<Double> known) {
        double scale = scale(claim.unit());
        double step = Math.pow(10, -claim.decimals()) / 2;
        double room = claim.about() ? Math.max(step, claim.value() / 20) : step;
        return known.stream()
                .anyMatch(number -> Math.abs(Math.abs(number) - claim.value()) <= room + 1e-9
                        || (scale != 1 && Math.abs(Math.abs(number) / scale - claim.value()) <= room + 1e-9));
    }

    private static List<Double> scaled(List<Double> numbers, double factor) {
        return numbers.stream()
                .filter(n -> n > 0 && n <= 1)
                .map(n -> n * factor)
                .toList();
    }

    private static double scale(String unit) {
        return switch (unit) {
            case "k", "kb", "thousand" -> 1e3;
            case "M", "mb", "million" -> 1e6;
            case "G", "gb", "billion" -> 1e9;
            case "tb" -> 1e12;
            case "kib" -> 1024;
            case "mib" -> 1024 * 1024;
            case "gib" -> 1024.0 * 1024 * 1024;
            default -> 1;
        };
    }

    /// Whether so much time lies between two things that happened.
    private boolean isSpan(Claim.Figure claim) {
        var unit = claim.unit();
        double seconds = unit.matches("s|sec|seconds?")
                ? 1
                : unit.matches("m|min|mins|minutes?") ? 60 : unit.matches("h|hours?") ? 3600 : 0;
        if (seconds == 0) return false;
        var spans = new ArrayList<Double>();
        for (var from : landmarks)
            for (var to : landmarks)
                if (from.isBefore(to)) spans.add(Duration.between(from, to).toMillis() / 1000.0 / seconds);
        return matches(claim, spans);
    }

    private List<Double> measuredThen(List<Claim> together) {
        var minutes = new HashSet<String>();
        for (var claim : together)
            if (claim instanceof Claim.Time(var time)) {
                int clock = Math.max(time.indexOf('T'), time.indexOf(' '));
                minutes.add(time.substring(clock + 1).replace("Z", ""));
            }
        return measured(minutes);
    }

    /// The values measured at these minutes or seconds.
    private List<Double> measured(Set<String> minutes) {
        return points.stream()
                .filter(point ->
                        minutes.contains(MINUTE.format(point.time())) || minutes.contains(SECOND.format(point.time())))
                .map(Content.Point::value)
                .toList();
    }
}
