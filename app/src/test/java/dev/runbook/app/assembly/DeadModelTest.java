package dev.runbook.app.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.runbook.core.diagnosis.Investigation.Standing;
import dev.runbook.core.engine.Command;
import dev.runbook.core.engine.Event;
import dev.runbook.core.incident.Actor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// A whole incident with a model that refuses to know us.
class DeadModelTest {

    private static final Rehearsal.Approver YES = (_, request) ->
            Optional.of(new Command.Approve(new Actor.Operator("ann"), request.id(), request.planHash(), "go ahead"));

    @Test
    void theIncidentIsCuredAsWithoutAModelAndTheTimelineSaysWhy() throws IOException, InterruptedException {
        var asked = new AtomicInteger();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
        });
        server.start();
        try {
            var configuration = Configuration.read(
                    Map.of(
                            "RUNBOOK_ML_ENGINE", "anthropic",
                            "ANTHROPIC_API_KEY", "sk-ant-unknown",
                            "ANTHROPIC_BASE_URL",
                                    "http://127.0.0.1:" + server.getAddress().getPort()),
                    Map.of(),
                    Path.of(".."));
            var scenario = new ScenarioFolder(configuration.scenarios()).find("high_cpu");

            var run = ScenarioRun.play(configuration, scenario, scenario.seed(), YES, _ -> {}, _ -> {});

            assertThat(run.differences()).isEmpty();
            assertThat(run.cured()).isTrue();
            assertThat(asked).as("then it is left alone").hasValue(1);
            assertThat(run.journal().stream()
                            .map(entry -> entry.stamped().event())
                            .filter(Event.AnswerChecked.class::isInstance)
                            .map(Event.AnswerChecked.class::cast))
                    .isNotEmpty()
                    .allSatisfy(check -> {
                        assertThat(check.standing()).isEqualTo(Standing.OFFLINE);
                        assertThat(check.remarks()).singleElement().asString().contains("401");
                    });
            assertThat(List.of(run.journal()).toString()).doesNotContain("sk-ant-unknown");
        } finally {
            server.stop(0);
        }
    }
}
