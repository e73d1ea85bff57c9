package dev.runbook.ml.llm.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.diagnosis.CaseFile;
import dev.runbook.core.evidence.Content.LogLine;
import dev.runbook.core.evidence.Content.Point;
import dev.runbook.ml.offline.cases.CaseBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Sentences about one small case, true ones and ones with a planted figure.
class FaithfulnessTest {

    private static final CaseFile CASE = theCase();

    private static CaseFile theCase() {
        var cpu = new ArrayList<Point>();
        var connections = new ArrayList<Point>();
        for (int minute = 0; minute < 60; minute++) {
            double load = minute == 5 ? 12.4 : minute < 40 ? 15.2 : minute == 50 ? 98.6 : 97.3;
            cpu.add(new Point(CaseBuilder.minute(minute), load));
            connections.add(new Point(CaseBuilder.minute(minute), minute < 41 ? 20 : 100));
        }
        var log = new ArrayList<LogLine>();
        for (int i = 0; i < 6; i++)
            log.add(new LogLine(CaseBuilder.minute(5 * i), "info", "connected to orders-db in 12 ms"));
        for (int i = 0; i < 120; i++)
            log.add(new LogLine(
                    CaseBuilder.minute(41 + i * 0.15),
                    "error",
                    "timeout after 3000 ms talking to orders-db, request " + (100_000 + 7 * i)));
        return CaseBuilder.about("Checkout is slow since 09:45, see CHG-1234")
                .points("web-prod-03", "cpu_usage", "percent", cpu)
                .points("orders-db", "connections", "count", connections)
                .logs("checkout", log)
                .fires("web-prod-03", "HighCpu", "CPU of web-prod-03 above 90 percent for 5 minutes", 42)
                .add(new dev.runbook.core.evidence.Content.ChangeMade(
                        CaseBuilder.minute(38), "deployment", "image-resizer", "v42", "resize with 8 threads", "kim"))
                .facts(
                        "web-prod-03",
                        "top processes",
                        List.of(
                                Map.of("pid", 4711, "name", "image-resizer", "cpu_percent", 88.5),
                                Map.of("pid", 88, "name", "nginx", "cpu_percent", 3.2)))
                .calls("checkout", "orders-db", "image-resizer")
                .build();
    }

    private static Ground ground(String cited) {
        var ids = Set.of(cited.split(",", -1));
        return Ground.of(CASE.evidence().stream()
                        .filter(evidence -> ids.contains(evidence.id().id()))
                        .toList())
                .knowing(Set.of("web-prod-03", "orders-db", "checkout", "image-resizer", "nginx"))
                .and(CASE.report().text())
                .and(CASE.reportedAt());
    }

    static List<String> truths() {
        return MaskingTest.lines("claims.txt").stream()
                .filter(l -> l.startsWith("T|"))
                .toList();
    }

    static List<String> planted() {
        return MaskingTest.lines("claims.txt").stream()
                .filter(l -> l.startsWith("F|"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("truths")
    void noTrueSentenceIsRemoved(String line) {
        var parts = line.split("\\|", -1);

        var checked = Faithfulness.check(parts[2], ground(parts[1]));

        assertThat(checked.removed()).isEmpty();
        assertThat(checked.text()).isEqualTo(parts[2]);
    }

    @ParameterizedTest
    @MethodSource("planted")
    void everyPlantedFigureIsCaughtAndNamed(String line) {
        var parts = line.split("\\|", -1);

        var checked = Faithfulness.check("Something is wrong. " + parts[2] + " That is all.", ground(parts[1]));

        assertThat(parts[2]).contains(parts[3]);
        assertThat(checked.text()).isEqualTo("Something is wrong. That is all.");
        assertThat(checked.removed()).singleElement().asString().contains("no evidence holds", "'" + parts[3] + "'");
    }

    @Test
    void theCorpusIsLarge() {
        assertThat(truths()).hasSizeGreaterThanOrEqualTo(30);
        assertThat(planted()).hasSizeGreaterThanOrEqualTo(45);
    }
}
