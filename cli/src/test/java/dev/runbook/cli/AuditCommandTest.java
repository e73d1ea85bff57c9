package dev.runbook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.engine.Engine;
import dev.runbook.core.engine.IncidentDesk;
import dev.runbook.core.engine.Notices;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.store.Store;
import dev.runbook.store.StoreConfig;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditCommandTest {

    @TempDir
    private Path data;

    private record Said(int exit, String out, String errors) {}

    private static Said run(String... arguments) {
        var before = System.out;
        var out = new ByteArrayOutputStream();
        var errors = new StringWriter();
        try {
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            var exit = Main.commandLine().setErr(new PrintWriter(errors)).execute(arguments);
            return new Said(exit, out.toString(StandardCharsets.UTF_8), errors.toString());
        } finally {
            System.setOut(before);
        }
    }

    private Store open() throws InterruptedException {
        return Store.open(new StoreConfig(data, Optional.empty(), InstantSource.system(), 1, 1));
    }

    @Test
    void aJournalIsIntactUntilSomebodyChangesAnEntryPastIt() throws Exception {
        try (var store = open()) {
            var ids = new AtomicInteger();
            var desk = new IncidentDesk(
                    store.journal(),
                    new Engine(new Notices(Optional.empty())),
                    () -> new IncidentId("INC-a" + ids.incrementAndGet()),
                    InstantSource.system());
            for (var text : new String[] {"the shop is slow", "the till is stuck"})
                desk.report(ProblemReport.of(text), new Actor.Operator("ann"));
        }

        assertThat(run("audit", "verify", "--data", data.toString()))
                .isEqualTo(new Said(0, "Intact: 2 entries of 2 incidents are as written.\n", ""));

        try (var store = open();
                var connection = store.database().dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("alter table journal disable trigger journal_is_append_only");
            statement.execute(
                    "update journal set payload = replace(payload, 'stuck', 'fine') where incident = 'INC-a2'");
        }

        assertThat(run("audit", "verify", "--data", data.toString(), "--json"))
                .satisfies(said -> assertThat(said.exit()).isEqualTo(1))
                .satisfies(said -> assertThat(said.out())
                        .contains("\"intact\" : false", "\"incident\" : \"INC-a2\"", "\"seq\" : 1"));
        assertThat(run("audit", "verify", "INC-a3", "--data", data.toString()).errors())
                .contains("there is no incident INC-a3");
        assertThat(run("audit", "verify", "INC-a1", "--data", data.toString()).exit())
                .as("another incident")
                .isZero();
    }

    @Test
    void aSealThatWasKeptElsewhereShowsWhatWasTakenOutSince() throws Exception {
        var data = this.data.toString();
        String seal;
        try (var store = open()) {
            new IncidentDesk(
                            store.journal(),
                            new Engine(new Notices(Optional.empty())),
                            () -> new IncidentId("INC-a1"),
                            InstantSource.system())
                    .report(ProblemReport.of("the shop is slow"), new Actor.Operator("ann"));
            seal = store.seals().seal().orElseThrow().hash();
        }
        assertThat(run("audit", "verify", "--data", data, "--seal", seal))
                .satisfies(said -> assertThat(said.exit()).isZero())
                .satisfies(said -> assertThat(said.out()).contains("Seal 1 is " + seal));

        try (var store = open();
                var connection = store.database().dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("alter table journal disable trigger all; delete from journal; delete from incident");
        }

        assertThat(run("audit", "verify", "--data", data).out())
                .startsWith("BROKEN at entry 1 of INC-a1: seal 1 of ")
                .endsWith(" names the entry, and it is gone.\n");

        try (var store = open();
                var connection = store.database().dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("alter table seal disable trigger all; delete from seal;"
                    + " update governed_scope set version = 0 where name = 'seals'");
        }

        assertThat(run("audit", "verify", "--data", data).exit())
                .as("with all seals gone too")
                .isZero();
        assertThat(run("audit", "verify", "--data", data, "--seal", seal))
                .isEqualTo(new Said(1, "BROKEN: there is no seal " + seal + ".\n", ""));
    }

    @Test
    void whatIsNotThereIsNotCalledIntact() {
        assertThat(run("audit", "verify", "--data", data.resolve("elsewhere").toString()))
                .satisfies(said -> assertThat(said.exit()).isEqualTo(1))
                .satisfies(said -> assertThat(said.errors()).contains("elsewhere; name it with --data"));
        assertThat(run("audit", "verify", "nonsense", "--data", data.toString()).errors())
                .contains("'nonsense' is no incident id");
    }
}
