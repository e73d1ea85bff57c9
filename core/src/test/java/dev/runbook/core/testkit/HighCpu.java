package dev.runbook.core.testkit;

import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.incident.Alert;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A small world in trouble: `checkout` on `web-1` uses up the processor until the right thing is done to it.
public final class HighCpu {

    /// When the trouble began.
    public static final Instant ONSET = SettableClock.NOON.minus(Duration.ofMinutes(20));

    public static final String HOST = "web-1";
    public static final String SERVICE = "checkout";

    private static final Alert ALERT =
            new Alert("HighCpu", HOST, "cpu above 90", Severity.HIGH, ONSET, Map.of("team", "shop"));

    private HighCpu() {}

    public static ProblemReport report() {
        return ProblemReport.of("checkout on web-1 answers slowly").onHost(HOST).aboutService(SERVICE);
    }

    /// Lets a provider show this world.
    ///
    /// @param cures the operations that end the trouble, each by itself; none at all for a world that stays sick
    public static void shownBy(ScriptedProvider provider, SettableClock clock, String... cures) {
        var cure = Set.of(cures);
        provider.whenAsked(
                "monitoring.get_current_alerts", _ -> found(new Content.AlertSeen(ALERT, !cured(provider, cure))));
        provider.whenAsked(
                "compute.get_resources",
                _ -> found(
                        facts(HOST, Value.fields("name", HOST, "kind", "host")),
                        facts(SERVICE, Value.fields("name", SERVICE, "kind", "service", "host", HOST))));
        provider.whenAsked(
                "monitoring.get_metrics",
                arguments -> arguments.optionalText("host").filter(HOST::equals).isPresent()
                        ? found(cpu(clock.instant(), cured(provider, cure)))
                        : new Observation.NothingFound(new Value.Items(List.of())));
    }

    private static boolean cured(ScriptedProvider provider, Set<String> cures) {
        return provider.ledger().stream()
                .anyMatch(e -> cures.contains(e.operation().toString()));
    }

    private static Observation found(Content... contents) {
        return new Observation.Found(List.of(contents), new Value.Items(List.of()));
    }

    private static Content facts(String about, Value.Fields facts) {
        return new Content.Facts(about, "resource", facts);
    }

    /// An hour, one point in three minutes: 30 percent before the onset and, once cured, now; else 97.
    private static Content.MetricSeries cpu(Instant now, boolean cured) {
        var points = new ArrayList<Content.Point>();
        for (int minute = 60; minute >= 0; minute -= 3) {
            var time = now.minus(Duration.ofMinutes(minute));
            var sick = !time.isBefore(ONSET) && !(cured && minute < 5);
            points.add(new Content.Point(time, (sick ? 97 : 30) + minute % 2));
        }
        return new Content.MetricSeries(HOST, "cpu_usage", "percent", points);
    }
}
