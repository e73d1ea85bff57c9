package dev.runbook.store;

import dev.runbook.store.database.Database;
import dev.runbook.store.database.DatabaseUrl;
import dev.runbook.store.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/// Databases for tests, on one embedded server that lives as long as the tests' process.
public final class TestDatabase {

    /// Where the server's programs are unpacked for all tests of this module.
    public static final Path CACHE = Path.of("target/postgres-binaries");

    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final EmbeddedPostgres SERVER = start();

    private TestDatabase() {}

    /// A database with our tables and nothing in them. The caller closes it.
    public static Database fresh() {
        return Database.open(freshUrl(), 10);
    }

    /// An empty database.
    public static DatabaseUrl freshUrl() {
        var server = SERVER.url();
        var name = "test" + DATABASES.incrementAndGet();
        try (var connection = DriverManager.getConnection(server.jdbc(), server.user(), server.password());
                var statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new DatabaseUrl(server.host(), server.port(), name, server.user(), server.password(), server.options());
    }

    private static EmbeddedPostgres start() {
        try {
            var server = EmbeddedPostgres.start(Files.createTempDirectory("runbook-test"), CACHE, new SecureRandom());
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            return server;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
