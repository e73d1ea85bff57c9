package dev.runbook.app.web.casefile;

import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.value.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/// Facts that have no shape of their own, as a table.
///
/// @param rows as wide as `columns`; an empty text where there is no value
public record FactTable(String title, List<String> columns, List<List<String>> rows, List<String> evidence) {

    private record Group(List<Map<String, Value>> rows, List<String> evidence) {}

    /// One table for each list of facts, and one for all components of whom the same is known.
    static List<FactTable> of(Collection<Evidence> evidence) {
        var groups = new LinkedHashMap<String, Group>();
        for (var piece : evidence)
            if (piece.content() instanceof Content.Facts facts)
                take(facts, piece.id().id(), groups);
        return groups.entrySet().stream()
                .map(group -> table(group.getKey(), group.getValue()))
                .filter(table -> !table.rows.isEmpty())
                .toList();
    }

    /// The tables of one piece of evidence; none when it holds no facts.
    public static List<FactTable> of(Evidence piece) {
        return of(List.of(piece));
    }

    private static void take(Content.Facts facts, String id, Map<String, Group> groups) {
        switch (facts.facts()) {
            case Value.Items(var items) -> {
                var group = group(facts.title() + " of " + facts.about(), id, groups);
                group.rows.clear();
                items.forEach(item -> group.rows.add(fields(item)));
            }
            case Value.Fields(var fields) -> {
                var row = new LinkedHashMap<String, Value>();
                row.put("of", Value.text(facts.about()));
                row.putAll(fields);
                var group = group(facts.title(), id, groups);
                group.rows.removeIf(before -> Value.text(facts.about()).equals(before.get("of")));
                group.rows.add(row);
            }
            case Value other -> {
                var group = group(facts.title() + " of " + facts.about(), id, groups);
                group.rows.clear();
                group.rows.add(fields(other));
            }
        }
    }

    private static Group group(String title, String id, Map<String, Group> groups) {
        var group = groups.computeIfAbsent(title, _ -> new Group(new ArrayList<>(), new ArrayList<>()));
        group.evidence.add(id);
        return group;
    }

    private static Map<String, Value> fields(Value value) {
        return value instanceof Value.Fields(var fields) ? fields : Map.of("value", value);
    }

    private static FactTable table(String title, Group group) {
        var columns = new LinkedHashSet<String>();
        for (var row : group.rows)
            row.forEach((name, value) -> {
                if (!(value instanceof Value.Nothing)) columns.add(name);
            });
        var rows = group.rows.stream()
                .map(row -> columns.stream().map(column -> text(row, column)).toList())
                .toList();
        return new FactTable(title, List.copyOf(columns), rows, List.copyOf(group.evidence));
    }

    private static String text(Map<String, Value> row, String column) {
        var value = row.getOrDefault(column, new Value.Nothing());
        return value instanceof Value.Nothing ? "" : value.display();
    }
}
