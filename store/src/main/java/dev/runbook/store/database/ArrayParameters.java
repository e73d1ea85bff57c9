package dev.runbook.store.database;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Binds many rows to a statement as one array for each column, in the order of its parameters, for `unnest`.
public final class ArrayParameters {

    private final PreparedStatement statement;
    private int position;

    public ArrayParameters(PreparedStatement statement) {
        this(statement, 0);
    }

    /// @param bound how many parameters at the beginning are bound already
    public ArrayParameters(PreparedStatement statement, int bound) {
        this.statement = statement;
        this.position = bound;
    }

    /// The columns of these rows come next.
    public <T> Rows<T> of(Collection<T> rows) {
        return new Rows<>(rows);
    }

    /// Rows whose columns are bound one after another.
    public final class Rows<T> {
        private final Collection<T> rows;

        private Rows(Collection<T> rows) {
            this.rows = rows;
        }

        /// Text; what PostgreSQL does not take is replaced by a mark.
        public Rows<T> text(Function<T, @Nullable String> column) throws SQLException {
            var values = new @Nullable String[rows.size()];
            int i = 0;
            for (var row : rows) values[i++] = Storable.text(column.apply(row));
            return bind("text", values);
        }

        public Rows<T> whole(ToLongFunction<T> column) throws SQLException {
            var values = new Long[rows.size()];
            int i = 0;
            for (var row : rows) values[i++] = column.applyAsLong(row);
            return bind("int8", values);
        }

        /// Times, cut to the microseconds that PostgreSQL keeps.
        public Rows<T> time(Function<T, @Nullable Instant> column) throws SQLException {
            var values = new @Nullable String[rows.size()];
            int i = 0;
            for (var row : rows) values[i++] = Storable.time(column.apply(row));
            return bind("timestamptz", values);
        }

        private Rows<T> bind(String type, @Nullable Object[] values) throws SQLException {
            statement.setArray(++position, statement.getConnection().createArrayOf(type, values));
            return this;
        }
    }
}
