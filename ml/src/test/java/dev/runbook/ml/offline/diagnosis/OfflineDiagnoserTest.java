package dev.runbook.ml.offline.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.diagnosis.CaseFile;
import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Diagnosis.Verdict;
import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.value.Value;
import dev.runbook.ml.calibration.Confidence;
import dev.runbook.ml.offline.cases.CaseBuilder;
import dev.runbook.ml.offline.cases.Signal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OfflineDiagnoserTest {

    private final OfflineDiagnoser diagnoser = new OfflineDiagnoser();

    private static CaseBuilder busyHost() {
        return CaseBuilder.about("the reporting machine crawls")
                .host("rep-9")
                .metric("rep-9", "cpu_usage", "percent", Signal.level(24).stepsTo(97, 40))
                .metric("rep-9", "memory_usage", "percent", Signal.level(55).noisy(0.01))
                .metric("invoice-builder", "latency_ms", "ms", Signal.level(90).stepsTo(800, 41))
                .fires("rep-9", "CpuHigh", "CPU of rep-9 above 90 percent", 42)
                .facts(
                        "rep-9",
                        "top processes",
                        List.of(
                                Map.of("name", "pdf-render", "service", "invoice-builder", "cpu_percent", 88.5),
                                Map.of("name", "sshd", "cpu_percent", 0.4)));
    }

    @Test
    void theProcessThatTakesTheProcessorIsNamedWithItsHost() {
        var leading = leading(busyHost().build());

        assertThat(leading.kind()).isEqualTo(CauseKind.RUNAWAY_PROCESS);
        assertThat(leading.component()).isEqualTo("invoice-builder");
        assertThat(leading.statement()).contains("rep-9", "pdf-render", "88.5");
        assertThat(leading.onset())
                .hasValueSatisfying(
                        onset -> assertThat(onset).isBetween(CaseBuilder.minute(38), CaseBuilder.minute(43)));
    }

    @Test
    void aSymptomIsNotTheCauseWhileItsDependencyBrokeNoLater() {
        var leading = leading(CaseBuilder.about("the shop front is slow")
                .service("shop-front")
                .calls("shop-front", "basket")
                .calls("basket", "stock")
                .metric("shop-front", "latency_p95_ms", "ms", Signal.level(120).stepsTo(900, 31))
                .metric("basket", "latency_p95_ms", "ms", Signal.level(60).stepsTo(700, 30.5))
                .metric("stock", "latency_p95_ms", "ms", Signal.level(30).stepsTo(650, 30))
                .metric(
                        "stock",
                        "error_rate",
                        "percent",
                        Signal.level(0.4).noisy(0.2).stepsTo(18, 30))
                .fires("shop-front", "SlowPages", "p95 of shop-front above 500 ms", 33)
                .build());

        assertThat(leading.component()).isEqualTo("stock");
    }

    @Test
    void aDependencyThatBrokeLaterIsNotBlamed() {
        var leading = leading(CaseBuilder.about("errors in the shop front")
                .calls("shop-front", "stock")
                .metric(
                        "shop-front",
                        "error_rate",
                        "percent",
                        Signal.level(0.5).noisy(0.2).stepsTo(30, 20))
                .logs("shop-front", "error", "NullPointerException at Cart.total({n})", 40, 20, 60)
                .metric("stock", "latency_ms", "ms", Signal.level(30).stepsTo(60, 45))
                .fires("shop-front", "Errors", "30% of requests fail", 22)
                .build());

        assertThat(leading.component()).isEqualTo("shop-front");
    }

    @Test
    void aReleaseShortlyBeforeTheOnsetIsBlamedAndOneElsewhereIsRuledOutByName() {
        var diagnosis = diagnoser.diagnose(CaseBuilder.about("orders fail")
                .calls("gateway", "orders")
                .calls("gateway", "search")
                .metric(
                        "orders",
                        "error_rate",
                        "percent",
                        Signal.level(0.3).noisy(0.2).stepsTo(25, 34))
                .metric(
                        "gateway",
                        "error_rate",
                        "percent",
                        Signal.level(0.3).noisy(0.2).stepsTo(9, 34.5))
                .metric("search", "error_rate", "percent", Signal.level(0.3).noisy(0.2))
                .change("deployment", "orders", "v41", 32)
                .change("deployment", "search", "v9", 31)
                .change("configuration", "orders", "r7", 50)
                .fires("orders", "Errors", "25% of requests to orders fail", 36)
                .build());

        assertThat(diagnosis.leading()).hasValueSatisfying(h -> {
            assertThat(h.kind()).isEqualTo(CauseKind.BAD_DEPLOYMENT);
            assertThat(h.statement()).contains("v41");
        });
        assertThat(ruledOut(diagnosis, "search")).contains("nothing that was measured on search is in trouble");
        assertThat(diagnosis.hypotheses())
                .filteredOn(h -> h.kind() == CauseKind.CONFIGURATION_CHANGE)
                .singleElement()
                .satisfies(h -> assertThat(h.ruledOut())
                        .hasValueSatisfying(r -> assertThat(r).contains("after trouble began")));
    }

    @Test
    void theApplicationThatHoldsTheConnectionsIsNamed() {
        var leading = leading(CaseBuilder.about("no connection to the ledger")
                .calls("till", "ledger-db")
                .calls("statements", "ledger-db")
                .metric(
                        "ledger-db",
                        "DatabaseConnections",
                        "Count",
                        Signal.level(40).risesTo(199, 25, 37))
                .metric(
                        "till",
                        "error_rate",
                        "percent",
                        Signal.level(0.2).noisy(0.2).stepsTo(35, 37))
                .logs("till", "error", "FATAL: remaining connection slots are reserved ({n})", 30, 37, 60)
                .change("deployment", "till", "v12", 5)
                .facts(
                        "ledger-db",
                        "database status",
                        Map.of(
                                "database",
                                "ledger-db",
                                "connections",
                                199,
                                "max_connections",
                                200,
                                "clients",
                                List.of(
                                        Map.of("application", "statements", "state", "idle", "connections", 150),
                                        Map.of("application", "till", "state", "active", "connections", 49))))
                .build());

        assertThat(leading.kind()).isEqualTo(CauseKind.DATABASE_CONNECTIONS);
        assertThat(leading.component()).isEqualTo("ledger-db");
        assertThat(leading.statement()).contains("statements", "199 of 200");
    }

    @Test
    void ordinaryNoiseIsHealthy() {
        var diagnosis = diagnoser.diagnose(CaseBuilder.about("is something wrong?")
                .metric("api", "latency_ms", "ms", Signal.level(80).noisy(0.1).swaying(0.1, 50))
                .metric("api", "error_rate", "percent", Signal.level(0.4).noisy(0.3))
                .metric(
                        "node-1",
                        "cpu_usage",
                        "percent",
                        Signal.level(35).noisy(0.08).swaying(0.15, 40))
                .change("deployment", "api", "v3", 30)
                .build());

        assertThat(diagnosis.verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(ruledOut(diagnosis, "api")).contains("nothing that was measured on api is in trouble");
    }

    @Test
    void anAlarmThatRecoveredIsHealthy() {
        var diagnosis = diagnoser.diagnose(CaseBuilder.about("latency alarm at half past nine")
                .service("api")
                .metric("api", "latency_ms", "ms", Signal.level(80).spikesTo(700, 28, 36))
                .recovered("api", "HighLatency", "p95 above 500 ms", 30)
                .build());

        assertThat(diagnosis.verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void withoutAnyMeasurementNothingIsConcluded() {
        var diagnosis = diagnoser.diagnose(CaseBuilder.about("slow")
                .gap("monitoring.get_metrics: time-out")
                .build());

        assertThat(diagnosis.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(diagnosis.gaps()).containsExactly("monitoring.get_metrics: time-out");
    }

    @Test
    void anAlertThatFiresWithNothingElseSeenIsInconclusive() {
        var diagnosis = diagnoser.diagnose(CaseBuilder.about("alert")
                .fires("api", "Weird", "something weird", 50)
                .metric("api", "latency_ms", "ms", Signal.level(80))
                .build());

        assertThat(diagnosis.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void whatCouldNotBeSeenCapsTheConfidence() {
        var blind = busyHost();
        for (int i = 0; i < 4; i++) blind.gap("gap " + i);

        assertThat(leading(blind.build()).confidence())
                .isLessThanOrEqualTo(Confidence.ceiling(4))
                .isLessThan(leading(busyHost().build()).confidence());
    }

    @Test
    void aCureThatDidNotHelpSpeaksAgainstItsCause() {
        var restart = new OperationName(Capability.COMPUTE, "restart_service");
        var before = leading(busyHost().build());

        var after = diagnoser.diagnose(busyHost()
                .tried(restart, Value.fields("host", "rep-9", "service", "invoice-builder"), 50)
                .build());

        assertThat(after.hypotheses())
                .filteredOn(h -> h.kind() == CauseKind.RUNAWAY_PROCESS)
                .singleElement()
                .satisfies(h -> {
                    assertThat(h.confidence()).isLessThan(before.confidence());
                    assertThat(h.contradictedBy()).isNotEmpty();
                });
    }

    @Test
    void laterWindowsOfOneMetricAreLaidTogether() {
        var early = Signal.level(20).stepsTo(95, 40);
        var leading = leading(CaseBuilder.about("busy")
                .host("n1")
                .window(45, 1)
                .metric("n1", "cpu_usage", "percent", early)
                .window(60, 1)
                .metric("n1", "cpu_usage", "percent", early)
                .metric("svc", "latency_ms", "ms", Signal.level(50).stepsTo(500, 41))
                .resource("svc", "service", "running", "n1")
                .build());

        assertThat(leading.kind()).isEqualTo(CauseKind.RUNAWAY_PROCESS);
        assertThat(leading.supportedBy()).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void unitsDoNotMatter() {
        var bytes = Signal.level(2.1e9).noisy(0.01).risesTo(7.9e9, 5, 58);
        var leading = leading(CaseBuilder.about("pods restart")
                .service("thumbs")
                .metric("thumbs", "container_memory_working_set_bytes", "bytes", bytes)
                .metric("thumbs", "latency_seconds", "s", Signal.level(0.04).stepsTo(0.4, 50))
                .logs("thumbs", "error", "java.lang.OutOfMemoryError: Java heap space ({n})", 12, 52, 60)
                .build());

        assertThat(leading.kind()).isEqualTo(CauseKind.MEMORY_LEAK);
        assertThat(leading.component()).isEqualTo("thumbs");
    }

    @Test
    void everyCitedPieceOfEvidenceIsOfTheCase() {
        var file = busyHost().build();
        var ids = file.evidence().stream().map(e -> e.id()).toList();

        var diagnosis = diagnoser.diagnose(file);

        assertThat(diagnosis.hypotheses()).isNotEmpty().allSatisfy(h -> {
            assertThat(ids).containsAll(h.supportedBy());
            assertThat(ids).containsAll(h.contradictedBy());
        });
    }

    private Hypothesis leading(CaseFile file) {
        var diagnosis = diagnoser.diagnose(file);
        assertThat(diagnosis.verdict()).as("%s", diagnosis).isEqualTo(Verdict.FAULT);
        return diagnosis.leading().orElseThrow();
    }

    private static String ruledOut(Diagnosis diagnosis, String component) {
        return diagnosis.hypotheses().stream()
                .filter(h -> h.component().equals(component) && h.ruledOut().isPresent())
                .findFirst()
                .flatMap(Hypothesis::ruledOut)
                .orElse("not ruled out: " + diagnosis);
    }

    @Test
    void whatAToolSaysCountsAsMuchAsALog() {
        var leading = leading(CaseBuilder.about("bookings fail")
                .metric(
                        "booking",
                        "error_rate",
                        "percent",
                        Signal.level(0.4).noisy(0.2).stepsTo(30, 40))
                .facts(
                        "booking",
                        "pod",
                        Map.of("name", "booking", "last_state", "terminated", "reason", "OOMKilled", "exit_code", 137))
                .build());

        assertThat(leading.kind()).isEqualTo(CauseKind.MEMORY_LEAK);
        assertThat(leading.component()).isEqualTo("booking");
        assertThat(leading.statement()).contains("ran out of memory");
    }

    @Test
    void whatTicketsTellOfOtherDaysIsNoEvidence() {
        var diagnosis = diagnoser.diagnose(new CaseFile(
                busyHost().build().report(),
                CaseBuilder.minute(60),
                busyHost().build().classification(),
                List.of(new dev.runbook.core.evidence.Evidence(
                        dev.runbook.core.evidence.EvidenceId.number(1),
                        "tickets",
                        new dev.runbook.core.evidence.Evidence.Query("ticketing.get_incidents", Value.Fields.NONE),
                        dev.runbook.core.evidence.TimeWindow.endingAt(
                                CaseBuilder.minute(60), java.time.Duration.ofHours(1)),
                        CaseBuilder.minute(60),
                        new dev.runbook.core.evidence.Content.Facts(
                                "orders-db", "incidents", Value.text("orders-db: too many connections")))),
                List.of(),
                List.of()));

        assertThat(diagnosis.hypotheses()).isEmpty();
    }

    @Test
    void metricsThatSayAllIsWellAreNotBelievedAgainstTheHostsOwnProcesses() {
        var diagnosis = diagnoser.diagnose(CaseBuilder.about("the processor of rep-9 is pegged")
                .host("rep-9")
                .metric("rep-9", "cpu_usage", "percent", Signal.level(21).noisy(0.02))
                .metric("invoice-builder", "latency_ms", "ms", Signal.level(90).noisy(0.02))
                .facts(
                        "rep-9",
                        "top processes",
                        List.of(
                                Map.of("name", "pdf-render", "service", "invoice-builder", "cpu_percent", 97.5),
                                Map.of("name", "sshd", "cpu_percent", 0.4)))
                .build());

        assertThat(diagnosis.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void callsThatDoNotComeThroughALinkAreAMatterOfTheNetwork() {
        var diagnosis = diagnoser.diagnose(CaseBuilder.about("customs are slow")
                .service("customs")
                .facts("customs", "state", listed("customs", "service", "a"))
                .facts("tariffs", "state", listed("tariffs", "service", "b"))
                .facts("strait-1", "state", listed("strait-1", "link", "a,b"))
                .calls("customs", "tariffs")
                .metric(
                        "customs",
                        "latency_ms",
                        "ms",
                        Signal.level(90).noisy(0.02).stepsTo(900, 30))
                .metric("tariffs", "latency_ms", "ms", Signal.level(40).noisy(0.02))
                .logs("customs", "error", "upstream tariffs over strait-1 timed out after {n} ms", 40, 30, 60)
                .build());

        assertThat(diagnosis.hypotheses())
                .filteredOn(h -> h.component().equals("strait-1"))
                .singleElement()
                .satisfies(h -> assertThat(h.kind()).isEqualTo(CauseKind.NETWORK_DEGRADATION));
    }

    /// What is known of the component itself is kept as well.
    @Test
    void theStateOfATicketOrAMonitorIsNotThatOfWhatItIsAbout() {
        var seen = CaseBuilder.about("customs are slow")
                .service("customs")
                .facts("customs", "state", listed("customs", "service", "a"))
                .facts(
                        "customs",
                        "incidents",
                        List.of(Map.of("number", "INC0010", "state", "closed", "title", "customs was slow in May")))
                .facts(
                        "customs",
                        "monitors",
                        List.of(Map.of("name", "slow customs", "state", "alert", "component", "customs")))
                .build();

        assertThat(diagnoser.diagnose(seen).hypotheses())
                .filteredOn(h -> h.kind() == CauseKind.DEPENDENCY_FAILURE)
                .isEmpty();
        assertThat(diagnoser
                        .diagnose(CaseBuilder.about("customs are slow")
                                .service("customs")
                                .resource("customs", "service", "stopped", "n1")
                                .build())
                        .hypotheses())
                .as("its own state counts")
                .filteredOn(h -> h.kind() == CauseKind.DEPENDENCY_FAILURE)
                .isNotEmpty();
    }

    private static Map<String, String> listed(String name, String kind, String region) {
        return Map.of("name", name, "kind", kind, "state", "running", "region", region);
    }

    @Test
    void servicesThatShareOneHostAndComplainOfItsDiskMeanThatOne() {
        var leading = leading(CaseBuilder.about("labels are not printed")
                .resource("labels", "service", "running", "n1,n2")
                .resource("slips", "service", "running", "n2,n3")
                .logs("labels", "error", "write failed: No space left on device", 60, 30, 60)
                .logs("slips", "error", "write failed: No space left on device", 60, 30, 60)
                .fires("labels", "PrintFailures", "labels fail", 31)
                .build());

        assertThat(leading.kind()).isEqualTo(CauseKind.DISK_FULL);
        assertThat(leading.component()).isEqualTo("n2");
    }

    @Test
    void theTimeThatIsStatedIsOneThatTheStatementNames() {
        var leading = leading(busyHost()
                .logs("invoice-builder", "warn", "watchdog: BUG: soft lockup - CPU stuck for {n}s", 3, 36, 60)
                .build());

        assertThat(leading.onset())
                .hasValueSatisfying(onset -> assertThat(leading.statement())
                        .contains(onset.toString().substring(11, 16)));
    }

    @Test
    void aLimitThatIsNamedIsNotSaidToBeReached() {
        var diagnosis = diagnoser.diagnose(CaseBuilder.about("are transfers slow?")
                .metric("ledger", "query_latency_ms", "ms", Signal.level(6).noisy(0.02))
                .facts(
                        "ledger",
                        "database status",
                        Map.of("database", "ledger", "connections", 40, "max_connections", 200))
                .build());

        assertThat(diagnosis.verdict()).isEqualTo(Verdict.HEALTHY);
    }
}
