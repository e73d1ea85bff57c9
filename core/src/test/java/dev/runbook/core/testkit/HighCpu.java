package dev.runbook.core.testkit;

import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.incident.Alert;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.testkit.ScriptedProvider.Witness;
import dev.runbook.core.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

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
    /// @param cures the operations that end the trouble, each by itself; none at all for a world that stays
    ///     sick
    public static void shownBy(ScriptedProvider provider, SettableClock clock, String... cures) {
        shownBy(provider, clock, Optional.empty(), cures);
    }

    /// Lets a provider show this world.
    ///
    /// @param lasting for how long a cure helps; for good when empty
    /// @param cures the operations that end the trouble, each by itself; none at all for a world that stays
    ///     sick
    public static void shownBy(
            ScriptedProvider provider, SettableClock clock, Optional<Duration> lasting, String... cures) {
        var curing = Set.of(cures);
        var curedAt = new AtomicReference<@Nullable Instant>();
        Witness watch = effect -> {
            if (curing.contains(effect.operation().toString())) curedAt.set(clock.instant());
        };
        provider.ledger().forEach(watch::sees);
        provider.witnessedBy(watch);
        BooleanSupplier well = () -> {
            var since = curedAt.get();
            return since != null
                    && lasting.map(since::plus).map(clock.instant()::isBefore).orElse(true);
        };
        provider.whenAsked(
                "monitoring.get_current_alerts", _ -> found(new Content.AlertSeen(ALERT, !well.getAsBoolean())));
        provider.whenAsked(
                "compute.get_resources",
                _ -> found(
                        facts(HOST, Value.fields("name", HOST, "kind", "host")),
                        facts(SERVICE, Value.fields("name", SERVICE, "kind", "service", "host", HOST))));
        provider.whenAsked(
                "monitoring.get_metrics",
                arguments -> arguments.optionalText("host").filter(HOST::equals).isPresent()
                        ? found(cpu(clock.instant(), well.getAsBoolean()))
                        : new Observation.NothingFound(new Value.Items(List.of())));
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
