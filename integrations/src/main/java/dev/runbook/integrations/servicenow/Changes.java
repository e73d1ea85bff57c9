package dev.runbook.integrations.servicenow;

import dev.runbook.core.capability.Scope;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Occurrence;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.Answers;
import dev.runbook.integrations.edge.Cut;
import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.Unanswered;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// The change requests of an instance: which were made, and those of ours. Safe for use by many threads.
record Changes(Records requests, ChangeApi api, ConfigurationItems items) {

    static final String TABLE = "change_request";

    private static final List<String> COLUMNS = List.of(
            "sys_id",
            "number",
            "type",
            "category",
            "state",
            "short_description",
            "cmdb_ci",
            "business_service",
            "assigned_to",
            "opened_by",
            "start_date",
            "work_start",
            "correlation_id");

    static Changes of(TableApi tables) {
        return new Changes(
                new Records(tables, TABLE, "change", COLUMNS),
                new ChangeApi(tables.instance()),
                new ConfigurationItems(tables));
    }

    /// The changes that began within a time before now.
    Observation recent(Scope scope, Duration timeframe, Instant now, Patience patience)
            throws Unanswered, InterruptedException {
        var from = now.minus(timeframe);
        var rows = requests.tables().rows(TABLE, since(scope, from), COLUMNS, Integer.MAX_VALUE, patience);
        // Conditions on columns that an instance lacks are dropped silently, so each is checked again.
        var changes = rows.items().stream()
                .flatMap(row -> change(row, scope).stream())
                .filter(change -> !change.at().isBefore(from) && !change.at().isAfter(now))
                .sorted(Comparator.comparing(Change::at))
                .toList();
        return Answers.answer(
                changes.stream().map(Change::content).toList(),
                changes.stream().map(Change::output).toList(),
                rows.gap());
    }

    private static EncodedQuery since(Scope scope, Instant from) {
        var names = Stream.concat(scope.host().stream(), scope.service().stream())
                .distinct()
                .map(name -> EncodedQuery.ALL.any(List.of("cmdb_ci.name", "business_service.name"), "=", name))
                .toList();
        return EncodedQuery.ALL
                .either(names)
                .any(List.of("work_start", "start_date"), ">=", EncodedQuery.time(from))
                .newestBy("start_date");
    }

    /// A change request that was to begin, or began, at a time.
    private record Change(Row row, String component, Instant at) {
        Content.ChangeMade content() {
            return new Content.ChangeMade(at, kind(), component, "", summary(), author());
        }

        Value.Fields output() {
            return Value.fields(
                    "number", row.value("number"),
                    "kind", kind(),
                    "component", component,
                    "summary", summary(),
                    "author", author(),
                    "time", at);
        }

        private String kind() {
            var category = row.shown("category").toLowerCase(Locale.ROOT);
            return category.isEmpty() || category.equals("other") ? "change" : category;
        }

        private String summary() {
            return row.value("number") + " " + row.shown("short_description") + " (" + row.shown("state") + ")";
        }

        private String author() {
            return row.shown("assigned_to").isEmpty() ? row.shown("opened_by") : row.shown("assigned_to");
        }
    }

    private static Optional<Change> change(Row row, Scope scope) {
        var at = row.time("work_start").or(() -> row.time("start_date"));
        if (at.isEmpty()) return Optional.empty();
        var named = Stream.of(row.shown("cmdb_ci"), row.shown("business_service"))
                .filter(name -> !name.isEmpty() && covers(scope, name))
                .findFirst();
        return named.map(name -> new Change(row, name, at.get()));
    }

    private static boolean covers(Scope scope, String name) {
        return (scope.host().isEmpty() && scope.service().isEmpty())
                || Stream.concat(scope.host().stream(), scope.service().stream())
                        .anyMatch(name::equalsIgnoreCase);
    }

    /// Opens a change, once for each key.
    Outcome create(String component, String title, String description, IdempotencyKey key, Patience patience)
            throws Unanswered, InterruptedException {
        var existing = requests.created(key, patience);
        if (existing.isPresent()) return new Outcome.Done(Records.result(existing.get()));
        var item = items.named(component, patience).items().stream()
                .findFirst()
                .orElseThrow(() -> Records.refused("servicenow has no configuration item '" + component + "'"));
        var change = api.create(
                Value.fields(
                        "short_description",
                        Cut.at(Records.TITLE, title),
                        "description",
                        Cut.at(Records.TEXT, description.isBlank() ? title : description, Records.GOES_ON),
                        "cmdb_ci",
                        item.id(),
                        "correlation_id",
                        Records.correlation(key),
                        "correlation_display",
                        "Runbook"),
                patience);
        return new Outcome.Done(Records.result(change, ChangeApi.ignored(change)));
    }

    /// Moves a change one step on.
    Outcome move(String number, String state, Patience patience) throws Unanswered, InterruptedException {
        var change = requests.numbered(number, patience);
        var wanted = ChangeApi.stateOf(state)
                .orElseThrow(() -> Records.refused("'" + state + "' is no state of a change; there are "
                        + String.join(", ", ChangeApi.STATES.keySet())));
        if (ChangeApi.number(change.value("state")).equals(wanted)) return new Outcome.Done(Records.result(change));
        var next = api.nextStates(change.id(), patience);
        if (!next.contains(wanted))
            throw Records.refused("servicenow does not lead " + number + " from '" + change.shown("state") + "' to '"
                    + state + "' in one step");
        var moved = api.move(change.id(), wanted, patience);
        if (!ChangeApi.number(moved.value("state")).equals(wanted))
            throw Records.refused(
                    "servicenow took the move of " + number + " and left it '" + moved.shown("state") + "'");
        return new Outcome.Done(Records.result(moved));
    }

    /// Whether a change is where it was to go.
    Occurrence moved(String number, String state, Patience patience) throws Unanswered, InterruptedException {
        var change = requests.numbered(number, patience);
        var there = ChangeApi.stateOf(state).filter(ChangeApi.number(change.value("state"))::equals);
        return Records.happened(there.isPresent(), change);
    }
}
