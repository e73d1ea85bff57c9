package dev.runbook.integrations.world;

import dev.runbook.integrations.estate.Database;
import dev.runbook.integrations.fault.ConnectionLeak;
import java.util.ArrayList;
import java.util.List;

/// Who holds how many connections to a database.
final class Connections {

    /// Of the connections that an application usually holds, so many are busy.
    private static final double BUSY_SHARE = 0.4;

    private Connections() {}

    /// The connections of one application in one state.
    record Held(String application, String state, int connections) {}

    /// Most first.
    static List<Held> held(Past past, Telemetry telemetry, Database database, double at) {
        double all = telemetry.connections(database, at);
        var leaker = leaker(past, database);
        double usual = Math.min(all, database.usualConnections());
        var held = new ArrayList<Held>();
        for (var client : database.clients().entrySet()) {
            double own = usual * client.getValue() / Math.max(1, database.usualConnections());
            int active = (int) Math.round(own * BUSY_SHARE);
            double idle = own - active + (client.getKey().equals(leaker) ? all - usual : 0);
            held.add(new Held(client.getKey(), "active", active));
            held.add(new Held(client.getKey(), "idle", (int) Math.round(idle)));
        }
        held.sort(java.util.Comparator.comparingInt(Held::connections)
                .reversed()
                .thenComparing(Held::application)
                .thenComparing(Held::state));
        return List.copyOf(held);
    }

    /// How many idle connections an application holds.
    static int idle(Past past, Database database, String application, double at) {
        var telemetry = new Telemetry(past, new Noise(0), Disturbances.of(past));
        return held(past, telemetry, database, at).stream()
                .filter(h -> h.application().equals(application) && h.state().equals("idle"))
                .mapToInt(Held::connections)
                .sum();
    }

    private static String leaker(Past past, Database database) {
        return past.scenario().faults().stream()
                .filter(f ->
                        f instanceof ConnectionLeak leak && leak.component().equals(database.name()))
                .map(f -> ((ConnectionLeak) f).application())
                .findFirst()
                .orElse("");
    }
}
