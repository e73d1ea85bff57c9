package dev.runbook.store.journal;

import dev.runbook.store.database.CountedChain;
import java.sql.ResultSet;
import java.sql.SQLException;

/// Which entries the journal ended with at a time, for every incident that had grown since the seal before.
///
/// @param seq from 1, without gaps
/// @param previous the hash of the seal before it
/// @param payload a JSON object: `at`, and `heads` with the place and the hash of the last entry by incident
public record Seal(long seq, String previous, String payload) implements CountedChain.Entry {

    /// The name of the chain, which is hashed with each seal.
    static final String CHAIN = "seals";

    /// @param row of the table `seal`
    static Seal read(ResultSet row) throws SQLException {
        return new Seal(row.getLong("seq"), row.getString("previous"), row.getString("payload"));
    }

    @Override
    public String hash() {
        return CountedChain.hash(previous, CHAIN, seq, payload);
    }
}
