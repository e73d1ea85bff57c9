package dev.runbook.store.database;

import java.sql.SQLException;
import java.util.Optional;

/// What a failed statement leaves behind.
///
/// See <https://www.postgresql.org/docs/18/errcodes-appendix.html>.
public enum SqlFault {
    /// The transaction was taken back to let another one through; trying again may work.
    LOST_A_RACE,
    /// The transaction was refused; trying the same again will not help.
    REFUSED,
    /// The database went away; the transaction may be durable or not.
    OUTCOME_UNKNOWN;

    public static SqlFault of(SQLException e) {
        var state = Optional.ofNullable(e.getSQLState()).orElse("");
        if (state.equals("40001") || state.equals("40P01")) return LOST_A_RACE;
        if (state.length() < 5) return OUTCOME_UNKNOWN;
        return switch (state.substring(0, 2)) {
            // Connection lost, transaction in doubt, shut down, system error, internal error.
            case "08", "40", "57", "58", "XX" -> OUTCOME_UNKNOWN;
            default -> REFUSED;
        };
    }

    /// What went wrong and what to do, for people.
    public static String reason(SQLException e) {
        var state = Optional.ofNullable(e.getSQLState()).orElse("");
        if (state.equals("53100")) return "the disk that holds the database is full: free some space there";
        if (state.equals("25006")) return "the database is read-only: connect to its primary";
        if (state.startsWith("08") || state.startsWith("57P")) return "the database does not answer: " + e.getMessage();
        return String.valueOf(e.getMessage());
    }
}
