package dev.runbook.core.engine;

import dev.runbook.core.incident.Alert;
import dev.runbook.core.incident.Severity;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The alerts of an incident, as far as its journal tells of them: those that it was opened with and the first
/// [#MOST] that joined it. All are in the book of alerts.
///
/// @param worst what the worst of those that joined made of the severity; empty while none was worse than what
///     was known, and once somebody or something has judged it since
/// @param written the alerts that joined, in the order of joining
/// @param firing the fingerprints of the alerts that are not known to be over
/// @param counted how many had joined when that was said last; 0 while the journal has them all
public record JoinedAlerts(List<Alert> written, Set<String> firing, long counted, Optional<Severity> worst) {

    /// How many alerts that join an incident its journal tells of one by one.
    public static final int MOST = 100;

    public JoinedAlerts {
        written = List.copyOf(written);
        firing = Set.copyOf(firing);
    }

    static JoinedAlerts none(List<Alert> reported) {
        return new JoinedAlerts(List.of(), fingerprints(reported), 0, Optional.empty());
    }

    private static Set<String> fingerprints(List<Alert> alerts) {
        var all = new LinkedHashSet<String>();
        for (var alert : alerts) all.add(alert.fingerprint());
        return all;
    }

    JoinedAlerts joining(Alert alert) {
        var alerts = new ArrayList<>(written);
        alerts.add(alert);
        var more = new LinkedHashSet<>(firing);
        more.add(alert.fingerprint());
        return new JoinedAlerts(alerts, more, counted, worst);
    }

    JoinedAlerts ending(Alert alert) {
        var rest = new LinkedHashSet<>(firing);
        rest.remove(alert.fingerprint());
        return new JoinedAlerts(written, rest, counted, worst);
    }

    JoinedAlerts counting(long joined) {
        return new JoinedAlerts(written, firing, joined, worst);
    }

    JoinedAlerts raising(Severity severity) {
        return new JoinedAlerts(written, firing, counted, Optional.of(severity));
    }

    /// After the severity was judged by something that outranks alerts.
    JoinedAlerts judged() {
        return new JoinedAlerts(written, firing, counted, Optional.empty());
    }

    /// Whether further alerts are counted and not written down.
    public boolean full() {
        return written.size() >= MOST;
    }

    /// Whether the journal tells of an alert, and not that it is over.
    boolean isFiring(Alert alert) {
        return firing.contains(alert.fingerprint());
    }
}
