package dev.runbook.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.runbook.store.TestDatabase;
import dev.runbook.store.database.DatabaseUrl;
import dev.runbook.store.database.StoreException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {

    /// One for all tests: making it takes longest.
    @TempDir
    private static Path data;

    private static EmbeddedPostgres start() throws InterruptedException {
        return EmbeddedPostgres.start(data, TestDatabase.CACHE, new SecureRandom());
    }

    private static Connection connect(DatabaseUrl url) throws SQLException {
        return DriverManager.getConnection(url.jdbc(), url.user(), url.password());
    }

    private static String ask(DatabaseUrl url, String sql) throws SQLException {
        try (var connection = connect(url);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Test
    void dataOutlivesTheServerAndIsDurable() throws Exception {
        try (var server = start();
                var connection = connect(server.url());
                var statement = connection.createStatement()) {
            statement.execute("create table note as select 'kept' as text");
        }

        try (var server = start()) {
            assertThat(ask(server.url(), "select text from note")).isEqualTo("kept");
            assertThat(ask(server.url(), "show fsync")).isEqualTo("on");
            assertThat(ask(server.url(), "show synchronous_commit")).isEqualTo("on");
            assertThat(ask(server.url(), "show full_page_writes")).isEqualTo("on");
        }
    }

    @Test
    void nobodyGetsInWithoutThePasswordOrFromOutside() throws Exception {
        try (var server = start()) {
            var url = server.url();

            assertThatThrownBy(() -> DriverManager.getConnection(url.jdbc(), url.user(), "guess"))
                    .hasMessageContaining("password authentication failed");
            for (var address : addressesOfThisMachine())
                assertThatThrownBy(() -> new Socket(address, url.port()).close())
                        .as("%s:%d", address, url.port())
                        .isInstanceOf(java.io.IOException.class);
            assertThat(Files.getPosixFilePermissions(data.resolve("password")))
                    .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
            assertThat(url.toString()).doesNotContain(url.password());
        }
    }

    private static List<InetAddress> addressesOfThisMachine() throws Exception {
        var addresses = new ArrayList<InetAddress>();
        for (var network : NetworkInterface.networkInterfaces().toList())
            network.inetAddresses().filter(a -> !a.isLoopbackAddress()).forEach(addresses::add);
        return addresses;
    }

    @Test
    void aSecondServerOnTheSameDirectoryIsRefusedByName() throws Exception {
        try (var server = start()) {
            assertThat(server.url().port()).isPositive();

            assertThatThrownBy(EmbeddedPostgresTest::start)
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(data.toString())
                    .hasMessageContaining(
                            "in use by process " + ProcessHandle.current().pid())
                    .hasMessageContaining("--data");
        }
    }

    @Test
    void aServerThatEndsByItselfIsStartedAgain() throws Exception {
        try (var server = start()) {
            var pid = Long.parseLong(
                    Files.readAllLines(data.resolve("postgres/postmaster.pid")).getFirst());
            var killed = ProcessHandle.of(pid).orElseThrow();
            killed.destroyForcibly();
            killed.onExit().get();

            await().ignoreExceptions()
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(
                            () -> assertThat(ask(server.url(), "select 'back'")).isEqualTo("back"));
        }
        assertThat(data.resolve("postgres/postmaster.pid")).doesNotExist();
    }

    @Test
    void theProcessNumberOfAnotherProgramIsNotTakenForAServer() throws Exception {
        start().close();
        Files.writeString(
                data.resolve("postgres/postmaster.pid"), ProcessHandle.current().pid() + "\n");

        try (var server = start()) {
            assertThat(ask(server.url(), "select 'up'")).isEqualTo("up");
        }
    }

    @Test
    void aFaultOfTheServerIsSaidInOneLine() throws Exception {
        start().close();
        var version = data.resolve("postgres/PG_VERSION");
        var right = Files.readString(version);
        Files.writeString(version, "17\n");
        try {
            assertThatThrownBy(EmbeddedPostgresTest::start)
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("PostgreSQL did not start on " + data)
                    .hasMessageContaining("not compatible")
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
        } finally {
            Files.writeString(version, right);
        }
    }

    @Test
    void aDataDirectoryThatCannotBeMadeIsNamedOnce() {
        var nowhere = Path.of("/proc/nowhere");

        assertThatThrownBy(() -> EmbeddedPostgres.start(nowhere, TestDatabase.CACHE, new SecureRandom()))
                .isInstanceOf(StoreException.class)
                .hasMessageEndingWith("; choose another with --data")
                .message()
                .containsOnlyOnce("/proc/nowhere");
    }

    @Test
    void aDataDirectoryThatIsAFileIsNamed() throws Exception {
        var file = Files.createFile(data.resolve("file"));

        assertThatThrownBy(() -> EmbeddedPostgres.start(file, TestDatabase.CACHE, new SecureRandom()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(file + " is a file");
    }
}
