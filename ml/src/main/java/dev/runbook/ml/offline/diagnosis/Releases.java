package dev.runbook.ml.offline.diagnosis;

import dev.runbook.ml.offline.scene.Scene;
import dev.runbook.ml.offline.statistics.Quantity;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Which changes could explain that a service uses more than before.
final class Releases {

    /// A release that costs more shows as soon as it takes traffic.
    private static final Duration SOON = Duration.ofMinutes(6);

    /// Measurements are taken once in a while: so much later may still be before.
    private static final Duration BLUR = Duration.ofMinutes(2);

    private Releases() {}

    /// The release or configuration change of this service just before its trouble began or grew.
    static Optional<Scene.Change> before(Scene scene, String service) {
        var moments = Stream.concat(scene.onsetOf(service).stream(), scene.worseningsOf(service).stream())
                .toList();
        return scene.changes().stream()
                .filter(c -> c.change().component().equals(service)
                        && isOwn(c.change().kind()))
                .filter(c -> moments.stream()
                        .anyMatch(moment -> isJustBefore(c.change().time(), moment)))
                .max(Comparator.comparing(c -> c.change().time()));
    }

    private static boolean isJustBefore(Instant change, Instant moment) {
        return !change.isAfter(moment.plus(BLUR)) && !change.isBefore(moment.minus(SOON));
    }

    private static boolean isOwn(String kind) {
        var words = kind.toLowerCase(Locale.ROOT);
        return isRelease(kind) || words.contains("config");
    }

    static boolean isRelease(String kind) {
        var words = kind.toLowerCase(Locale.ROOT);
        return words.contains("deploy") || words.contains("release") || words.contains("rollout");
    }

    /// A new version runs on all hosts of its service. When only some of those that were measured are short of
    /// something, it is not the version.
    static boolean reachesAllHosts(Scene scene, String service) {
        return scene.hostsOf(service).stream()
                .filter(host -> scene.measurements().stream()
                        .anyMatch(m -> m.component().equals(host)))
                .allMatch(host ->
                        !scene.troubled(host, Quantity.CPU, Quantity.MEMORY).isEmpty());
    }
}
