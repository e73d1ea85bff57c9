package dev.runbook.integrations.servicenow;

import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.Answers;
import dev.runbook.integrations.edge.Harvest;
import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.Unanswered;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The configuration items of an instance and what depends on what. Safe for use by many threads.
record ConfigurationItems(TableApi tables) {

    static final String TABLE = "cmdb_ci";
    static final String RELATIONS = "cmdb_rel_ci";

    private static final List<String> ITEM_COLUMNS = List.of(
            "sys_id",
            "name",
            "sys_class_name",
            "operational_status",
            "environment",
            "support_group",
            "managed_by",
            "owned_by");
    private static final List<String> RELATION_COLUMNS = List.of("sys_id", "parent", "child", "type");

    /// More items of one name than an estate should have.
    private static final int MOST_ITEMS = 20;

    /// What is known of an item.
    Observation describe(String name, Patience patience) throws Unanswered, InterruptedException {
        var items = named(name, patience);
        return Answers.facts(
                name,
                "configuration item",
                items.items().stream().map(ConfigurationItems::line).toList(),
                items.gap());
    }

    private static Value.Fields line(Row row) {
        var owner = Stream.of("support_group", "managed_by", "owned_by")
                .map(row::shown)
                .filter(shown -> !shown.isEmpty())
                .findFirst()
                .orElse("");
        return Value.fields(
                "name", row.shown("name"),
                "kind", row.shown("sys_class_name"),
                "state", row.shown("operational_status").toLowerCase(Locale.ROOT),
                "environment", row.shown("environment"),
                "owner", owner);
    }

    /// The items of a name, whatever its case.
    Harvest<Row> named(String name, Patience patience) throws Unanswered, InterruptedException {
        var query = EncodedQuery.ALL.and("name", "=", name).newestBy("sys_updated_on");
        var rows = tables.rows(TABLE, query, ITEM_COLUMNS, MOST_ITEMS + 1, patience)
                .cappedAt(MOST_ITEMS, "servicenow");
        return new Harvest<>(
                rows.items().stream()
                        .filter(row -> row.shown("name").equalsIgnoreCase(name))
                        .toList(),
                rows.gap());
    }

    /// What an item depends on, and what depends on it.
    Observation relations(String name, Patience patience) throws Unanswered, InterruptedException {
        var query = EncodedQuery.ALL
                .any(List.of("parent.name", "child.name"), "=", name)
                .newestBy("sys_updated_on");
        var rows = tables.rows(RELATIONS, query, RELATION_COLUMNS, Integer.MAX_VALUE, patience);
        var relations = rows.items().stream()
                .filter(row -> row.shown("parent").equalsIgnoreCase(name)
                        || row.shown("child").equalsIgnoreCase(name))
                .toList();
        // A relation reads from its parent to its child: `Depends on::Used by`.
        var edges = relations.stream()
                .map(row -> new Content.Edge(row.shown("parent"), row.shown("child")))
                .distinct()
                .toList();
        return Answers.answer(
                edges.isEmpty() ? List.of() : List.of(new Content.Dependencies(edges)),
                relations.stream()
                        .map(row -> Value.fields(
                                "from", row.shown("parent"),
                                "to", row.shown("child"),
                                "kind", row.shown("type")))
                        .toList(),
                rows.gap());
    }
}
