package dev.runbook.app.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.engine.Event;
import dev.runbook.core.engine.Phase;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.journal.JournalEntry;
import dev.runbook.integrations.edge.JdkWire;
import dev.runbook.integrations.edge.Limits;
import dev.runbook.integrations.edge.LiveIntegration;
import dev.runbook.integrations.edge.Outside;
import dev.runbook.integrations.registry.IntegrationRegistry;
import dev.runbook.integrations.stub.LiveWorld;
import dev.runbook.integrations.stub.VendorStub.Mood;
import dev.runbook.integrations.world.EffectLedger;
import dev.runbook.integrations.world.World;
import dev.runbook.language.cel.CelExpressions;
import dev.runbook.language.library.YamlRunbookLibrary;
import dev.runbook.ml.offline.OfflineEngine;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A scenario that is seen and cured only through the live clients of all six vendors, against stubs of
/// them that follow the vendors' descriptions and show one simulated world.
class LiveScenarioTest {

    private static final Configuration CONFIGURATION = Configuration.read(
            Map.of("RUNBOOK_CHANNEL", "#ops", "RUNBOOK_CALL_TIMEOUT", "5m"), Map.of(), Path.of(".."));

    private final ManualClock clock = new ManualClock(ScenarioRun.START);
    private final World world = new World(
            new ScenarioFolder(CONFIGURATION.scenarios()).find("high_cpu"),
            4711,
            ScenarioRun.START,
            clock,
            EffectLedger.inMemory());
    private final LiveWorld live = new LiveWorld(world);
    private final JdkWire wire = new JdkWire();

    @AfterEach
    void close() {
        wire.close();
        live.close();
    }

    private final IntegrationRegistry registry =
            live.registry(new Outside(wire, Limits.STANDARD, clock, clock::advance, new Random(7)));

    private Rehearsal rehearsal() {
        var provider = registry;
        return new Rehearsal(
                new Rehearsal.Parts(
                        provider,
                        new YamlRunbookLibrary(CONFIGURATION.runbooks(), provider.catalogue(), clock),
                        new CelExpressions(),
                        Parts.minds(OfflineEngine.create()),
                        Parts.policy(CONFIGURATION),
                        Parts.limits(CONFIGURATION),
                        Parts.notices(CONFIGURATION),
                        Parts.settings(CONFIGURATION),
                        _ -> {},
                        _ -> {}),
                clock);
    }

    @Test
    void endsAsWithTheSimulatedVendors() throws InterruptedException {
        var rehearsal = rehearsal();
        var incident = rehearsal.play(world.report(), new Actor.Operator("demo"), ScenarioRunTest.TWO_PEOPLE);

        var simulated =
                ScenarioRun.play(CONFIGURATION, world.scenario(), 4711, ScenarioRunTest.TWO_PEOPLE, _ -> {}, _ -> {});
        assertThat(live.complaints()).isEmpty();
        // Neither the survey nor the runbook of this scenario has a question for pager and issue tracker.
        assertThat(live.asked()).containsKeys("datadog", "aws", "servicenow", "slack");
        assertThat(incident.phase()).isInstanceOf(Phase.Resolved.class);
        assertThat(incident.category()).isEqualTo(simulated.incident().category());
        assertThat(incident.severity()).isEqualTo(simulated.incident().severity());
        var leading = incident.findings().diagnosis().flatMap(d -> d.leading()).orElseThrow();
        var expected = simulated
                .incident()
                .findings()
                .diagnosis()
                .flatMap(d -> d.leading())
                .orElseThrow();
        assertThat(leading.kind()).isEqualTo(expected.kind());
        assertThat(leading.component()).isEqualTo(expected.component());
        assertThat(actions(rehearsal.journal())).isEqualTo(actions(simulated.journal()));
        assertThat(world.healthy(clock.instant())).isTrue();
        assertThat(rehearsal.journal().toString()).doesNotContain(live.secrets());
    }

    @Test
    void theIncidentHasOneThreadInSlackWithTheQuestionAndThePostMortem() throws InterruptedException {
        var before = live.slack().counts().getFirst();

        var rehearsal = rehearsal();
        var incident = rehearsal.play(world.report(), new Actor.Operator("demo"), ScenarioRunTest.TWO_PEOPLE);

        assertThat(live.complaints()).isEmpty();
        assertThat(live.slack().counts().getFirst()).isEqualTo(before + 1);
        assertThat(live.slack().message(incident.bulletin().ts().orElseThrow()))
                .contains("Now: resolved", "Done: compute.restart_service");
        assertThat(live.slack().thread(incident.bulletin().ts().orElseThrow()))
                .anyMatch(text -> text.contains("needs 1 approval") || text.contains("needs an approval"))
                .anyMatch(text -> text.contains("is resolved"))
                .last()
                .asString()
                .isEqualTo("Post-mortem of " + incident.id());
    }

    private static List<String> actions(List<JournalEntry> journal) {
        return journal.stream()
                .map(entry -> entry.stamped().event())
                .filter(Event.StepStarted.class::isInstance)
                .map(Event.StepStarted.class::cast)
                .map(started -> started.plan().operation() + " "
                        + started.plan().parameters().display())
                .filter(action -> !action.startsWith("chat.") && !action.startsWith("ticketing."))
                .toList();
    }

    /// Every request is echoed with its credentials, so whatever is written down without care would hold them.
    @Test
    void vendorsThatRefuseAndEchoLeaveNoSecretInAnythingWritten() throws InterruptedException {
        live.mood(Mood.REFUSING);
        var console = new ByteArrayOutputStream();
        var out = System.out;
        var err = System.err;
        var log = new LogOfAll();
        System.setOut(new PrintStream(console, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(console, true, StandardCharsets.UTF_8));
        try (log) {
            var rehearsal = rehearsal();
            var incident = rehearsal.play(world.report(), new Actor.Operator("demo"), ScenarioRunTest.TWO_PEOPLE);
            var findings = new StringBuilder();
            for (var integration : registry.integrations())
                findings.append(integration)
                        .append(((LiveIntegration) integration).check(Duration.ofSeconds(5)))
                        .append(((LiveIntegration) integration).health());

            assertThat(incident.phase()).isInstanceOf(Phase.Escalated.class);
            assertThat(rehearsal.journal().toString())
                    .contains("answered 401", "***")
                    .doesNotContain(live.secrets());
            assertThat(incident.toString()).doesNotContain(live.secrets());
            assertThat(findings.toString()).contains("answered 401", "***").doesNotContain(live.secrets());
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        assertThat(console.toString(StandardCharsets.UTF_8)).doesNotContain(live.secrets());
        assertThat(log.text()).doesNotContain(live.secrets());
    }

    /// Everything that is logged, however fine.
    private static final class LogOfAll extends Handler implements AutoCloseable {
        private static final Logger ROOT = Logger.getLogger("");

        private final Queue<String> written = new ConcurrentLinkedQueue<>();
        private final Level before = ROOT.getLevel();

        LogOfAll() {
            setLevel(Level.ALL);
            ROOT.setLevel(Level.FINE);
            ROOT.addHandler(this);
        }

        String text() {
            return String.join("\n", written);
        }

        @Override
        public void publish(LogRecord record) {
            written.add(String.valueOf(record.getMessage()));
            if (record.getThrown() != null) written.add(record.getThrown().toString());
            if (record.getParameters() != null) written.add(Arrays.toString(record.getParameters()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            ROOT.removeHandler(this);
            ROOT.setLevel(before);
        }
    }
}
