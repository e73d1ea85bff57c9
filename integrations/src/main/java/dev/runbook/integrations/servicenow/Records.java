package dev.runbook.integrations.servicenow;

import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Occurrence;
import dev.runbook.core.value.Digest;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.Fault;
import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.Unanswered;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What incidents and changes have in common: people know them by a number, and those that we created carry
/// the digest of our idempotency key. Safe for use by many threads.
///
/// @param table where they are
/// @param kind what one of them is called, for people
/// @param columns those that are read
record Records(TableApi tables, String table, String kind, List<String> columns) {

    private static final String NUMBER = "[A-Za-z]{2,10}\\d{4,20}";

    /// A title holds no more.
    static final int TITLE = 160;

    /// Descriptions and close notes hold no more; the rest would be dropped silently.
    static final int TEXT = 4000;

    /// What a text ends with that was cut.
    static final String GOES_ON = "\n(cut)";

    /// The column takes 100 characters, a key may have 255.
    static String correlation(IdempotencyKey key) {
        return "runbook:" + Digest.of(key.key()).hex();
    }

    /// The one that was created under a key.
    Optional<Row> created(IdempotencyKey key, Patience patience) throws Unanswered, InterruptedException {
        var wanted = correlation(key);
        var query = EncodedQuery.ALL.and("correlation_id", "=", wanted).newestBy("sys_created_on");
        return tables.rows(table, query, columns, 1, patience).items().stream()
                .filter(row -> row.value("correlation_id").equals(wanted))
                .findFirst();
    }

    /// Whether one was created under a key.
    Occurrence occurred(IdempotencyKey key, Patience patience) throws Unanswered, InterruptedException {
        return created(key, patience)
                .<Occurrence>map(row -> new Occurrence.Happened(result(row)))
                .orElseGet(Occurrence.DidNotHappen::new);
    }

    /// The one of a number.
    Row numbered(String given, Patience patience) throws Unanswered, InterruptedException {
        return numbered(given, columns, patience);
    }

    /// The one of a number, with columns beside its usual ones.
    Row numbered(String given, List<String> wanted, Patience patience) throws Unanswered, InterruptedException {
        var number = given.strip();
        if (!number.matches(NUMBER)) throw refused("'" + given + "' is no " + kind + " number of servicenow");
        var query = EncodedQuery.ALL.and("number", "=", number).newestBy("sys_created_on");
        return tables.rows(table, query, wanted, 1, patience).items().stream()
                .filter(row -> row.value("number").equalsIgnoreCase(number))
                .findFirst()
                .orElseThrow(() -> refused("servicenow has no " + kind + " '" + number + "', or hides it from us"));
    }

    static Value.Fields result(Row row) {
        return Value.fields(
                "number", row.value("number"),
                "sys_id", row.id(),
                "state", row.shown("state").toLowerCase(Locale.ROOT));
    }

    /// The result of a write that left columns out.
    static Value.Fields result(Row row, List<String> ignored) {
        return ignored.isEmpty()
                ? result(row)
                : result(row).with(Value.fields("ignored_fields", ignored).fields());
    }

    static Occurrence happened(boolean so, Row row) {
        return so ? new Occurrence.Happened(result(row)) : new Occurrence.DidNotHappen();
    }

    /// What was asked for cannot be.
    static Unanswered refused(String reason) {
        return new Unanswered(Fault.refused(reason));
    }
}
