package dev.runbook.ml.offline.statistics;

import java.util.Locale;

/// The words that the name of a metric is made of.
public final class MetricWords {

    private MetricWords() {}

    /// `PodServerLatencyP90(s)` becomes `pod server latency p90 s`.
    public static String of(String name) {
        return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ")
                .replaceAll("[^A-Za-z0-9]+", " ")
                .strip()
                .toLowerCase(Locale.ROOT);
    }
}
