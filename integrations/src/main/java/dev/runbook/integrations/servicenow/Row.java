package dev.runbook.integrations.servicenow;

import dev.runbook.integrations.edge.Nodes;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// A row of a table, read with `sysparm_display_value=all`: each column has what the database holds, and what people
/// see.
record Row(JsonNode node) {

    /// What the database holds; empty when there is no such column, or nothing in it.
    String value(String column) {
        return Nodes.text(node, column, "value")
                .or(() -> Nodes.text(node, column))
                .orElse("");
    }

    /// What people see; what the database holds where nothing else is shown.
    String shown(String column) {
        return Nodes.text(node, column, "display_value").orElseGet(() -> value(column));
    }

    Optional<Instant> time(String column) {
        return EncodedQuery.time(value(column));
    }

    String id() {
        return value("sys_id");
    }
}
