package dev.runbook.ml.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.runbook.ml.bundle.ToolOutput;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class StatementsTest {

    private static List<Statement> statements(String json) {
        return Statements.of(new ToolOutput("tool", "", "", JsonMapper.shared().readTree(json)));
    }

    @Test
    void anObjectIsOneStatementAboutWhatItNames() {
        assertThat(
                        statements(
                                "{\"pods\": [{\"name\": \"web-1\", \"containers\": [{\"ready\": false, \"exit_code\": 137}]}]}"))
                .extracting(Statement::object, Statement::text)
                .contains(tuple("web-1", "ready: false; exit_code: 137"));
    }

    @Test
    void textIsReadLineByLineAndItsNameIsKept() {
        assertThat(statements("\"Name:   web-1\\nStatus:  Pending\\n\""))
                .extracting(Statement::object, Statement::text)
                .containsExactly(tuple("web-1", "Name:   web-1"), tuple("web-1", "Status:  Pending"));
    }

    @Test
    void seriesAreToldAsMovements() {
        assertThat(statements("{\"metric_name\": \"CPU\", \"values\": [10, 11, 10, 11, 10, 60, 92, 95, 94, 95]}"))
                .extracting(Statement::text)
                .containsExactly("metric CPU rose to 95.00 from 11.00");
        assertThat(statements("{\"metric_name\": \"Free\", \"values\": [90, 90, 91, 90, 30, 2, 40, 90, 91, 92]}"))
                .extracting(Statement::text)
                .containsExactly("metric Free recovered to 92.00 after 2.000");
        assertThat(statements("{\"metric_name\": \"Calm\", \"values\": [10, 11, 10, 9, 10, 11, 10, 9, 10, 11]}"))
                .isEmpty();
    }

    @Test
    void troubleOfWhatIsOnItsWayOutCountsLittle() {
        var facts = new Facts(Conditions.standard());
        var pod = "{\"name\": \"old-1\", %s \"containers\": [{\"reason\": \"OOMKilled\"}]}";

        var staying = facts.in(statements(pod.formatted(""))).getFirst();
        var leaving = facts.in(statements(pod.formatted("\"deletion_timestamp\": \"2026-01-01T00:00:00Z\",")))
                .getFirst();

        assertThat(staying.weight()).isGreaterThan(0.9);
        assertThat(leaving.weight()).isLessThan(0.3);
    }
}
