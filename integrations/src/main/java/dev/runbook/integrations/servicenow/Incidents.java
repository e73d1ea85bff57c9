package dev.runbook.integrations.servicenow;

import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Occurrence;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.Answers;
import dev.runbook.integrations.edge.Cut;
import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.Unanswered;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The incidents of an instance. Safe for use by many threads.
record Incidents(Records records, Settings settings) {

    static final String TABLE = "incident";
    static final String JOURNAL = "sys_journal_field";

    private static final String COLUMN = "[a-z][a-z0-9_]{0,79}";
    private static final List<String> COLUMNS =
            List.of("sys_id", "number", "state", "short_description", "description", "opened_at", "correlation_id");

    private static final String RESOLVED = "6";
    private static final String CLOSED = "7";

    /// More incidents than anybody reads.
    private static final int MOST = 100;

    /// Columns that are written and always read back empty.
    private static final Set<String> JOURNALS = Set.of("work_notes", "comments", "comments_and_work_notes");

    /// What differs from instance to instance.
    ///
    /// @param closeCode the value that an incident is closed with
    /// @param caller the `sys_id` of the user that our incidents are opened for, where the instance wants one
    /// @param group the `sys_id` of the group that our incidents are assigned to
    record Settings(String closeCode, Optional<String> caller, Optional<String> group) {}

    static Incidents of(TableApi tables, Settings settings) {
        return new Incidents(new Records(tables, TABLE, "incident", COLUMNS), settings);
    }

    private TableApi tables() {
        return records.tables();
    }

    /// The incidents that hold all words of a query.
    Observation find(String query, Patience patience) throws Unanswered, InterruptedException {
        var words = Arrays.stream(query.strip().split("\\s+"))
                .filter(w -> !w.isEmpty())
                .toList();
        var asked = EncodedQuery.ALL;
        for (var word : words) asked = asked.any(List.of("short_description", "description", "number"), "LIKE", word);
        var rows = tables().rows(TABLE, asked.newestBy("opened_at"), COLUMNS, MOST + 1, patience)
                .cappedAt(MOST, "servicenow");
        var items = rows.items().stream()
                .filter(row -> matches(row, words))
                .map(row -> Value.fields(
                        "number", row.value("number"),
                        "state", row.shown("state").toLowerCase(Locale.ROOT),
                        "title", row.value("short_description"),
                        "opened_at", row.time("opened_at").orElse(null)))
                .toList();
        return Answers.facts(query, "incidents", items, rows.gap());
    }

    private static boolean matches(Row row, List<String> words) {
        var text = (row.value("short_description") + " " + row.value("description") + " " + row.value("number"))
                .toLowerCase(Locale.ROOT);
        return words.stream().allMatch(word -> text.contains(word.toLowerCase(Locale.ROOT)));
    }

    /// Opens an incident, once for each key.
    Outcome create(String title, String description, IdempotencyKey key, Patience patience)
            throws Unanswered, InterruptedException {
        var existing = records.created(key, patience);
        if (existing.isPresent()) return new Outcome.Done(Records.result(existing.get()));
        var columns = new TreeMap<String, Value>(Value.fields(
                        "short_description",
                        Cut.at(Records.TITLE, title),
                        "description",
                        Cut.at(Records.TEXT, description.isBlank() ? title : description, Records.GOES_ON),
                        "correlation_id",
                        Records.correlation(key),
                        "correlation_display",
                        "Runbook")
                .fields());
        settings.caller().ifPresent(caller -> columns.put("caller_id", Value.text(caller)));
        settings.group().ifPresent(group -> columns.put("assignment_group", Value.text(group)));
        var created = tables().create(TABLE, new Value.Fields(columns), COLUMNS, patience);
        var kept = created.value("correlation_id").equals(Records.correlation(key));
        return new Outcome.Done(Records.result(created, kept ? List.of() : List.of("correlation_id")));
    }

    /// Sets columns of an incident.
    Outcome update(String number, Value.Fields changes, Patience patience) throws Unanswered, InterruptedException {
        if (changes.fields().isEmpty()) throw Records.refused("'changes' names no column");
        for (var column : changes.fields().keySet()) {
            if (!column.matches(COLUMN)) throw Records.refused("'" + column + "' is no column of servicenow");
            if (JOURNALS.contains(column))
                throw Records.refused("'" + column + "' is a journal; ticketing.add_work_note adds to it");
        }
        var incident = records.numbered(number, patience);
        // All values of the Table API are texts.
        var texts = new TreeMap<String, Value>();
        changes.fields().forEach((column, value) -> texts.put(column, Value.text(value.display())));
        var updated = tables().update(TABLE, incident.id(), new Value.Fields(texts), columns(changes), patience);
        var left = untaken(updated, changes);
        if (!left.isEmpty())
            throw Records.refused("servicenow took the change of " + number + " and did not set "
                    + String.join(", ", left)
                    + "; see whether there are such columns, and which rules of the instance keep them");
        return new Outcome.Done(Records.result(updated));
    }

    /// Whether columns have the values that they were to get.
    Occurrence updated(String number, Value.Fields changes, Patience patience) throws Unanswered, InterruptedException {
        var incident = records.numbered(number, columns(changes), patience);
        return Records.happened(untaken(incident, changes).isEmpty(), incident);
    }

    private static List<String> columns(Value.Fields changes) {
        return Stream.concat(COLUMNS.stream(), changes.fields().keySet().stream())
                .distinct()
                .toList();
    }

    /// The columns that do not hold what they should, neither as the database has it nor as people see it.
    private static List<String> untaken(Row row, Value.Fields changes) {
        return changes.fields().entrySet().stream()
                .filter(change ->
                        !row.value(change.getKey()).equals(change.getValue().display())
                                && !row.shown(change.getKey())
                                        .equalsIgnoreCase(change.getValue().display()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /// Adds a work note.
    ///
    /// @param mark what the note is found by, once for each key
    Outcome note(String number, String text, String mark, Patience patience) throws Unanswered, InterruptedException {
        var incident = records.numbered(number, patience);
        if (!noted(incident, mark, patience))
            tables().update(TABLE, incident.id(), Value.fields("work_notes", text + "\n" + mark), COLUMNS, patience);
        return new Outcome.Done(Records.result(incident));
    }

    /// Whether a note is there.
    Occurrence noted(String number, String mark, Patience patience) throws Unanswered, InterruptedException {
        var incident = records.numbered(number, patience);
        return Records.happened(noted(incident, mark, patience), incident);
    }

    /// Whether the note is in the journal; the column itself always reads empty.
    private boolean noted(Row incident, String mark, Patience patience) throws Unanswered, InterruptedException {
        var query = EncodedQuery.ALL
                .and("element_id", "=", incident.id())
                .and("element", "=", "work_notes")
                .and("value", "LIKE", mark)
                .newestBy("sys_created_on");
        return tables().rows(JOURNAL, query, List.of("sys_id", "element_id", "value"), 1, patience).items().stream()
                .anyMatch(row -> row.value("value").contains(mark));
    }

    /// Resolves an incident that is not over.
    Outcome resolve(String number, String note, Patience patience) throws Unanswered, InterruptedException {
        var incident = records.numbered(number, patience);
        if (isOver(incident)) return new Outcome.Done(Records.result(incident));
        var columns = Value.fields(
                "state",
                RESOLVED,
                "close_code",
                settings.closeCode(),
                "close_notes",
                note.isBlank() ? "Resolved by Runbook." : Cut.at(Records.TEXT, note, Records.GOES_ON));
        var resolved = tables().update(TABLE, incident.id(), columns, COLUMNS, patience);
        if (!isOver(resolved))
            throw Records.refused("servicenow took the resolution of " + number + " and left it '"
                    + resolved.shown("state") + "'; see which rule of the instance keeps it");
        return new Outcome.Done(Records.result(resolved));
    }

    /// Whether an incident is over.
    Occurrence resolved(String number, Patience patience) throws Unanswered, InterruptedException {
        var incident = records.numbered(number, patience);
        return Records.happened(isOver(incident), incident);
    }

    private static boolean isOver(Row incident) {
        return incident.value("state").equals(RESOLVED)
                || incident.value("state").equals(CLOSED);
    }
}
