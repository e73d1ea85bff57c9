package dev.runbook.store.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/// A reachable database with our tables in it, and a small pool of connections to it. Safe for use by many
/// threads.
public final class Database implements AutoCloseable {

    private static final int CONNECT_TIMEOUT_SECONDS = 5;

    /// Far more than any question of a page takes, and as long as a person waits for one.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final DatabaseUrl url;
    private final HikariDataSource pool;
    private final DataSource bounded;

    private Database(DatabaseUrl url, HikariDataSource pool) {
        this.url = url;
        this.pool = pool;
        this.bounded = new BoundedReads(pool, PATIENCE);
    }

    /// Reaches the database and brings its tables up to date.
    ///
    /// @param connections how many connections are opened at most
    /// @throws StoreException when it cannot be reached or used, with the reason in one line
    public static Database open(DatabaseUrl url, int connections) {
        try (var _ = connect(url)) {
            // It answers and lets us in: what the pool says about that is harder to read.
        } catch (SQLException e) {
            throw Unreachable.because(url, e);
        }
        var pool = new HikariDataSource(config(url, connections));
        try {
            Flyway.configure()
                    .dataSource(pool)
                    .locations("classpath:db/migration")
                    .load()
                    .migrate();
            return new Database(url, pool);
        } catch (FlywayException e) {
            pool.close();
            throw new StoreException(
                    "the tables of " + url + " cannot be brought up to date: " + inOneLine(e.getMessage()), e);
        }
    }

    private static String inOneLine(@Nullable String text) {
        return String.valueOf(text).replaceAll("\\s+", " ").strip();
    }

    private static HikariConfig config(DatabaseUrl url, int connections) {
        var config = new HikariConfig();
        config.setPoolName("runbook");
        config.setJdbcUrl(url.jdbc());
        config.setDataSourceProperties(properties(url));
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(2);
        config.setIdleTimeout(30_000);
        config.setConnectionTimeout(10_000);
        // Plans are made while tables are small and kept when they are large: only ever the index.
        config.setConnectionInitSql("set enable_seqscan = off; set plan_cache_mode = force_generic_plan");
        return config;
    }

    /// A connection outside the pool, for who holds it long. The caller closes it.
    public Connection connect() throws SQLException {
        return connect(url);
    }

    private static Connection connect(DatabaseUrl url) throws SQLException {
        return DriverManager.getConnection(url.jdbc(), properties(url));
    }

    private static Properties properties(DatabaseUrl url) {
        var properties = new Properties();
        properties.setProperty("connectTimeout", Integer.toString(CONNECT_TIMEOUT_SECONDS));
        properties.setProperty("ApplicationName", "runbook");
        properties.setProperty("tcpKeepAlive", "true");
        properties.putAll(url.options());
        properties.setProperty("user", url.user());
        properties.setProperty("password", url.password());
        return properties;
    }

    public DatabaseUrl url() {
        return url;
    }

    public DataSource dataSource() {
        return pool;
    }

    /// The same connections for questions that somebody waits for: they fail when the database hangs.
    public DataSource bounded() {
        return bounded;
    }

    @Override
    public void close() {
        pool.close();
    }
}
