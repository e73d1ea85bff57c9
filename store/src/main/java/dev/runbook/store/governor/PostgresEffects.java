package dev.runbook.store.governor;

import dev.runbook.core.governor.Deed;
import dev.runbook.core.governor.EffectLog;
import dev.runbook.core.governor.KillSwitch;
import dev.runbook.core.governor.Situation;
import dev.runbook.core.governor.Wish;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.JournalException;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.OperationName;
import dev.runbook.store.database.CountedChain;
import dev.runbook.store.database.SqlFault;
import dev.runbook.store.database.Storable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.sql.DataSource;

/// The effects and the kill switch of all nodes that share a database. The journal writes the effects, in the
/// commits of the events that they follow from.
public final class PostgresEffects implements EffectLog, KillSwitch {

    private static final String VERSIONS = "select name, version from governed_scope where name = any(?)";
    private static final String LAST_TURN = "select * from kill_switch order by seq desc limit 1";
    private static final String ON_TARGET = """
            select * from effect
            where estate = ? and target = ?
                and (holds or (purpose = 'CHANGE' and operation = ? and at > ?::timestamptz))
            order by at desc
            """;
    private static final String ON_SERVICE = """
            select * from effect
            where estate = ? and service = ? and purpose = 'CHANGE' and at > ?::timestamptz
            order by at desc
            """;
    /// One round trip. In this order: what is begun after the versions were read moves them on.
    private static final String AROUND = String.join(";", VERSIONS, ON_TARGET, ON_SERVICE, LAST_TURN);

    private static final String UNDER_WAY =
            "select distinct incident from effect where state = 'UNDER_WAY' order by incident";

    /// One statement: whoever dies in the middle of it holds nobody up. Whoever was waiting for the switch is
    /// woken.
    private static final String TURN = """
            with turned as (
                update governed_scope set version = version + 1 where name = ? and version = ? returning version
            ), woken as (
                update scheduled_tasks t set
                    execution_time = least(t.execution_time, ?::timestamptz), version = t.version + 1
                where t.task_name = 'incident' and not t.picked and exists (select from turned)
                    and t.task_instance in (select id from incident where phase in ('HELD', 'EXECUTING'))
            )
            insert into kill_switch (seq, at, actor, stopped, reason, payload, previous, hash)
            select version, ?::timestamptz, ?, ?, ?, ?, ?, ? from turned
            """;

    private final DataSource database;

    public PostgresEffects(DataSource database) {
        this.database = database;
    }

    @Override
    public Situation around(Wish wish, Duration lookBack) {
        var names = Stream.concat(Stream.of(SCOPE), wish.scopes().stream()).toList();
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(AROUND)) {
            var begin = Storable.time(wish.at().minus(lookBack));
            statement.setArray(1, connection.createArrayOf("text", names.toArray()));
            statement.setString(2, wish.estate());
            statement.setString(3, wish.target().orElse(null));
            statement.setString(4, wish.operation().toString());
            statement.setString(5, begin);
            statement.setString(6, wish.estate());
            statement.setString(7, wish.service());
            statement.setString(8, begin);
            statement.execute();
            var versions = versions(names, statement);
            var onTarget = deeds(next(statement));
            var onService = deeds(next(statement));
            return new Situation(position(lastTurn(next(statement))), onTarget, onService, versions);
        } catch (SQLException e) {
            throw fault("what was begun around " + wish.operation() + " cannot be read", e);
        }
    }

    private static Map<String, Long> versions(List<String> names, PreparedStatement statement) throws SQLException {
        var known = new HashMap<String, Long>();
        names.forEach(name -> known.put(name, 0L));
        try (var rows = statement.getResultSet()) {
            while (rows.next()) known.put(rows.getString(1), rows.getLong(2));
        }
        return known;
    }

    private static ResultSet next(PreparedStatement statement) throws SQLException {
        statement.getMoreResults();
        return statement.getResultSet();
    }

    private static List<Deed> deeds(ResultSet found) throws SQLException {
        try (var rows = found) {
            var deeds = new ArrayList<Deed>();
            while (rows.next()) deeds.add(deed(rows));
            return deeds;
        }
    }

    private static Deed deed(ResultSet row) throws SQLException {
        var operation = row.getString("operation");
        var dot = operation.indexOf('.');
        return new Deed(
                new IncidentId(row.getString("incident")),
                row.getString("service"),
                new OperationName(
                        Capability.ofKey(operation.substring(0, dot)).orElseThrow(), operation.substring(dot + 1)),
                Optional.ofNullable(row.getString("target")),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                Deed.State.valueOf(row.getString("state")),
                row.getBoolean("holds"));
    }

    private static Optional<SwitchEntry> lastTurn(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement(LAST_TURN)) {
            return lastTurn(statement.executeQuery());
        }
    }

    private static Optional<SwitchEntry> lastTurn(ResultSet found) throws SQLException {
        try (var row = found) {
            return row.next() ? Optional.of(SwitchEntry.read(row)) : Optional.empty();
        }
    }

    private static Position position(Optional<SwitchEntry> last) {
        return last.map(SwitchEntry::position).orElseGet(Position.Running::new);
    }

    @Override
    public Position position() {
        try (var connection = database.getConnection()) {
            return position(lastTurn(connection));
        } catch (SQLException e) {
            throw fault("where the kill switch stands cannot be read", e);
        }
    }

    @Override
    public List<IncidentId> underWay() {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(UNDER_WAY);
                var rows = statement.executeQuery()) {
            var incidents = new ArrayList<IncidentId>();
            while (rows.next()) incidents.add(new IncidentId(rows.getString(1)));
            return incidents;
        } catch (SQLException e) {
            throw fault("what is under way cannot be read", e);
        }
    }

    @Override
    public Position stop(Actor.Operator by, String reason, Instant at) {
        return turn(true, last -> new SwitchEntry(last.seq() + 1, at, by, true, storable(reason), hashOf(last)), at);
    }

    @Override
    public Position resume(Actor.Operator by, String reason, Instant at) {
        return turn(false, last -> new SwitchEntry(last.seq() + 1, at, by, false, storable(reason), hashOf(last)), at);
    }

    private static String storable(String reason) {
        return Objects.requireNonNull(Storable.text(reason));
    }

    private static String hashOf(SwitchEntry last) {
        return last.seq() == 0 ? CountedChain.ORIGIN : last.hash();
    }

    /// Turns the switch, unless it stands so already. Who is overtaken looks again.
    private Position turn(boolean stopped, UnaryOperator<SwitchEntry> turning, Instant now) {
        try (var connection = database.getConnection()) {
            while (true) {
                var last = lastTurn(connection)
                        .orElseGet(() -> new SwitchEntry(
                                0, Instant.EPOCH, new Actor.Operator("nobody"), false, "", CountedChain.ORIGIN));
                if (last.stopped() == stopped) return last.position();
                var next = turning.apply(last);
                if (write(connection, next, now)) return next.position();
            }
        } catch (SQLException e) {
            throw fault("the kill switch cannot be turned, and while that is so nothing is begun", e);
        }
    }

    private static boolean write(Connection connection, SwitchEntry next, Instant now) throws SQLException {
        try (var statement = connection.prepareStatement(TURN)) {
            statement.setString(1, SCOPE);
            statement.setLong(2, next.seq() - 1);
            statement.setString(3, Storable.time(now));
            statement.setString(4, Storable.time(next.at()));
            statement.setString(5, next.by().name());
            statement.setBoolean(6, next.stopped());
            statement.setString(7, next.reason());
            statement.setString(8, next.payload());
            statement.setString(9, next.previous());
            statement.setString(10, next.hash());
            return statement.executeUpdate() == 1;
        }
    }

    private static JournalException fault(String what, SQLException e) {
        return new JournalException(what + ": " + SqlFault.reason(e), e);
    }
}
