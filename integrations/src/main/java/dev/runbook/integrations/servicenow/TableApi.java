package dev.runbook.integrations.servicenow;

import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.Answer;
import dev.runbook.integrations.edge.Fault;
import dev.runbook.integrations.edge.Harvest;
import dev.runbook.integrations.edge.Nodes;
import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.Rate;
import dev.runbook.integrations.edge.Request;
import dev.runbook.integrations.edge.Unanswered;
import java.util.List;
import java.util.Optional;

/// ServiceNow's Table API. Safe for use by many threads.
record TableApi(Instance instance) {

    /// The instance's own rules are per hour and not known; this keeps us polite.
    static final Rate RATE = Rate.perMinute("table", 600);

    private static final int PAGE = 100;

    /// Rows that match, in the order that the query asks for.
    ///
    /// @param columns those that are read; one that the table lacks is left out silently
    Harvest<Row> rows(String table, EncodedQuery query, List<String> columns, int most, Patience patience)
            throws Unanswered, InterruptedException {
        int limit = Math.min(PAGE, most);
        var request = Request.get(RATE, "/api/now/table/{}", table)
                .with("sysparm_query", query.text())
                .with("sysparm_fields", String.join(",", columns))
                .with("sysparm_display_value", "all")
                .with("sysparm_exclude_reference_link", true)
                .with("sysparm_limit", limit);
        return Harvest.of("servicenow", instance.edge().limits().pages(), most, (Optional<Integer> cursor) -> {
            int offset = cursor.orElse(0);
            var answer = page(request.with("sysparm_offset", offset), patience);
            if (answer.isEmpty()) return new Harvest.Page<>(List.of(), Optional.empty());
            var rows = Nodes.list(answer.get().body(), "result").stream()
                    .map(Row::new)
                    .toList();
            return new Harvest.Page<>(
                    rows,
                    goesOn(answer.get(), offset, limit, rows.size()) ? Optional.of(offset + limit) : Optional.empty());
        });
    }

    /// The first version of the API answers 404 where nothing matches.
    private Optional<Answer> page(Request request, Patience patience) throws Unanswered, InterruptedException {
        try {
            return Optional.of(instance.send(request, patience));
        } catch (Unanswered unanswered) {
            if (unanswered.fault().kind() == Fault.Kind.ABSENT
                    && unanswered.fault().reason().contains("No Record found")) return Optional.empty();
            throw unanswered;
        }
    }

    /// The limit is applied before access rules, so a short page need not be the last one.
    private static boolean goesOn(Answer answer, int offset, int limit, int rows) {
        var link = answer.header("Link");
        if (link.isPresent()) return link.get().contains("rel=\"next\"");
        var total = answer.header("X-Total-Count")
                .filter(t -> t.matches("\\d{1,9}"))
                .map(Integer::valueOf);
        return total.map(all -> offset + limit < all).orElse(rows == limit);
    }

    /// Creates a row.
    Row create(String table, Value.Fields columns, List<String> read, Patience patience)
            throws Unanswered, InterruptedException {
        return written(Request.of("POST", RATE, "/api/now/table/{}", table).json(columns), read, patience);
    }

    /// Changes columns of a row, and only those.
    Row update(String table, String id, Value.Fields columns, List<String> read, Patience patience)
            throws Unanswered, InterruptedException {
        return written(
                Request.of("PATCH", RATE, "/api/now/table/{}/{}", table, id).json(columns), read, patience);
    }

    private Row written(Request request, List<String> read, Patience patience) throws Unanswered, InterruptedException {
        var asked = request.with("sysparm_fields", String.join(",", read)).with("sysparm_display_value", "all");
        var row = new Row(instance.send(asked, patience).body().path("result"));
        if (row.id().isEmpty())
            throw new Unanswered(Fault.of(
                    Fault.Kind.UNREADABLE,
                    "servicenow answered " + request.method() + " " + request.path() + " without a row",
                    true));
        return row;
    }
}
