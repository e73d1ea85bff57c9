package dev.runbook.ml.offline.diagnosis;

import dev.runbook.ml.offline.scene.Measurement;
import dev.runbook.ml.offline.scene.Scene;
import dev.runbook.ml.offline.statistics.Quantity;
import dev.runbook.ml.offline.statistics.Shift;
import java.util.Comparator;
import java.util.Optional;

/// Who on a host is the likeliest to be behind its trouble.
final class Residents {

    private Residents() {}

    /// The service on this host whose own measurement of the quantity departs most; the host itself when none
    /// does.
    static String mostTroubled(Scene scene, String host, Quantity quantity) {
        return troubled(scene, host, quantity).orElseGet(() -> unmeasured(scene, host, quantity));
    }

    /// The service on this host whose own measurement of the quantity departs most; empty when none does.
    static Optional<String> troubled(Scene scene, String host, Quantity quantity) {
        return scene.topology().servicesOn(host).stream()
                .flatMap(service -> scene.troubled(service, quantity).stream())
                .max(Comparator.comparingDouble(Residents::deviation))
                .map(Measurement::component);
    }

    /// Whose own measurement says that it is as always is not behind it.
    private static String unmeasured(Scene scene, String host, Quantity quantity) {
        var services = scene.topology().servicesOn(host).stream()
                .filter(service -> scene.calm(service, quantity).isEmpty())
                .toList();
        if (services.size() == 1) return services.getFirst();
        return services.stream().filter(scene.reported()::contains).findFirst().orElse(host);
    }

    private static double deviation(Measurement measurement) {
        return measurement.shift().map(Shift::deviation).orElse(0.0);
    }
}
