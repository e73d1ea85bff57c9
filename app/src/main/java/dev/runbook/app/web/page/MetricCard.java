package dev.runbook.app.web.page;

import dev.runbook.app.web.IncidentIndex.Day;
import dev.runbook.core.operation.Durations;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// One figure with what it means, where it leads, and how it went.
///
/// @param value the figure, or a dash when there is nothing to count
/// @param explains what it is, in a sentence
/// @param trend how the last seven days compare with the seven before, in words; empty when that cannot be said
/// @param bars one for each of the last fourteen days, from 0 to 100, the oldest first
/// @param show which list stands behind it
public record MetricCard(String title, String value, String explains, String trend, List<Integer> bars, String show) {

    private static final int DAYS = 14;

    /// The cards for the days until `today`.
    ///
    /// @param days of the last thirty days, the oldest first
    static List<MetricCard> of(List<Day> days, LocalDate today) {
        var figures = new Figures(days, today);
        return List.of(
                figures.card(
                        "Reported",
                        "Incidents reported in the last 30 days",
                        some -> some.mapToLong(Day::reported).sum(),
                        MetricCard::whole,
                        Show.ALL),
                figures.card(
                        "Time to act (MTTA)",
                        "Mean time from the report to the first act of a person, where one acted",
                        some -> mean(some.list(), Day::toAct, Day::acted),
                        MetricCard::span,
                        Show.ALL),
                figures.card(
                        "Time to resolve (MTTR)",
                        "Mean time from the report until the problem was seen to be gone",
                        some -> mean(some.list(), Day::toResolve, Day::resolved),
                        MetricCard::span,
                        Show.RESOLVED),
                figures.card(
                        "Resolved by runbook",
                        "Share of the incidents that ended by a verified action, without a person taking over",
                        some -> share(some.list(), Day::byRunbook, Day::ended),
                        MetricCard::percent,
                        Show.RESOLVED),
                figures.card(
                        "Noise suppressed",
                        "Share of the incidents that turned out to be nothing and ended without anybody being needed",
                        some -> share(some.list(), Day::noise, Day::reported),
                        MetricCard::percent,
                        Show.RESOLVED),
                figures.card(
                        "Verified fixes",
                        "Share of the looks after an action that found the problem gone",
                        some -> share(some.list(), Day::verified, day -> day.verified() + day.refuted()),
                        MetricCard::percent,
                        Show.RESOLVED));
    }

    private static double mean(
            List<Day> days, java.util.function.Function<Day, Duration> sum, ToDoubleFunction<Day> of) {
        return share(days, day -> sum.apply(day).toMillis() / 1000.0, of);
    }

    private static double share(List<Day> days, ToDoubleFunction<Day> part, ToDoubleFunction<Day> whole) {
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
        if (span.toHours() >= 1) span = span.truncatedTo(java.time.temporal.ChronoUnit.MINUTES);
        return Durations.display(span);
    }

    /// Some days, to be counted.
    private record Some(List<Day> list) {
        java.util.stream.LongStream mapToLong(java.util.function.ToLongFunction<Day> count) {
            return list.stream().mapToLong(count);
        }
    }

    private record Figures(List<Day> days, LocalDate today) {

        MetricCard card(
                String title,
                String explains,
                ToDoubleFunction<Some> figure,
                java.util.function.DoubleFunction<String> shown,
                Show show) {
            double value = figure.applyAsDouble(new Some(days));
            return new MetricCard(
                    title,
                    Double.isFinite(value) ? shown.apply(value) : "–",
                    explains,
                    trend(figure, shown),
                    bars(figure),
                    show.key());
        }

        private Some between(LocalDate from, LocalDate to) {
            return new Some(days.stream()
                    .filter(day -> day.day().isAfter(from) && !day.day().isAfter(to))
                    .toList());
        }

        private String trend(ToDoubleFunction<Some> figure, java.util.function.DoubleFunction<String> shown) {
            double now = figure.applyAsDouble(between(today.minusDays(7), today));
            double before = figure.applyAsDouble(between(today.minusDays(14), today.minusDays(7)));
            if (!Double.isFinite(now) || !Double.isFinite(before) || before == 0) return "";
            var way = now > before ? "up from" : now < before ? "down from" : "as";
            return String.format(Locale.ROOT, "%s this week, %s %s", shown.apply(now), way, shown.apply(before));
        }

        private List<Integer> bars(ToDoubleFunction<Some> figure) {
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
