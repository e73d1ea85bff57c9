package dev.runbook.integrations.world;

import dev.runbook.core.evidence.Content.LogLine;
import dev.runbook.core.evidence.Content.MetricSeries;
import dev.runbook.core.incident.Alert;
import dev.runbook.integrations.estate.Component;
import dev.runbook.integrations.estate.Database;
import dev.runbook.integrations.estate.Estate;
import dev.runbook.integrations.scenario.Fixtures;
import dev.runbook.integrations.scenario.RedHerring;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What can be seen of a world at one moment. Nothing in it lies after that moment.
public final class Sight {

    private static final Duration FINE = Duration.ofHours(1);
    private static final Duration MIDDLE = Duration.ofHours(3);

    private final Past past;
    private final Noise noise;
    private final AlertWatch watch;
    private final Instant now;
    private final double at;
    private final Disturbances disturbances;
    private final Telemetry telemetry;

    Sight(Past past, Noise noise, AlertWatch watch, Instant now, Disturbances disturbances) {
        this.past = past;
        this.noise = noise;
        this.watch = watch;
        this.now = now;
        this.at = past.seconds(now);
        this.disturbances = disturbances;
        this.telemetry = new Telemetry(past, noise, disturbances);
    }

    /// The moment.
    public Instant now() {
        return now;
    }

    public Estate estate() {
        return past.estate();
    }

    /// An alert, and whether it fires at the moment.
    public record SeenAlert(Alert alert, boolean firing) {}

    /// The alerts that fire, or fired within the timeframe, oldest first.
    public List<SeenAlert> alerts(Duration timeframe) {
        if (!disturbances.faultsShow()) return List.of();
        var usual = new Telemetry(past, noise, Disturbances.none());
        return watch.between(at - Past.seconds(timeframe), at, telemetry, usual, past).stream()
                .map(f -> new SeenAlert(f.alert(), f.firesAt(at)))
                .toList();
    }

    /// The metrics of a component over the timeframe: a point every 30 seconds for up to an hour, every
    /// minute for up to three, else every five minutes.
    ///
    /// @param only one metric by name; all when empty
    public List<MetricSeries> metrics(Component component, Optional<String> only, Duration timeframe) {
        long step = timeframe.compareTo(FINE) <= 0 ? 30 : timeframe.compareTo(MIDDLE) <= 0 ? 60 : 300;
        return Fixtures.STANDARD.metrics().stream()
                .filter(metric -> metric.of().contains(component.kind()))
                .filter(metric -> only.map(metric.name()::equals).orElse(true))
                .map(metric -> new MetricSeries(
                        component.name(),
                        metric.name(),
                        metric.unit(),
                        telemetry.series(component, metric, at - Past.seconds(timeframe), at, step)))
                .filter(series -> !series.points().isEmpty())
                .toList();
    }

    /// What a component wrote within the timeframe, newest last.
    public List<LogLine> logs(Component component, Duration timeframe) {
        return new Chatter(past, noise, disturbances.faultsShow()).lines(component, at - Past.seconds(timeframe), at);
    }

    /// A change that somebody filed.
    public record FiledChange(
            String number, String kind, String component, String version, String summary, String author, Instant at) {}

    /// The changes filed within the timeframe, newest last: releases and everything else.
    public List<FiledChange> changes(Duration timeframe) {
        var found = new ArrayList<FiledChange>();
        for (var release : releases(timeframe))
            found.add(new FiledChange(
                    "",
                    "deployment",
                    release.service(),
                    release.version(),
                    release.summary(),
                    release.author(),
                    past.instant(release.at())));
        for (var fault : past.scenario().faults())
            fault.change()
                    .filter(c -> !c.kind().equals("deployment"))
                    .ifPresent(c -> found.add(new FiledChange(
                            "",
                            c.kind(),
                            c.component(),
                            c.version(),
                            c.summary(),
                            c.author(),
                            past.start().plus(fault.onset().at()).minus(c.before()))));
        for (var herring : past.scenario().redHerrings())
            if (herring instanceof RedHerring.HarmlessChange change
                    && !change.kind().equals("deployment"))
                found.add(new FiledChange(
                        "",
                        change.kind(),
                        change.component(),
                        change.version(),
                        change.summary(),
                        change.author(),
                        past.start().plus(change.at())));
        return found.stream()
                .filter(c -> !c.at().isAfter(now) && !c.at().isBefore(now.minus(timeframe)))
                .sorted(Comparator.comparing(FiledChange::at).thenComparing(FiledChange::component))
                .map(Sight::numbered)
                .toList();
    }

    private static FiledChange numbered(FiledChange c) {
        var number = "CHG%07d"
                .formatted(Math.floorMod((c.kind() + c.component() + c.version() + c.summary()).hashCode(), 90_000)
                        + 10_000);
        return new FiledChange(number, c.kind(), c.component(), c.version(), c.summary(), c.author(), c.at());
    }

    /// The releases within the timeframe, newest last.
    public List<Release> releases(Duration timeframe) {
        double from = at - Past.seconds(timeframe);
        return past.estate().services().stream()
                .flatMap(service -> Releases.of(service, past, at).made().stream())
                .filter(release -> release.at() >= from)
                .sorted(Comparator.comparingDouble(Release::at).thenComparing(Release::service))
                .toList();
    }

    /// When a release was made.
    public Instant timeOf(Release release) {
        return past.instant(release.at());
    }

    /// The processes of a host that use most CPU, most first.
    public List<Processes.Running> processes(String host) {
        return Processes.of(past, telemetry, noise, host, at);
    }

    /// The state of a component in one word: `running`, `restarting`, `rebooting`, `down`, `up`, `external`.
    public String state(Component component) {
        return States.of(past, component, at, disturbances.faultsShow());
    }

    /// The version of a service that runs.
    public String version(String service) {
        return Releases.of(past.estate().service(service).orElseThrow(), past, at)
                .current();
    }

    /// How many replicas a service has.
    public int replicas(String service) {
        return past.replicas(service, at);
    }

    /// A volume and what lies on it, largest first.
    public record Filled(String mount, double usedPercent, long sizeBytes, List<FolderSize> largest) {}

    /// A folder and how large it is.
    public record FolderSize(String path, long bytes, String kind, boolean safeToDelete) {}

    /// The fullest volume of a host.
    public Filled fullestVolume(String host) {
        var disks = telemetry.disks();
        var volume = disks.fullest(host, at);
        return new Filled(
                volume.mount(),
                Math.round(disks.usedPercent(volume, at) * 10) / 10.0,
                volume.sizeBytes(),
                disks.occupied(volume, at).stream()
                        .map(o -> new FolderSize(
                                o.folder().path(),
                                o.bytes(),
                                o.folder().kind(),
                                o.folder().safeToDelete()))
                        .toList());
    }

    /// The connections that one application holds in one state.
    public record Client(String application, String state, int connections) {}

    /// Who is connected to a database, most connections first.
    public List<Client> clients(Database database) {
        return Connections.held(past, telemetry, database, at).stream()
                .filter(h -> h.connections() > 0)
                .map(h -> new Client(h.application(), h.state(), h.connections()))
                .toList();
    }

    /// What was written down.
    public Desk desk() {
        return new Desk(past);
    }

    /// Who is on call for a service, first level first; empty when there is no such service.
    public List<String> onCall(String service) {
        return desk().onCall(service);
    }
}
