package dev.runbook.store.security;

import dev.runbook.core.value.Json;
import dev.runbook.core.value.Value;
import dev.runbook.store.database.CountedChain;
import dev.runbook.store.database.Storable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/// One thing that was done about access.
///
/// @param seq from 1, without gaps
/// @param act what was done, as the caller names it
/// @param actor who did it
/// @param subject what or whom it was done to; may be empty
/// @param detail more, for people; may be empty
/// @param previous the hash of the entry before it
public record SecurityEntry(
        long seq, Instant at, String act, String actor, String subject, String detail, String previous)
        implements CountedChain.Entry {

    /// The name of the chain, which is hashed with each entry.
    static final String CHAIN = "security log";

    public SecurityEntry {
        at = at.truncatedTo(ChronoUnit.MICROS);
        actor = Objects.requireNonNull(Storable.text(actor));
        subject = Objects.requireNonNull(Storable.text(subject));
        detail = Objects.requireNonNull(Storable.text(detail));
    }

    /// @param row of the table `security_event`
    static SecurityEntry read(ResultSet row) throws SQLException {
        return new SecurityEntry(
                row.getLong("seq"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("act"),
                row.getString("actor"),
                row.getString("subject"),
                row.getString("detail"),
                row.getString("previous"));
    }

    @Override
    public String payload() {
        return Json.write(
                Value.fields("at", at.toString(), "act", act, "actor", actor, "subject", subject, "detail", detail));
    }

    @Override
    public String hash() {
        return CountedChain.hash(previous, CHAIN, seq, payload());
    }
}
