package dev.runbook.store.database;

import java.sql.SQLException;
import java.util.Optional;

/// Says in one line why a database cannot be reached.
final class Unreachable {

    private Unreachable() {}

    static StoreException because(DatabaseUrl url, SQLException e) {
        var where = "the database " + url.address() + " ";
        var what = ": correct DATABASE_URL";
        return switch (Optional.ofNullable(e.getSQLState()).orElse("")) {
            case "28P01", "28000" -> new StoreException(where + "refuses user '" + url.user() + "'" + what, e);
            case "3D000" -> new StoreException(where + "does not exist: create it, or correct DATABASE_URL", e);
            case "53300" -> new StoreException(where + "has no connection left: raise its max_connections", e);
            case "08001", "08004", "08006" ->
                new StoreException(where + "does not answer: start it, or correct DATABASE_URL", e);
            default -> new StoreException(where + "cannot be used: " + e.getMessage(), e);
        };
    }
}
