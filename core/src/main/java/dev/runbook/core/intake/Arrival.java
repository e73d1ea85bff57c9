package dev.runbook.core.intake;

import dev.runbook.core.incident.Alert;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.value.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A system outside says that an alert fires, or that it is over.
///
/// @param notification the same whenever the same word is delivered again
/// @param outbreak the same for every word about one outbreak of the alert; a long one is shortened to what is
///     still its own
/// @param namesOutbreak whether the sender says which outbreak it speaks of; otherwise the end of an alert is
///     that of its newest outbreak
/// @param firing whether it fires; otherwise it is over
/// @param report what an incident that it opens is about; its one alert is the alert
public record Arrival(
        String notification, String outbreak, boolean namesOutbreak, boolean firing, ProblemReport report) {

    private static final int ID_LENGTH = 20;

    /// How far the clocks of senders may be ahead of ours.
    private static final Duration SKEW = Duration.ofMinutes(1);

    /// The longest name that is kept as it is, in characters. A database indexes no text of any length.
    private static final int MAX_NAME = 500;

    public Arrival {
        outbreak = bounded(outbreak);
        if (report.alerts().size() != 1)
            throw new IllegalArgumentException(
                    "an arrival is of one alert, got " + report.alerts().size());
    }

    /// The alert.
    public Alert alert() {
        return report.alerts().getFirst();
    }

    /// The same, begun by now: a sender that names a time to come has a wrong clock, or means something else.
    ///
    /// @param now when it came
    Arrival begunBy(Instant now) {
        if (!alert().startedAt().isAfter(now.plus(SKEW))) return this;
        var begun = new Alert(
                alert().name(),
                alert().component(),
                (alert().text() + " (its sender says that it begins at " + alert().startedAt()
                                + ", which was still to come)")
                        .strip(),
                alert().severity(),
                now,
                alert().labels());
        return new Arrival(notification, outbreak, namesOutbreak, firing, report.withAlerts(List.of(begun)));
    }

    /// The same for every outbreak of the same alert in the same place.
    public String fingerprint() {
        return bounded(report.environment() + "/" + estate() + report.host().orElse("") + "/" + alert().fingerprint());
    }

    /// Alerts of one name in two accounts or regions are two, where their sender says which.
    private String estate() {
        return Stream.of("account", "region")
                .flatMap(label -> Optional.ofNullable(alert().labels().get(label)).stream())
                .map(name -> name + "/")
                .collect(Collectors.joining());
    }

    private static String bounded(String name) {
        return name.length() <= MAX_NAME
                ? name
                : name.substring(0, 100) + "…" + Digest.of(name).hex();
    }

    /// The incident that an outbreak opens.
    ///
    /// @param earlier how many incidents of the same outbreak are over
    IncidentId incident(int earlier) {
        var name = earlier == 0 ? outbreak : outbreak + "#" + earlier;
        return new IncidentId("INC-" + Digest.of(name).hex().substring(0, ID_LENGTH));
    }
}
