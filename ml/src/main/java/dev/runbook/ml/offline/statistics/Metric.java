package dev.runbook.ml.offline.statistics;

import java.util.Locale;
import java.util.regex.Pattern;

/// A series and what it means: what it measures, on which scale, and which direction is trouble.
///
/// @param series what was measured; the rate of growth where the metric is a counter
/// @param quantity what it measures
/// @param worse the direction of trouble
/// @param full what "all of it" is: 100 for percentages, 1 for shares, 0 where there is no such value
public record Metric(Series series, Quantity quantity, Quantity.Worse worse, double full) {

    private static final Pattern COUNTER = Pattern.compile("(?i)(total|count|sum|counter)$");
    private static final Pattern SHARE = Pattern.compile("(?i)(ratio|fraction|share)$");
    private static final Pattern PERCENT = Pattern.compile("(?i)percent|pct|%|utili[sz]ation");

    /// Recognises a series by its name, unit and shape.
    public static Metric recognise(Series series) {
        var quantity = Quantity.ofName(series.metric());
        var worse = quantity.worse(series.metric());
        if (isCounter(series, quantity)) return new Metric(series.rate(), quantity, worse, 0);
        return new Metric(series, quantity, worse, full(series));
    }

    private static boolean isCounter(Series series, Quantity quantity) {
        return switch (quantity) {
            case MEMORY, DISK_SPACE, CONNECTIONS, QUEUE, THREADS, AVAILABILITY -> false;
            case GARBAGE_COLLECTION,
                    PACKET_LOSS,
                    REPLICATION_LAG,
                    LOCKS,
                    ERRORS,
                    RESTARTS,
                    NETWORK_LATENCY,
                    DISK_IO,
                    CPU,
                    LATENCY,
                    TRAFFIC,
                    NETWORK_TRAFFIC,
                    OTHER -> COUNTER.matcher(series.metric()).find() && series.growsOnly();
        };
    }

    private static double full(Series series) {
        var unit = series.unit().toLowerCase(Locale.ROOT);
        double highest = 0;
        for (int i = 0; i < series.size(); i++) highest = Math.max(highest, series.value(i));
        if (PERCENT.matcher(unit).find()) return 100;
        if (unit.equals("ratio")
                || unit.equals("fraction")
                || (unit.isEmpty() && SHARE.matcher(series.metric()).find())) return highest <= 1 ? 1 : 0;
        if (unit.isEmpty() && PERCENT.matcher(series.metric()).find()) return highest <= 1 ? 1 : 100;
        return 0;
    }

    /// Whether a change of the level from one to the other is trouble, however little the metric is noisy.
    boolean isTrouble(double baseline, double level) {
        if (worse == Quantity.Worse.UP && level < baseline) return false;
        if (worse == Quantity.Worse.DOWN && level > baseline) return false;
        return switch (quantity) {
            case ERRORS, PACKET_LOSS, RESTARTS, LOCKS ->
                full > 0 ? Math.abs(level - baseline) >= full / 200 : differsBy(1.5, baseline, level);
            case AVAILABILITY -> full > 0 ? baseline - level >= full / 100 : differsBy(1.05, baseline, level);
            case CPU, MEMORY, DISK_SPACE, CONNECTIONS, THREADS, GARBAGE_COLLECTION, DISK_IO ->
                full > 0 ? Math.abs(level - baseline) >= full / 10 : differsBy(1.3, baseline, level);
            case LATENCY, NETWORK_LATENCY, REPLICATION_LAG, QUEUE, TRAFFIC, NETWORK_TRAFFIC, OTHER ->
                differsBy(1.4, baseline, level);
        };
    }

    /// What is no more than chance, of a metric that has a full: a percent of a utilisation, but a tenth of
    /// that of what should hardly ever happen.
    double grain() {
        return switch (quantity) {
            case ERRORS, PACKET_LOSS, AVAILABILITY -> full / 1000;
            case GARBAGE_COLLECTION,
                    REPLICATION_LAG,
                    QUEUE,
                    LOCKS,
                    CONNECTIONS,
                    RESTARTS,
                    NETWORK_LATENCY,
                    DISK_IO,
                    DISK_SPACE,
                    MEMORY,
                    CPU,
                    LATENCY,
                    THREADS,
                    TRAFFIC,
                    NETWORK_TRAFFIC,
                    OTHER -> full / 100;
        };
    }

    private static boolean differsBy(double factor, double baseline, double level) {
        double less = Math.min(Math.abs(baseline), Math.abs(level));
        double more = Math.max(Math.abs(baseline), Math.abs(level));
        return more >= factor * less;
    }

    /// Whether the latest measurement leaves nothing. Hosts run for years with nine tenths of their memory
    /// or processor in use; disks and connections that are so nearly used up are trouble.
    public boolean usedUp() {
        return switch (quantity) {
            case CPU, MEMORY ->
                full > 0
                        && series.size() > 0
                        && (worse == Quantity.Worse.DOWN ? series.last() <= 0.03 * full : series.last() >= 0.97 * full);
            case DISK_SPACE,
                    CONNECTIONS,
                    THREADS,
                    DISK_IO,
                    GARBAGE_COLLECTION,
                    PACKET_LOSS,
                    REPLICATION_LAG,
                    QUEUE,
                    LOCKS,
                    ERRORS,
                    RESTARTS,
                    AVAILABILITY,
                    NETWORK_LATENCY,
                    LATENCY,
                    TRAFFIC,
                    NETWORK_TRAFFIC,
                    OTHER -> nearlyFull();
        };
    }

    /// Whether the latest measurement leaves hardly anything: of a utilisation, nine tenths and more are used.
    public boolean nearlyFull() {
        if (full == 0 || series.size() == 0) return false;
        return switch (quantity) {
            case CPU, MEMORY, DISK_SPACE, CONNECTIONS, THREADS, DISK_IO ->
                worse == Quantity.Worse.DOWN ? series.last() <= full / 10 : series.last() >= 0.9 * full;
            case GARBAGE_COLLECTION,
                    PACKET_LOSS,
                    REPLICATION_LAG,
                    QUEUE,
                    LOCKS,
                    ERRORS,
                    RESTARTS,
                    AVAILABILITY,
                    NETWORK_LATENCY,
                    LATENCY,
                    TRAFFIC,
                    NETWORK_TRAFFIC,
                    OTHER -> false;
        };
    }
}
