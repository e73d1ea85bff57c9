package dev.runbook.store.governor;

import dev.runbook.core.governor.KillSwitch;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.value.Json;
import dev.runbook.core.value.Value;
import dev.runbook.store.database.CountedChain;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// One turn of the kill switch.
///
/// @param previous the hash of the turn before it
record SwitchEntry(long seq, Instant at, Actor.Operator by, boolean stopped, String reason, String previous)
        implements CountedChain.Entry {

    /// Finds the last turn.
    static final String LAST = "select * from kill_switch order by seq desc limit 1";

    SwitchEntry {
        at = at.truncatedTo(ChronoUnit.MICROS);
    }

    /// @param found what [#LAST] found; it is closed
    static Optional<SwitchEntry> last(ResultSet found) throws SQLException {
        try (var row = found) {
            return row.next() ? Optional.of(read(row)) : Optional.empty();
        }
    }

    /// @param row of the table `kill_switch`
    static SwitchEntry read(ResultSet row) throws SQLException {
        return new SwitchEntry(
                row.getLong("seq"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                new Actor.Operator(row.getString("actor")),
                row.getBoolean("stopped"),
                row.getString("reason"),
                row.getString("previous"));
    }

    KillSwitch.Position position() {
        return stopped ? new KillSwitch.Position.Stopped(by, at, reason) : new KillSwitch.Position.Running();
    }

    @Override
    public String payload() {
        return Json.write(Value.fields("at", at.toString(), "actor", by.name(), "stopped", stopped, "reason", reason));
    }

    @Override
    public String hash() {
        return CountedChain.hash(previous, KillSwitch.SCOPE, seq, payload());
    }
}
