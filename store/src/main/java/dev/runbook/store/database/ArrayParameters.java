package dev.runbook.store.database;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Binds many rows to a statement as one array for each column, in the order of its parameters, for `unnest`.
public final class ArrayParameters {

    private final PreparedStatement statement;
    private int position;

    public ArrayParameters(PreparedStatement statement) {
        this.statement = statement;
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
            return bind("text", row -> storable(column.apply(row)));
        }

        public Rows<T> whole(ToLongFunction<T> column) throws SQLException {
            return bind("int8", column::applyAsLong);
        }

        /// Times, cut to the microseconds that PostgreSQL keeps.
        public Rows<T> time(Function<T, @Nullable Instant> column) throws SQLException {
            return bind("timestamptz", row -> {
                var time = column.apply(row);
                return time == null ? null : time.truncatedTo(ChronoUnit.MICROS).toString();
            });
        }

        private Rows<T> bind(String type, Function<T, @Nullable Object> column) throws SQLException {
            var values = new @Nullable Object[rows.size()];
            int i = 0;
            for (var row : rows) values[i++] = column.apply(row);
            statement.setArray(++position, statement.getConnection().createArrayOf(type, values));
            return this;
        }
    }

    private static @Nullable String storable(@Nullable String text) {
        if (text == null || text.chars().noneMatch(c -> c == 0 || Character.isSurrogate((char) c))) return text;
        return text.codePoints()
                .map(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) ? 0xFFFD : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
