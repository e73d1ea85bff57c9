package dev.runbook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// What can be asked of integrations from the command line. Everything is simulated here.
class CallCommandTest {

    private record Said(int exit, String out, String errors) {}

    /// `Output` keeps the standard output of the moment it is made, so it is exchanged before.
    private static Said run(String... arguments) {
        var real = System.out;
        var out = new ByteArrayOutputStream();
        var errors = new StringWriter();
        try {
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            var exit = Main.commandLine().setErr(new PrintWriter(errors)).execute(arguments);
            return new Said(exit, out.toString(StandardCharsets.UTF_8), errors.toString());
        } finally {
            System.setOut(real);
        }
    }

    @Test
    void everyOperationIsListedWithItsParameters() {
        var listed = JsonMapper.shared().readTree(run("operations", "--json").out());
        var table = run("operations", "compute").out();

        assertThat(listed.size()).isGreaterThan(25);
        assertThat(listed.get(0).propertyNames())
                .contains("name", "effect", "risk", "idempotent", "parameters", "description");
        assertThat(table).contains("compute.restart_service", "host service").doesNotContain("chat.");
        assertThat(run("operations", "compute.get_top_processes").out()).contains("limit", "(default 10)");
        assertThat(run("operations", "nonsense").errors()).contains("'nonsense'");
    }

    @Test
    void whatReadsIsAnswered() {
        var said = run("call", "paging.get_on_call", "service=no-such-service", "--json");
        var answer = JsonMapper.shared().readTree(said.out());

        assertThat(said.exit()).as(said.errors()).isZero();
        assertThat(answer.path("source").asString()).isEqualTo("pagerduty (mock)");
        assertThat(answer.path("answer").asString()).isEqualTo("nothing_found");
    }

    @Test
    void whatChangesSomethingIsAskedOfAServer() {
        var said = run("call", "compute.restart_service", "host=h", "service=s", "--url", "http://127.0.0.1:9");

        assertThat(said.exit()).isOne();
        assertThat(said.errors()).contains("http://127.0.0.1:9");
    }

    @Test
    void oneIntegrationAloneCanBeAsked() {
        var said = run("call", "paging.get_on_call", "service=s", "--of", "slack");

        assertThat(said.exit()).isOne();
        assertThat(said.out()).contains("no integration answers for paging.get_on_call");
    }

    @Test
    void wrongParametersAreNamed() {
        for (var wrong : List.of("limit=many", "color=red", "host"))
            assertThat(run("call", "compute.get_top_processes", "host=h", wrong).errors())
                    .as(wrong)
                    .contains(wrong.split("=", 2)[0])
                    .hasLineCount(1);
        assertThat(run("call", "compute.get_top_processes", "host=h", "host=i").errors())
                .contains("'host' is given twice");
        assertThat(run("call", "compute.get_top_processes", "host=h", "--of", "amazon")
                        .errors())
                .contains("no integration 'amazon'", "aws");
    }

    @Test
    void whatIsSimulatedNeedsNoCheck() {
        var said = run("integrations", "check", "slack");

        assertThat(said.exit()).isZero();
        assertThat(said.out()).contains("slack", "simulated");
        assertThat(run("integrations", "check", "nobody").errors()).contains("pagerduty");
    }
}
