package dev.runbook.core.intake;

import static dev.runbook.core.testkit.SettableClock.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.engine.Event;
import dev.runbook.core.engine.Evolution;
import dev.runbook.core.engine.Incident;
import dev.runbook.core.engine.IncidentSummary;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.Alert;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.intake.AlertBook.Query;
import dev.runbook.core.intake.AlertRecord.Fate;
import dev.runbook.core.journal.Journal;
import dev.runbook.core.journal.Stamped;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What every book of alerts does, beside its journal. Each test has a book of its own.
public abstract class AlertBookContract {

    private static final Actor SOURCE = new Actor.Source("alertmanager");

    protected abstract Journal journal();

    protected abstract AlertBook book();

    private static AlertRecord anAlert(String name, String incident, Fate fate, Instant at) {
        return new AlertRecord(
                "n-" + name,
                at,
                "alertmanager",
                "f-" + name,
                "o-" + name,
                new Alert(name, "web-1", "it is \0 high", Severity.HIGH, at.minusSeconds(5), Map.of("job", "web")),
                fate,
                new IncidentId(incident),
                fate == Fate.OPENED ? "" : "it is about web-1, too",
                Optional.empty());
    }

    private AlertRecord kept(AlertRecord alert) {
        book().keep(alert);
        return alert;
    }

    private void report(String id, String environment, String service, String host, Instant at) {
        var report = new ProblemReport(
                "it is slow", Optional.of(host), Optional.of(service), environment, List.of(), Map.of());
        append(Optional.empty(), id, new Event.Reported(report), at);
    }

    private void append(Optional<Incident> before, String id, Event event, Instant at) {
        var stamped = new Stamped(at, SOURCE, event);
        var after = before.map(incident -> Evolution.apply(incident, stamped))
                .orElseGet(() -> Evolution.begin(new IncidentId(id), stamped));
        journal()
                .append(new Journal.Commit(
                        after.seq() - 1, List.of(stamped), IncidentSummary.of(after, at), Journal.Wake.KEEP));
    }

    private void resolve(String id) {
        for (Event event : List.of(new Event.Escalated("nobody knows"), new Event.Resolved("it went away")))
            append(Evolution.replay(journal().read(new IncidentId(id))), id, event, NOON);
    }

    private List<String> open(String service, String host, Instant since) {
        var about = new ProblemReport(
                "it is slow", Optional.of(host), Optional.of(service), "production", List.of(), Map.of());
        return book().open(about, since, 10).stream()
                .map(one -> one.incident().id())
                .toList();
    }

    @Test
    void anAlertIsFoundByItsWordItsFingerprintAndItsOutbreak() {
        var cpu = kept(anAlert("cpu", "INC-1", Fate.OPENED, NOON));
        kept(anAlert("disk", "INC-1", Fate.CORRELATED, NOON.plusSeconds(1)));

        assertThat(book().delivered("n-cpu", NOON))
                .map(AlertRecord::fingerprint)
                .contains("f-cpu");
        assertThat(book().delivered("n-cpu", NOON.plusSeconds(1))).isEmpty();
        assertThat(book().latest("f-cpu"))
                .map(AlertRecord::alert)
                .map(Alert::labels)
                .contains(cpu.alert().labels());
        assertThat(book().ofOutbreak("o-disk")).map(AlertRecord::because).contains("it is about web-1, too");
        assertThat(book().latest("f-memory")).isEmpty();
        assertThat(book().opened(new IncidentId("INC-1"))).isTrue();
        assertThat(book().opened(new IncidentId("INC-2"))).isFalse();
    }

    @Test
    void onlyWhatJoinedAnIncidentIsCountedAsJoined() {
        kept(anAlert("cpu", "INC-1", Fate.OPENED, NOON));
        kept(anAlert("disk", "INC-1", Fate.CORRELATED, NOON));
        kept(anAlert("disk", "INC-1", Fate.DEDUPLICATED, NOON));
        kept(anAlert("memory", "INC-1", Fate.CORRELATED, NOON));
        kept(anAlert("network", "INC-2", Fate.CORRELATED, NOON));

        assertThat(book().joined(new IncidentId("INC-1"))).isEqualTo(2);
    }

    @Test
    void whateverASenderWritesIsKept() {
        var odd = "\0\uD800" + "x".repeat(9000);
        for (var started : List.of(Instant.MIN, Instant.MAX)) {
            var alert = new Alert(odd, odd, odd, Severity.LOW, started, Map.of(odd, odd));
            var report = new ProblemReport(
                    "it is slow", Optional.of(odd), Optional.of(odd), "production", List.of(alert), Map.of());
            var arrival = new Arrival("word", odd, true, true, report);
            book().keep(new AlertRecord(
                    "word",
                    NOON,
                    "generic",
                    arrival.fingerprint(),
                    arrival.outbreak(),
                    alert,
                    Fate.OPENED,
                    new IncidentId("INC-1"),
                    "",
                    Optional.empty()));

            assertThat(book().latest(arrival.fingerprint())).isPresent();
            assertThat(book().ofOutbreak(arrival.outbreak())).isPresent();
        }
    }

    @Test
    void theNewestOfAFingerprintCounts() {
        kept(anAlert("cpu", "INC-1", Fate.OPENED, NOON));
        kept(anAlert("cpu", "INC-2", Fate.OPENED, NOON.plusSeconds(1)));

        assertThat(book().latest("f-cpu")).map(one -> one.incident().id()).contains("INC-2");
    }

    @Test
    void whatIsOverIsOverOnce() {
        kept(anAlert("cpu", "INC-1", Fate.OPENED, NOON));

        book().end("o-cpu", NOON.plusSeconds(60));
        book().end("o-cpu", NOON.plusSeconds(90));

        assertThat(book().latest("f-cpu")).flatMap(AlertRecord::endedAt).contains(NOON.plusSeconds(60));
    }

    @Test
    void theOpenIncidentsOfTheSamePlaceComeFirstAndThenTheNewest() {
        report("INC-a", "production", "checkout", "web-1", NOON);
        report("INC-b", "production", "search", "web-2", NOON.plusSeconds(1));
        report("INC-c", "production", "mail", "web-3", NOON.plusSeconds(2));
        report("INC-d", "test", "checkout", "web-1", NOON.plusSeconds(3));
        report("INC-e", "production", "checkout", "web-9", NOON.plusSeconds(4));
        resolve("INC-e");

        assertThat(open("checkout", "web-2", NOON)).containsExactly("INC-b", "INC-a", "INC-c");
        assertThat(open("nothing", "nowhere", NOON)).containsExactly("INC-c", "INC-b", "INC-a");
        assertThat(book().newest("production", 2)).extracting(IncidentId::id).containsExactly("INC-e", "INC-c");
    }

    @Test
    void anIncidentStaysYoungWhileAlertsJoinIt() {
        report("INC-a", "production", "checkout", "web-1", NOON);
        report("INC-b", "production", "checkout", "web-1", NOON);
        kept(anAlert("cpu", "INC-b", Fate.CORRELATED, NOON.plusSeconds(60)));

        assertThat(open("checkout", "web-1", NOON.plusSeconds(30))).containsExactly("INC-b");
    }

    @Test
    void alertsAreListedByWhatBecameOfThem() {
        kept(anAlert("cpu", "INC-1", Fate.OPENED, NOON));
        kept(anAlert("disk", "INC-1", Fate.CORRELATED, NOON.plusSeconds(1)));
        kept(anAlert("cpu", "INC-1", Fate.DEDUPLICATED, NOON.plusSeconds(2)));

        var all = book().list(new Query(Set.of(), NOON, "", 2, 0));
        assertThat(all.total()).isEqualTo(3);
        assertThat(all.alerts()).extracting(AlertRecord::fate).containsExactly(Fate.DEDUPLICATED, Fate.CORRELATED);
        assertThat(book().list(new Query(Set.of(Fate.OPENED), NOON, "", 9, 0)).alerts())
                .hasSize(1);
        assertThat(book().list(new Query(Set.of(), NOON, "DISK", 9, 0)).total()).isOne();
        assertThat(book().list(new Query(Set.of(), NOON, "inc-1", 9, 2)).alerts())
                .hasSize(1);
        assertThat(book().list(new Query(Set.of(), NOON, "%", 9, 0)).total()).isZero();
        assertThat(book().list(new Query(Set.of(), NOON.plusSeconds(1), "", 9, 0))
                        .total())
                .isEqualTo(2);
    }

    @Test
    void theyAreCountedByDay() {
        var tomorrow = NOON.plus(Duration.ofDays(1));
        kept(anAlert("cpu", "INC-1", Fate.OPENED, NOON));
        kept(anAlert("cpu", "INC-1", Fate.DEDUPLICATED, NOON.plusSeconds(2)));
        kept(anAlert("disk", "INC-1", Fate.CORRELATED, tomorrow));

        var day = NOON.atZone(ZoneOffset.UTC).toLocalDate();
        assertThat(book().days(NOON))
                .containsExactly(new AlertBook.Day(day, 1, 1, 0), new AlertBook.Day(day.plusDays(1), 0, 0, 1));
        assertThat(book().days(tomorrow)).hasSize(1);
        assertThat(book().days(NOON).getFirst().in()).isEqualTo(2);
    }

    @Test
    void repeatsAreCountedOnTheirIncident() {
        kept(anAlert("cpu", "INC-1", Fate.OPENED, NOON));
        kept(anAlert("disk", "INC-1", Fate.CORRELATED, NOON.plusSeconds(1)));
        kept(anAlert("cpu", "INC-1", Fate.DEDUPLICATED, NOON.plusSeconds(2)));
        kept(anAlert("cpu", "INC-2", Fate.OPENED, NOON.plusSeconds(3)));

        assertThat(book().of(new IncidentId("INC-1")))
                .satisfiesExactly(
                        cpu -> {
                            assertThat(cpu.times()).isEqualTo(2);
                            assertThat(cpu.first()).isEqualTo(NOON);
                            assertThat(cpu.last().at()).isEqualTo(NOON.plusSeconds(2));
                        },
                        disk -> assertThat(disk.times()).isOne());
        assertThat(book().of(new IncidentId("INC-9"))).isEmpty();
    }

    @Test
    void whatIsDoneAloneIsDoneByOneAtATime() throws InterruptedException {
        var at = new ArrayList<Integer>();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 8; i++) threads.add(Thread.startVirtualThread(() -> book().alone(() -> at.add(at.size()))));
        for (var thread : threads) thread.join();

        assertThat(at).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }
}
