package dev.runbook.app.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.app.recording.Backtest;
import dev.runbook.app.recording.Recorder;
import dev.runbook.app.recording.Recording;
import dev.runbook.app.recording.RecordingCheck;
import dev.runbook.app.recording.RecordingFile;
import dev.runbook.app.recording.Replay;
import dev.runbook.app.recording.SigningKey;
import dev.runbook.app.recording.WhatIf;
import dev.runbook.core.capability.Operations;
import dev.runbook.core.engine.Command;
import dev.runbook.core.engine.Driver;
import dev.runbook.core.engine.Engine;
import dev.runbook.core.engine.Event;
import dev.runbook.core.engine.Incident;
import dev.runbook.core.engine.IncidentDesk;
import dev.runbook.core.engine.Phase;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.governor.Governor;
import dev.runbook.core.governor.Limits;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.InMemoryJournal;
import dev.runbook.core.journal.JournalEntry;
import dev.runbook.core.journal.Stamped;
import dev.runbook.core.operation.Arguments;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.Catalogue;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Occurrence;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.operation.Provider;
import dev.runbook.core.runbook.RunbookLibrary;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.mock.MockIntegrations;
import dev.runbook.integrations.registry.IntegrationRegistry;
import dev.runbook.integrations.world.EffectLedger;
import dev.runbook.integrations.world.World;
import dev.runbook.integrations.world.Worlds;
import dev.runbook.language.cel.CelExpressions;
import dev.runbook.language.library.YamlRunbookLibrary;
import dev.runbook.ml.offline.OfflineEngine;
import dev.runbook.store.journal.ChainedEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The flight recorder. Incidents are recorded under a clock that never shows the same time twice, as a real
/// one.
class RecordingTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final IncidentId ID = new IncidentId("INC-1");
    private static final Actor.Operator ANN = new Actor.Operator("ann");
    private static final Configuration CONFIGURATION = Configuration.read(Map.of(), Map.of(), ROOT);

    @TempDir
    private Path data;

    /// Moves on a little with each look at it.
    private static final class TickingClock implements InstantSource {
        private final AtomicLong nanos = new AtomicLong();

        @Override
        public Instant instant() {
            return ScenarioRun.START.plusNanos(nanos.addAndGet(1_000));
        }

        void advanceTo(Instant time) {
            nanos.accumulateAndGet(Duration.between(ScenarioRun.START, time).toNanos(), Math::max);
        }
    }

    /// What a person does at each pause; empty when time is to pass.
    private interface Person {
        Optional<Command> decide(Incident incident);
    }

    /// Nobody approves twice.
    private static Actor.Operator next(Incident incident) {
        return incident.phase() instanceof Phase.AwaitingApproval(var _, var given) && !given.isEmpty()
                ? new Actor.Operator("ben")
                : ANN;
    }

    private static Optional<Command> approve(Incident incident) {
        return Engine.openRequest(incident)
                .map(request -> new Command.Approve(next(incident), request.id(), request.planHash(), "seen"));
    }

    private Recording recorded(String scenario, Person person) throws InterruptedException {
        var clock = new TickingClock();
        var played = new ScenarioFolder(ROOT.resolve("scenarios")).find(scenario);
        var world = new World(played, played.seed(), ScenarioRun.START, clock, EffectLedger.inMemory());
        var provider = IntegrationRegistry.of(MockIntegrations.create(Worlds.of(world, clock)));
        return recorded(clock, provider, library(clock), world, person);
    }

    private static RunbookLibrary library(InstantSource clock) {
        return new YamlRunbookLibrary(ROOT.resolve("runbooks"), Operations.CATALOGUE, clock);
    }

    private InMemoryJournal journal = new InMemoryJournal(_ -> {});

    private Recording recorded(
            TickingClock clock, Provider provider, RunbookLibrary library, World world, Person person)
            throws InterruptedException {
        journal = new InMemoryJournal(_ -> {});
        var engine = new Engine(Parts.notices(CONFIGURATION));
        var desk = new IncidentDesk(journal, engine, () -> ID, clock);
        var driver = new Driver(
                journal,
                provider,
                library,
                new CelExpressions(),
                Parts.minds(OfflineEngine.create()),
                Parts.policy(CONFIGURATION),
                new Governor(Limits.standard(), journal.effects(), Governor.Estates.BY_ENVIRONMENT),
                engine,
                Parts.settings(CONFIGURATION),
                clock);
        desk.report(world.report(), new Actor.Operator("rob"));
        while (true) {
            var pause = driver.drive(ID);
            var incident = desk.find(ID).orElseThrow();
            if (incident.over()) break;
            var command = person.decide(incident);
            if (command.isPresent()) desk.handle(ID, command.get());
            else clock.advanceTo(pause.wakeAt().orElseThrow());
        }
        var entries = ChainedEntry.chain(
                ID, journal.read(ID).stream().map(JournalEntry::stamped).toList());
        var text = new Recorder(_ -> entries, library, Parts.ranWith(CONFIGURATION), () -> SigningKey.of(data), clock)
                .record(ID, true)
                .orElseThrow();
        return ((RecordingCheck.Intact) RecordingCheck.of(text)).recording();
    }

    @ParameterizedTest
    @ValueSource(strings = {"high_cpu", "database_connection", "disk_full", "deployment_failure", "network_latency"})
    void aRecordedIncidentComesOutTheSame(String scenario) throws InterruptedException {
        var recording = recorded(scenario, RecordingTest::approve);

        var replay = Replay.of(recording);

        assertThat(replay.difference()).isEmpty();
        assertThat(replay.replayed()).isEqualTo(recording.entries().size());
        assertThat(replay.head()).isEqualTo(recording.head());
    }

    @Test
    void aDeniedActionComesOutTheSame() throws InterruptedException {
        var recording = recorded(
                "high_cpu",
                incident -> Engine.openRequest(incident)
                        .map(request -> new Command.Deny(ANN, request.id(), "not now: customers")));

        assertThat(Replay.of(recording).difference()).isEmpty();
    }

    @Test
    void anExpiredRequestComesOutTheSame() throws InterruptedException {
        assertThat(Replay.of(recorded("high_cpu", _ -> Optional.empty())).difference())
                .isEmpty();
    }

    @Test
    void anActionThatNobodyVetoedComesOutTheSame(@TempDir Path runbooks) throws InterruptedException, IOException {
        Files.writeString(
                runbooks.resolve("high_cpu.yaml"), HIGH_CPU.replaceAll("(?m)^ *requires_approval: true\n", ""));
        var clock = new TickingClock();
        var played = new ScenarioFolder(ROOT.resolve("scenarios")).find("high_cpu");
        var world = new World(played, played.seed(), ScenarioRun.START, clock, EffectLedger.inMemory());

        var recording = recorded(
                clock,
                IntegrationRegistry.of(MockIntegrations.create(Worlds.of(world, clock))),
                new YamlRunbookLibrary(runbooks, Operations.CATALOGUE, clock),
                world,
                _ -> Optional.empty());

        assertThat(recording.entries().stream().map(entry -> entry.stamped().event()))
                .anyMatch(event -> event instanceof Event.ActionCleared cleared
                        && cleared.how().startsWith("nobody vetoed"));
        var replay = Replay.of(recording);
        assertThat(replay.difference()).isEmpty();
        assertThat(replay.head()).isEqualTo(recording.head());
    }

    /// Tells each who asks for the processes of a host something else.
    private static final class Fickle implements Provider {
        private final Provider rest;
        private final AtomicLong asked = new AtomicLong();

        private Fickle(Provider rest) {
            this.rest = rest;
        }

        @Override
        public Catalogue catalogue() {
            return rest.catalogue();
        }

        @Override
        public String sourceOf(Capability capability) {
            return rest.sourceOf(capability);
        }

        @Override
        public Observation observe(OperationName name, Arguments arguments, CallContext context)
                throws InterruptedException {
            if (!name.equals(OperationName.of("compute.get_top_processes")))
                return rest.observe(name, arguments, context);
            var seen = Value.of(List.of(Map.of("name", "job-" + asked.incrementAndGet(), "cpu_percent", 1.5)));
            return new Observation.Found(
                    List.of(new Content.Facts("web-1", "top processes", seen)), seen, List.of(), List.of());
        }

        @Override
        public Outcome act(OperationName name, Arguments arguments, IdempotencyKey key, CallContext context)
                throws InterruptedException {
            return rest.act(name, arguments, key, context);
        }

        @Override
        public Occurrence occurred(OperationName name, Arguments arguments, IdempotencyKey key, CallContext context)
                throws InterruptedException {
            return rest.occurred(name, arguments, key, context);
        }
    }

    @Test
    void stepsThatAskTheSameAtTheSameTimeComeOutTheSameEach(@TempDir Path runbooks)
            throws InterruptedException, IOException {
        var twins = new StringBuilder("steps:\n");
        for (var step : List.of("twin_a", "twin_b", "twin_c")) twins.append("""
              - id: %s
                action: gather
                parallel: twins
                description: who uses the processor
                integration: compute
                method: get_top_processes
                params: {host: web-prod-01, limit: 3}
            """.formatted(step));
        Files.writeString(runbooks.resolve("high_cpu.yaml"), HIGH_CPU.replaceFirst("(?m)^steps:\n", twins.toString()));
        var clock = new TickingClock();
        var played = new ScenarioFolder(ROOT.resolve("scenarios")).find("high_cpu");
        var world = new World(played, played.seed(), ScenarioRun.START, clock, EffectLedger.inMemory());

        var recording = recorded(
                clock,
                new Fickle(IntegrationRegistry.of(MockIntegrations.create(Worlds.of(world, clock)))),
                new YamlRunbookLibrary(runbooks, Operations.CATALOGUE, clock),
                world,
                RecordingTest::approve);

        assertThat(recording.entries().stream()
                        .map(entry -> entry.stamped().event())
                        .filter(event -> event instanceof Event.EvidenceGathered gathered
                                && gathered.step().id().startsWith("twin_"))
                        .map(event -> ((Event.EvidenceGathered) event).output()))
                .hasSize(3)
                .doesNotHaveDuplicates();
        var replay = Replay.of(recording);
        assertThat(replay.difference()).isEmpty();
        assertThat(replay.head()).isEqualTo(recording.head());
    }

    @Test
    void aCommentBetweenComesOutTheSame() throws InterruptedException {
        var said = new ArrayList<String>();

        var recording = recorded("high_cpu", incident -> {
            if (!said.isEmpty()) return approve(incident);
            said.add("once");
            return Optional.of(new Command.Comment(ANN, "I look at it"));
        });

        assertThat(Replay.of(recording).difference()).isEmpty();
    }

    @Test
    void anActionThatWasHeldBackComesOutTheSame() throws InterruptedException {
        var recording = recorded("high_cpu", incident -> {
            if (incident.phase() instanceof Phase.AwaitingApproval)
                journal.effects().stop(ANN, "one moment", ScenarioRun.START);
            if (incident.phase() instanceof Phase.Held) journal.effects().resume(ANN, "go on", ScenarioRun.START);
            return approve(incident);
        });

        assertThat(recording.entries().stream().map(entry -> entry.stamped().event()))
                .anyMatch(Event.ActionHeld.class::isInstance);
        var replay = Replay.of(recording);
        assertThat(replay.difference()).isEmpty();
        assertThat(replay.head()).isEqualTo(recording.head());
    }

    private static final String TWO_BY_ROLE = """
        rules:
          - name: restarts of web servers need two
            when: {operation: compute.restart_service}
            gate: approve
            quorum: 2
        """;

    @Test
    void otherRulesWouldHaveGatedItOtherwise() throws InterruptedException {
        var recording = recorded("high_cpu", RecordingTest::approve);

        var whatIf = WhatIf.under(recording, new Recording.Policy("other.yaml", TWO_BY_ROLE));

        assertThat(whatIf.gates())
                .singleElement()
                .asString()
                .startsWith("compute.restart_service {")
                .contains("needs 1 approval, none of them the reporter's (the runbook requires approval of this step);"
                        + " would have: needs 2 approvals");
        assertThat(whatIf.unknown()).containsExactly("who else would have approved compute.restart_service");
    }

    @Test
    void theRulesThatItRanWithAreInTheFile() throws InterruptedException {
        var recording = recorded("high_cpu", RecordingTest::approve);
        var settings = recording.settings();
        var ruled = new Recording(
                recording.incident(),
                recording.exportedAt(),
                new Recording.RanWith(
                        settings.vetoWindow(),
                        settings.approvalExpiry(),
                        settings.channel(),
                        settings.inThreads(),
                        settings.lookBack(),
                        settings.callTimeout(),
                        settings.cureWatch(),
                        Optional.of(new Recording.Policy("policy.yaml", TWO_BY_ROLE))),
                recording.runbooks(),
                recording.entries(),
                Optional.empty());

        var text = RecordingFile.write(ruled, Optional.empty());

        assertThat(((RecordingFile.Content.Read) RecordingFile.read(text)).recording())
                .isEqualTo(ruled);
        assertThat(Replay.of(ruled).difference())
                .as("a file with the rules is replayed under them")
                .isPresent();
        assertThat(RecordingFile.read(text.replace("need two", "need none")))
                .isInstanceOf(RecordingFile.Content.Malformed.class);
    }

    @Test
    void theBeginningOfAnIncidentIsReplayedAsFarAsItGoes() throws InterruptedException {
        var whole = recorded("high_cpu", RecordingTest::approve);

        for (int cut = 1; cut < whole.entries().size(); cut++) {
            // A diagnosis and its recommendations are written at once, so they are exported both or neither.
            if (whole.entries().get(cut).entry().stamped().event() instanceof Event.Recommended) continue;
            var replay = Replay.of(with(whole, whole.entries().subList(0, cut)));

            assertThat(replay.difference()).as("after %d entries", cut).isEmpty();
            assertThat(replay.replayed()).isEqualTo(cut);
        }
    }

    private static Recording with(Recording recording, List<ChainedEntry> entries) {
        return new Recording(
                recording.incident(),
                recording.exportedAt(),
                recording.settings(),
                recording.runbooks(),
                entries,
                Optional.empty());
    }

    /// The recording as somebody made it anew who wants it to tell something else.
    private static Recording forged(Recording recording, int index, Stamped other) {
        var events = new ArrayList<>(
                recording.entries().stream().map(ChainedEntry::stamped).toList());
        events.set(index, other);
        return with(recording, ChainedEntry.chain(recording.incident(), events));
    }

    @Test
    void theFirstEventThatTheEngineWouldNotHaveComeToIsNamed() throws InterruptedException {
        var recording = recorded("high_cpu", RecordingTest::approve);
        int index = 0;
        while (!(recording.entries().get(index).stamped().event() instanceof Event.RunbookSelected)) index++;
        var then = recording.entries().get(index).stamped();
        var selected = (Event.RunbookSelected) then.event();

        var replay = Replay.of(forged(
                recording,
                index,
                new Stamped(
                        then.at(),
                        then.actor(),
                        new Event.RunbookSelected(
                                selected.runbook(), selected.digest(), selected.source(), "somebody said so"))));

        assertThat(replay.difference()).map(Replay.Difference::seq).contains(index + 1L);
        assertThat(replay.replayed()).isEqualTo(index);
    }

    @Test
    void aLongerVetoWindowThanWasRecordedIsADifference() throws InterruptedException {
        var recording = recorded("high_cpu", RecordingTest::approve);
        var settings = recording.settings();

        var replay = Replay.of(new Recording(
                recording.incident(),
                recording.exportedAt(),
                new Recording.RanWith(
                        settings.vetoWindow(),
                        settings.approvalExpiry().plusMinutes(1),
                        settings.channel(),
                        settings.inThreads(),
                        settings.lookBack(),
                        settings.callTimeout(),
                        settings.cureWatch(),
                        settings.policy()),
                recording.runbooks(),
                recording.entries(),
                Optional.empty()));

        assertThat(replay.difference()).isPresent();
        assertThat(recording.entries().get((int) replay.replayed()).stamped().event())
                .isInstanceOf(Event.ApprovalRequested.class);
    }

    private static final String HIGH_CPU = RunbookText.read(ROOT.resolve("runbooks/high_cpu_troubleshooting.yaml"))
            .source();

    private WhatIf whatIf(String yaml) throws InterruptedException {
        return WhatIf.of(recorded("high_cpu", RecordingTest::approve), RunbookText.read("other.yaml", yaml));
    }

    @Test
    void theSameRunbookWouldHaveGoneTheSameWay() throws InterruptedException {
        var whatIf = whatIf(HIGH_CPU + "# a remark\n");

        assertThat(whatIf.recorded()).isEmpty();
        assertThat(whatIf.supposed()).isEmpty();
        assertThat(whatIf.unknown()).isEmpty();
    }

    @Test
    void aRunbookOfHigherRiskWouldHaveAskedForMore() throws InterruptedException {
        var whatIf = whatIf(HIGH_CPU.replace("risk_level: medium", "risk_level: critical"));

        assertThat(whatIf.recorded().getFirst()).startsWith("restart_service: asks for an approval");
        assertThat(whatIf.supposed().getFirst()).startsWith("restart_service: asks for 2 approvals");
        assertThat(whatIf.unknown()).containsExactly("who else would have approved compute.restart_service");
    }

    @Test
    void whatTheRecordingCannotAnswerIsUnknownAndNotDone() throws InterruptedException {
        var whatIf = whatIf("""
            name: Another cure
            severity: high
            steps:
              - id: look
                action: gather
                integration: compute
                method: get_disk_usage
                params: {host: "{{ incident.host }}"}
              - id: clean
                action: execute
                when: incident.host != null
                integration: compute
                method: clean_disk
                params: {host: "{{ incident.host }}", path: /tmp}
            """);

        assertThat(whatIf.supposed()).noneMatch(line -> line.contains("does compute.clean_disk"));
        assertThat(whatIf.unknown())
                .anyMatch(what -> what.contains("compute.get_disk_usage"))
                .anyMatch(what -> what.contains("compute.clean_disk"));
    }

    @Test
    void aRunbookIsJudgedByWhatHelped() throws InterruptedException {
        var finder = OfflineEngine.create().runbookFinder();
        var recording = recorded("high_cpu", RecordingTest::approve);
        var disk = RunbookText.read(ROOT.resolve("runbooks/disk_space_remediation.yaml"));

        var right = Backtest.of(
                recording, RunbookText.read(ROOT.resolve("runbooks/high_cpu_troubleshooting.yaml")), finder);
        var other = Backtest.of(recording, disk, finder);

        assertThat(right.verdict()).isEqualTo(Backtest.Verdict.RIGHT);
        assertThat(right.confirmed()).contains("compute.restart_service helped");
        assertThat(right.did()).anyMatch(line -> line.contains("does compute.restart_service"));
        assertThat(other.verdict()).isEqualTo(Backtest.Verdict.RIGHTLY_NOT);
    }

    private String signed() throws InterruptedException {
        var recording = recorded("disk_full", RecordingTest::approve);
        return RecordingFile.write(recording, Optional.of(SigningKey.of(data)));
    }

    @Test
    void aSignedFileNamesItsSigner() throws InterruptedException {
        var check = RecordingCheck.of(signed());

        assertThat(check)
                .isInstanceOfSatisfying(
                        RecordingCheck.Intact.class,
                        intact -> assertThat(intact.signer())
                                .contains(SigningKey.of(data).publicKey()));
    }

    @Test
    void aChangedRemovedOrMovedEntryIsFound() throws InterruptedException {
        var lines = signed().lines().toList();
        int first = 0;
        while (!lines.get(first).contains("\"type\":\"entry\"")) first++;
        var changed = new ArrayList<>(lines);
        changed.set(first + 2, changed.get(first + 2).replaceFirst("2026-01-15", "2026-01-14"));
        var removed = new ArrayList<>(lines);
        removed.remove(first + 3);
        var moved = new ArrayList<>(lines);
        moved.add(first + 4, moved.remove(first + 1));
        var shortened = new ArrayList<>(lines);
        shortened.remove(lines.size() - 2);

        assertThat(reason(changed)).isEqualTo("entry 3 is not what was hashed");
        assertThat(reason(removed)).isEqualTo("entry 4 is missing");
        assertThat(reason(moved)).isEqualTo("entry 2 is missing");
        assertThat(reason(shortened)).contains("entries, and").contains("were written");
    }

    @Test
    void whatWasMadeAnewIsFoundByItsSignature() throws InterruptedException {
        var recording = recorded("disk_full", RecordingTest::approve);
        var then = recording.entries().get(1).stamped();
        var forged = forged(recording, 1, new Stamped(then.at().plusSeconds(1), then.actor(), then.event()));
        var own = RecordingFile.write(recording, Optional.of(SigningKey.of(data)))
                .lines()
                .toList();

        var lines = new ArrayList<>(
                RecordingFile.write(forged, Optional.empty()).lines().toList());
        lines.add(own.getLast());

        assertThat(reason(lines)).isEqualTo("the signature is not one over this file");
    }

    @Test
    void aTextThatIsNoRecordingIsNamedWithItsLine() {
        assertThat(reason(List.of("hello"))).startsWith("line 1: no JSON");
        assertThat(reason(List.of("{\"type\":\"entry\"}"))).isEqualTo("line 1: this is no recording of an incident");
        assertThat(reason(List.of(""))).isEqualTo("line 1: it is empty");
    }

    private static String reason(List<String> lines) {
        return RecordingCheck.of(String.join("\n", lines) + "\n") instanceof RecordingCheck.Broken(var reason)
                ? reason
                : "intact";
    }

    @Test
    void theKeyOfAFolderStaysTheSameAndIsItsOwnersAlone() throws Exception {
        var key = SigningKey.of(data.resolve("new")).publicKey();

        assertThat(SigningKey.of(data.resolve("new")).publicKey()).isEqualTo(key);
        assertThat(Files.getPosixFilePermissions(data.resolve("new/export-signing-key")))
                .hasSize(2);
    }

    @Test
    void whatWasSaidInAChatIsReplayedWithTheRest() throws InterruptedException {
        var recording = recorded("high_cpu", RecordingTest::approve);
        var told = new ArrayList<>(
                recording.journal().stream().map(JournalEntry::stamped).toList());
        var end = told.getLast().at();
        told.add(new Stamped(end, new Actor.Operator("ann"), new Event.Commented("why?")));
        told.add(new Stamped(end, Actor.engine(), new Event.Commented("Because of it.")));
        told.add(new Stamped(end, new Actor.Operator("ann"), new Event.Commented("thanks")));

        var replay = Replay.of(new Recording(
                recording.incident(),
                recording.exportedAt(),
                recording.settings(),
                recording.runbooks(),
                ChainedEntry.chain(recording.incident(), told),
                Optional.empty()));

        assertThat(replay.difference()).isEmpty();
        assertThat(replay.replayed()).isEqualTo(told.size());
    }
}
