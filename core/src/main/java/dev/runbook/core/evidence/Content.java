package dev.runbook.core.evidence;

import dev.runbook.core.incident.Alert;
import dev.runbook.core.value.Value;
import java.time.Instant;
import java.util.List;

/// What a piece of evidence holds.
public sealed interface Content {

    /// One metric of one component over time.
    ///
    /// @param component the host or service measured
    /// @param metric its name, such as `cpu_usage`
    /// @param unit such as `percent`, `ms`, `count`, `bytes`; empty when unknown
    /// @param points in order of time; a missing measurement is a missing point, never zero
    record MetricSeries(String component, String metric, String unit, List<Point> points) implements Content {
        public MetricSeries {
            points = List.copyOf(points);
            for (int i = 1; i < points.size(); i++)
                if (points.get(i).time().isBefore(points.get(i - 1).time()))
                    throw new IllegalArgumentException(
                            component + " " + metric + ": " + points.get(i).time() + " comes after "
                                    + points.get(i - 1).time() + "; points go in order of time");
        }
    }

    /// One measurement; `value` is finite.
    record Point(Instant time, double value) {
        public Point {
            if (!Double.isFinite(value)) throw new IllegalArgumentException("not a measurement: " + value);
        }
    }

    /// Log lines of one component, in order of time.
    ///
    /// @param total how many lines matched; at least `lines.size()`, more when the answer was cut
    record LogLines(String component, List<LogLine> lines, long total) implements Content {
        public LogLines {
            lines = List.copyOf(lines);
            if (total < lines.size()) throw new IllegalArgumentException("total below the lines given: " + total);
        }
    }

    /// One log line; `level` in lower case, empty when unknown.
    record LogLine(Instant time, String level, String message) {}

    /// An alert that fires or fired.
    ///
    /// @param firing whether it still fired when asked
    record AlertSeen(Alert alert, boolean firing) implements Content {}

    /// A change somebody made: a deployment, a configuration change, a scaling, a ticketed change.
    ///
    /// @param kind such as `deployment`, `configuration`, `scaling`, `maintenance`
    /// @param component what was changed
    /// @param version the version that came with it; empty when it has none
    record ChangeMade(Instant time, String kind, String component, String version, String summary, String author)
            implements Content {}

    /// Who calls whom.
    record Dependencies(List<Edge> edges) implements Content {
        public Dependencies {
            edges = List.copyOf(edges);
        }
    }

    /// `from` calls `to`, so `from` suffers when `to` breaks.
    record Edge(String from, String to) {}

    /// Facts about one component that have no shape of their own: the processes of a host, the state of a
    /// database.
    ///
    /// @param about the component
    /// @param title what the facts are, such as `top processes`
    record Facts(String about, String title, Value facts) implements Content {}

    /// One line for people that says what this is. It claims nothing beyond the content.
    default String headline() {
        return switch (this) {
            case MetricSeries(var component, var metric, var unit, var points) ->
                component + " " + metric + (points.isEmpty() ? ": no points" : ": " + Sparse.range(points, unit));
            case LogLines(var component, var lines, var total) ->
                component + ": " + total + " log lines"
                        + (lines.isEmpty() ? "" : ", last: " + lines.getLast().message());
            case AlertSeen(var alert, var firing) ->
                alert.component() + " alert " + alert.name() + (firing ? " fires: " : " recovered: ") + alert.text();
            case ChangeMade(var _, var kind, var component, var version, var summary, var author) ->
                component + " " + kind + (version.isEmpty() ? "" : " " + version) + " by " + author + ": " + summary;
            case Dependencies(var edges) -> edges.size() + " dependencies";
            case Facts(var about, var title, var _) -> about + " " + title;
        };
    }
}
