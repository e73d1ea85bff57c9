package dev.runbook.integrations.servicenow;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Writes ServiceNow's encoded queries. A caret separates conditions, so one inside a value is doubled.
///
/// @param text the conditions so far
record EncodedQuery(String text) {

    static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    static final EncodedQuery ALL = new EncodedQuery("");

    /// With one more condition, such as `number` `=` `INC0010001`.
    EncodedQuery and(String column, String operator, String value) {
        return then(condition(column, operator, value));
    }

    /// With one more condition that holds where any of these columns holds the value.
    EncodedQuery any(List<String> columns, String operator, String value) {
        return then(columns.stream()
                .map(column -> condition(column, operator, value))
                .collect(Collectors.joining("^OR")));
    }

    /// With alternatives that are written already.
    EncodedQuery either(List<EncodedQuery> alternatives) {
        return then(alternatives.stream().map(EncodedQuery::text).collect(Collectors.joining("^OR")));
    }

    /// The newest by a column first.
    EncodedQuery newestBy(String column) {
        return then("ORDERBYDESC" + column);
    }

    private EncodedQuery then(String condition) {
        if (condition.isEmpty()) return this;
        return new EncodedQuery(text.isEmpty() ? condition : text + "^" + condition);
    }

    private static String condition(String column, String operator, String value) {
        return column + operator + value.replaceAll("\\s+", " ").strip().replace("^", "^^");
    }

    static String time(Instant time) {
        return TIME.format(time);
    }

    /// A time as the database has it, in UTC; empty when it is none.
    static Optional<Instant> time(String text) {
        try {
            return Optional.of(LocalDateTime.parse(text, DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss"))
                    .toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
