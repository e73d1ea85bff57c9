package dev.runbook.store.governor;

import dev.runbook.core.governor.EffectLog;
import dev.runbook.core.governor.KillSwitch;
import dev.runbook.core.governor.Situation;
import dev.runbook.core.governor.Wish;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.JournalException;
import dev.runbook.store.database.CountedChain;
import dev.runbook.store.database.GroupCommit;
import dev.runbook.store.database.SqlFault;
import dev.runbook.store.database.Storable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/// The effects and the kill switch of all nodes that share a database. The journal writes the effects, in the
/// commits of the events that they follow from.
///
/// What is asked at the same time is read together.
public final class PostgresEffects implements EffectLog, KillSwitch, AutoCloseable {

    /// Whoever has an effect under way is neither resolved nor closed.
    private static final String UNDER_WAY = """
            select distinct e.incident from incident i join effect e on e.incident = i.id
            where i.phase not in ('RESOLVED', 'CLOSED') and e.state = 'UNDER_WAY'
            order by e.incident
            """;

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

    private static final int QUESTIONS_AT_ONCE = 256;

    private final DataSource database;
    private final GroupCommit<EffectReads.Question, Situation> reads;

    public PostgresEffects(DataSource database) {
        this.database = database;
        reads = new GroupCommit<>("governor-reader", 1, QUESTIONS_AT_ONCE, new EffectReads(database));
    }

    @Override
    public Situation around(Wish wish, Duration lookBack) {
        try {
            return reads.submit(new EffectReads.Question(wish, lookBack));
        } catch (SQLException e) {
            throw fault("what was begun around " + wish.operation() + " cannot be read", e);
        }
    }

    private static Optional<SwitchEntry> lastTurn(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement(SwitchEntry.LAST)) {
            return SwitchEntry.last(statement.executeQuery());
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

    /// Answers what was asked, and nothing more.
    @Override
    public void close() {
        reads.close();
    }
}
