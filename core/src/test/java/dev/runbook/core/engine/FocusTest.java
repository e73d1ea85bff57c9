package dev.runbook.core.engine;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.core.evidence.TimeWindow;
import dev.runbook.core.incident.Alert;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.testkit.SettableClock;
import dev.runbook.core.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FocusTest {

    private static final List<Evidence> SHOP = seen(
            resource("web-1", "host"),
            resource("db-1", "host"),
            service("checkout", "web-1"),
            service("payments", "web-1"),
            new Content.Dependencies(List.of(
                    new Content.Edge("checkout", "payments"),
                    new Content.Edge("payments", "orders-db"),
                    new Content.Edge("frontend", "checkout"))));

    @Test
    void namesOfKnownComponentsAreFoundInTheText() {
        var focus = Focus.of(ProblemReport.of("Checkout is slow since noon."), SHOP, 16);

        assertThat(focus.service()).contains("checkout");
        assertThat(focus.host()).contains("web-1");
        assertThat(focus.hosts()).containsExactlyInAnyOrder("web-1", "db-1");
    }

    @Test
    void aNameInsideAnotherIsNoMention() {
        assertThat(Focus.of(ProblemReport.of("checkout-v2 is slow"), SHOP, 16).service())
                .isEmpty();
    }

    @Test
    void whereNothingIsNamedEverythingIsLookedAt() {
        assertThat(Focus.of(ProblemReport.of("it hurts"), SHOP, 16).components())
                .containsExactlyInAnyOrder("web-1", "db-1", "checkout", "payments", "orders-db", "frontend");
    }

    @Test
    void aNameThatNobodyKnowsIsNeverLookedAt() {
        var report = ProblemReport.of("it hurts").onHost("web-99").aboutService("till");

        var focus = Focus.of(report, SHOP, 16);

        assertThat(focus.host()).isEmpty();
        assertThat(focus.service()).isEmpty();
        assertThat(focus.components()).doesNotContain("web-99", "till").contains("checkout");
    }

    @Test
    void whatFiresElsewhereIsLookedAtToo() {
        var alert = new Alert(
                "DiskFull", "db-1", "the disk of db-1 is full", Severity.CRITICAL, SettableClock.NOON, Map.of());
        var evidence = new ArrayList<>(SHOP);
        evidence.addAll(seen(new Content.AlertSeen(alert, true)));

        assertThat(Focus.of(ProblemReport.of("payments fail").aboutService("payments"), evidence, 16)
                        .components())
                .contains("db-1");
    }

    @Test
    void whatIsCalledAndWhoCallsComesAfterWhatIsNamed() {
        var focus = Focus.of(ProblemReport.of("checkout is slow"), SHOP, 16);

        assertThat(focus.components()).containsExactly("web-1", "checkout", "payments", "orders-db", "frontend");
    }

    @Test
    void noMoreIsLookedAtThanAllowed() {
        var crowd = IntStream.range(0, 2000).mapToObj(i -> service("service-" + i, "web-1"));
        var evidence =
                seen(Stream.concat(Stream.of(resource("web-1", "host")), crowd).toArray(Content[]::new));

        assertThat(Focus.of(ProblemReport.of("web-1 is slow"), evidence, 16).components())
                .hasSize(16)
                .startsWith("web-1");
    }

    @Test
    void callsInACircleEnd() {
        var circle = seen(
                resource("a", "service"),
                new Content.Dependencies(List.of(new Content.Edge("a", "b"), new Content.Edge("b", "a"))));

        assertThat(Focus.of(ProblemReport.of("a is slow"), circle, 16).components())
                .containsExactly("a", "b");
    }

    @Test
    void aComponentWithoutANameIsNone() {
        var nameless = seen(resource("", "service"), resource(" ", "host"));
        var report = ProblemReport.of("something")
                .withAlerts(List.of(new Alert("Odd", "", "", Severity.LOW, SettableClock.NOON, Map.of())));

        var focus = assertTimeoutPreemptively(ofSeconds(10), () -> Focus.of(report, nameless, 16));

        assertThat(focus.components()).isEmpty();
    }

    private static Content resource(String name, String kind) {
        return new Content.Facts(name, "resource", Value.fields("name", name, "kind", kind));
    }

    private static Content service(String name, String host) {
        return new Content.Facts(name, "resource", Value.fields("name", name, "kind", "service", "host", host));
    }

    private static List<Evidence> seen(Content... contents) {
        var evidence = new ArrayList<Evidence>();
        for (var content : contents)
            evidence.add(new Evidence(
                    EvidenceId.number(evidence.size() + 1),
                    "scripted",
                    new Evidence.Query("compute.get_resources", Value.Fields.NONE),
                    TimeWindow.endingAt(SettableClock.NOON, ofSeconds(0)),
                    SettableClock.NOON,
                    content));
        return evidence;
    }
}
