package dev.runbook.ml.bundle;

import java.util.Comparator;

/// What was measured where.
///
/// @param stat how it was aggregated, such as `p99`; may be empty
public record MetricKey(String component, String metric, String stat) implements Comparable<MetricKey> {

    private static final Comparator<MetricKey> ORDER = Comparator.comparing(MetricKey::component)
            .thenComparing(MetricKey::metric)
            .thenComparing(MetricKey::stat);

    /// The metric with its statistic, where it has one.
    public String name() {
        return stat.isEmpty() ? metric : metric + " " + stat;
    }

    @Override
    public int compareTo(MetricKey other) {
        return ORDER.compare(this, other);
    }
}
