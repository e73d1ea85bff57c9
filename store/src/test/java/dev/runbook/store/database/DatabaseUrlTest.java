package dev.runbook.store.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.store.TestDatabase;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgres://ann:s3cret%2F%40%2B+x@db.example:6432/run%20book?sslmode=require",
                "postgresql://ann:s3cret%2F%40%2B+x@db.example:6432/run%20book?sslmode=require",
                "jdbc:postgresql://db.example:6432/run%20book?user=ann&password=s3cret%2F%40%2B+x&sslmode=require",
                "  postgres://ann:s3cret%2F%40%2B+x@db.example:6432/run%20book?sslmode=require\n"
            })
    void theUsualFormsAreRead(String text) {
        assertThat(DatabaseUrl.parse(text))
                .isEqualTo(new DatabaseUrl(
                        "db.example", 6432, "run book", "ann", "s3cret/@++x", Map.of("sslmode", "require")));
    }

    @Test
    void whatIsLeftOutIsAsUsual() {
        assertThat(DatabaseUrl.parse("postgres://ann@db"))
                .isEqualTo(new DatabaseUrl("db", 5432, "ann", "ann", "", Map.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mysql://ann:s3cret@db/x",
                "db:5432/s3cret",
                "postgres:ann:s3cret@db",
                "postgres://ann:s3cret @db/x",
                "postgres://ann:s3cret%zz@db/x",
                "postgres://ann:s3cret%@db/x",
                "postgres://:s3cret@db/x",
                "postgres:///x?password=s3cret",
                "postgres://ann:s3cret@db:port/x"
            })
    void whatIsNoUrlIsRefusedWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> DatabaseUrl.parse(text))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("DATABASE_URL")
                .hasMessageContaining("postgres://user:password@host:port/database")
                .satisfies(e -> assertThat(whole(e)).doesNotContain("s3cret"));
    }

    @Test
    void aServerThatDoesNotAnswerIsNamed() throws Exception {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        var url = DatabaseUrl.parse("postgres://ann:s3cret@127.0.0.1:" + port + "/runbook");

        assertThatThrownBy(() -> Database.open(url, 4))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("127.0.0.1:" + port + "/runbook does not answer")
                .hasMessageContaining("DATABASE_URL")
                .satisfies(e -> assertThat(whole(e)).doesNotContain("s3cret"));
    }

    @Test
    void aWrongPasswordAndAMissingDatabaseAreToldApart() {
        var right = TestDatabase.freshUrl();
        var wrongPassword =
                new DatabaseUrl(right.host(), right.port(), right.database(), right.user(), "s3cret", right.options());
        var noDatabase =
                new DatabaseUrl(right.host(), right.port(), "nowhere", right.user(), right.password(), Map.of());

        assertThatThrownBy(() -> Database.open(wrongPassword, 4))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(right.address() + " refuses user 'runbook'")
                .satisfies(e -> assertThat(whole(e)).doesNotContain("s3cret"));
        assertThatThrownBy(() -> Database.open(noDatabase, 4))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("/nowhere does not exist")
                .satisfies(e -> assertThat(whole(e)).doesNotContain(right.password()));
    }

    @Test
    void tablesThatAreNotOursAreRefusedInOneLine() throws Exception {
        var url = TestDatabase.freshUrl();
        try (var database = Database.open(url, 4);
                var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute("update flyway_schema_history set checksum = 1 where version = '1'");
        }

        assertThatThrownBy(() -> Database.open(url, 4))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(url.address())
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    private static String whole(Throwable e) {
        var text = new StringBuilder();
        for (var each = e; each != null; each = each.getCause())
            text.append(each).append('\n');
        return text.toString();
    }
}
