package dev.runbook.app.web.page;

import dev.runbook.app.web.IncidentIndex.Day;
import dev.runbook.app.web.IncidentIndex.Figure;
import dev.runbook.core.intake.AlertBook;
import dev.runbook.core.operation.Durations;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// One figure with what it means, where it leads, and how it went.
///
/// @param value the figure, or a dash when there is nothing to count
/// @param explains what it is, in a sentence
/// @param trend how the last seven days compare with the seven before, in words; when that cannot be said, how long is
///     counted, and when there is nothing to count, that
/// @param bars one for each of the last fourteen days, from 0 to 100, the oldest first
/// @param list the address of the list behind it
public record MetricCard(String title, String value, String explains, String trend, List<Integer> bars, String list) {

    private static final int DAYS = 14;

    /// The cards for the days until `today`.
    ///
    /// @param days of the last thirty days, the oldest first
    /// @param alerts what came in on these days
    static List<MetricCard> of(List<Day> days, List<AlertBook.Day> alerts, LocalDate today) {
        var incidents = new Figures<>(days, Day::day, today);
        var came = new Figures<>(alerts, AlertBook.Day::day, today);
        return List.of(
                incidents.card(
                        "Reported",
                        "Incidents reported in the last 30 days",
                        some -> some.stream().mapToLong(Day::reported).sum(),
                        MetricCard::whole,
                        behind(Figure.REPORTED)),
                incidents.card(
                        "Time to act (MTTA)",
                        "Mean time from the report to the first act of a person, where one acted",
                        some -> mean(some, Day::toAct, Day::acted),
                        MetricCard::span,
                        behind(Figure.ACTED)),
                incidents.card(
                        "Time to resolve (MTTR)",
                        "Mean time from the report until the problem was seen to be gone",
                        some -> mean(some, Day::toResolve, Day::resolved),
                        MetricCard::span,
                        behind(Figure.RESOLVED)),
                incidents.card(
                        "Resolved by runbook",
                        "Share of the incidents that ended by a verified action, without a person taking over",
                        some -> share(some, Day::byRunbook, Day::ended),
                        MetricCard::percent,
                        behind(Figure.BY_RUNBOOK)),
                incidents.card(
                        "Verified fixes",
                        "Share of the looks after an action that found the problem gone",
                        some -> share(some, Day::verified, day -> day.verified() + day.refuted()),
                        MetricCard::percent,
                        behind(Figure.VERIFIED)),
                came.card(
                        "Alerts in",
                        "Alerts that came in over the last 30 days, repeats counted",
                        some -> some.stream().mapToLong(AlertBook.Day::in).sum(),
                        MetricCard::whole,
                        "/alerts"),
                came.card(
                        "Noise suppressed",
                        "Share of the alerts that opened no incident, since they repeat or belong to an open one",
                        some -> share(some, day -> day.in() - day.opened(), AlertBook.Day::in),
                        MetricCard::percent,
                        "/alerts?show=suppressed"),
                incidents.card(
                        "Ended by themselves",
                        "Share of the incidents that are over that turned out to be nothing and needed nobody",
                        some -> share(some, Day::noise, Day::ended),
                        MetricCard::percent,
                        behind(Figure.NOISE)));
    }

    private static String behind(Figure figure) {
        return "/dashboard?show=" + Shown.keyOf(figure) + "#list";
    }

    private static double mean(List<Day> days, Function<Day, Duration> sum, ToDoubleFunction<Day> of) {
        return share(days, day -> sum.apply(day).toMillis() / 1000.0, of);
    }

    private static <D> double share(List<D> days, ToDoubleFunction<D> part, ToDoubleFunction<D> whole) {
        return days.stream().mapToDouble(part).sum()
                / days.stream().mapToDouble(whole).sum();
    }

    private static String whole(double value) {
        return Long.toString(Math.round(value));
    }

    private static String percent(double share) {
        return Math.round(share * 100) + " %";
    }

    private static String span(double seconds) {
        var span = Duration.ofSeconds(Math.round(seconds));
        if (span.toHours() >= 1) span = span.truncatedTo(ChronoUnit.MINUTES);
        return Durations.display(span);
    }

    /// Makes cards of counted days.
    private record Figures<D>(List<D> days, Function<D, LocalDate> dayOf, LocalDate today) {

        MetricCard card(
                String title,
                String explains,
                ToDoubleFunction<List<D>> figure,
                DoubleFunction<String> shown,
                String list) {
            double value = figure.applyAsDouble(days);
            return new MetricCard(
                    title,
                    Double.isFinite(value) ? shown.apply(value) : "–",
                    explains,
                    Double.isFinite(value) ? trend(figure, shown) : "no data yet",
                    bars(figure),
                    list);
        }

        private List<D> between(LocalDate from, LocalDate to) {
            return days.stream()
                    .filter(day ->
                            dayOf.apply(day).isAfter(from) && !dayOf.apply(day).isAfter(to))
                    .toList();
        }

        private String trend(ToDoubleFunction<List<D>> figure, DoubleFunction<String> shown) {
            double now = figure.applyAsDouble(between(today.minusDays(7), today));
            double before = figure.applyAsDouble(between(today.minusDays(14), today.minusDays(7)));
            if (!Double.isFinite(now) || !Double.isFinite(before) || before == 0) return "last 30 days";
            var way = now > before ? "up from" : now < before ? "down from" : "as";
            return String.format(Locale.ROOT, "%s this week, %s %s", shown.apply(now), way, shown.apply(before));
        }

        private List<Integer> bars(ToDoubleFunction<List<D>> figure) {
            var values = IntStream.range(0, DAYS)
                    .mapToObj(i -> today.minusDays(DAYS - 1L - i))
                    .map(day -> figure.applyAsDouble(between(day.minusDays(1), day)))
                    .map(value -> Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty())
                    .toList();
            double most = values.stream()
                    .flatMapToDouble(OptionalDouble::stream)
                    .max()
                    .orElse(0);
            return values.stream()
                    .map(value -> most > 0 ? (int) Math.round(100 * value.orElse(0) / most) : 0)
                    .toList();
        }
    }
}
