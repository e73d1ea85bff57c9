package dev.runbook.integrations.servicenow;

import dev.runbook.core.capability.Integration;
import dev.runbook.core.capability.Scope;
import dev.runbook.core.capability.Ticketing;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.Arguments;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Occurrence;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.value.Digest;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.BaseUrl;
import dev.runbook.integrations.edge.Cut;
import dev.runbook.integrations.edge.Fault;
import dev.runbook.integrations.edge.Harvest;
import dev.runbook.integrations.edge.LiveVendor;
import dev.runbook.integrations.edge.Outside;
import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.Scrubber;
import dev.runbook.integrations.edge.Secret;
import dev.runbook.integrations.edge.Unanswered;
import dev.runbook.integrations.edge.Variables;
import dev.runbook.integrations.registry.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// ServiceNow, live. What we create carries our idempotency key in `correlation_id`; a note carries it in its
/// text.
public final class ServiceNow extends LiveVendor implements Ticketing {

    private static final String INCIDENT = "incident";
    private static final String CHANGE = "change_request";
    private static final String COLUMN = "[a-z][a-z0-9_]{0,79}";
    private static final String NUMBER = "[A-Za-z]{2,10}\\d{4,20}";
    private static final List<String> INCIDENT_COLUMNS =
            List.of("sys_id", "number", "state", "short_description", "description", "opened_at", "correlation_id");
    private static final List<String> CHANGE_COLUMNS = List.of(
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
            "work_start");

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

    private static final String RESOLVED = "6";
    private static final String CLOSED = "7";

    /// More incidents than anybody reads.
    private static final int MOST_INCIDENTS = 100;

    private static final int TITLE = 160;

    /// Descriptions and close notes hold no more; the rest would be dropped silently.
    private static final int TEXT = 4000;

    private static final String GOES_ON = "\n(cut)";

    /// Columns that are written and always read back empty.
    private static final Set<String> JOURNALS = Set.of("work_notes", "comments", "comments_and_work_notes");

    private final TableApi tables;
    private final ChangeApi changes;
    private final Settings settings;

    /// What differs from instance to instance.
    ///
    /// @param closeCode the value that an incident is closed with
    /// @param caller the `sys_id` of the user that our incidents are opened for, where the instance wants one
    /// @param group the `sys_id` of the group that our incidents are assigned to
    private record Settings(String closeCode, Optional<String> caller, Optional<String> group) {}

    private ServiceNow(TableApi tables, Settings settings) {
        super(tables.http().edge());
        this.tables = tables;
        changes = new ChangeApi(tables.http());
        this.settings = settings;
    }

    /// Makes the client from the variables that `.env.example` lists.
    public static Integration create(Variables variables, Outside outside) {
        var user = variables.required("SERVICENOW_USERNAME");
        var password = variables.secret("SERVICENOW_PASSWORD");
        var basic = new Secret("Basic "
                + Base64.getEncoder()
                        .encodeToString((user + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8)));
        var http = outside.http(
                outside.edge("servicenow"),
                base(variables),
                new ServiceNowDialect(Map.of("Authorization", basic)),
                new Scrubber(List.of(password, basic)));
        return new ServiceNow(
                new TableApi(http),
                new Settings(
                        variables.optional("SERVICENOW_CLOSE_CODE").orElse("Solution provided"),
                        variables.optional("SERVICENOW_CALLER_ID"),
                        variables.optional("SERVICENOW_ASSIGNMENT_GROUP")));
    }

    /// An instance is given by its name or its host.
    private static BaseUrl base(Variables variables) {
        if (variables.optional("SERVICENOW_BASE_URL").isPresent()) return variables.url("SERVICENOW_BASE_URL", "");
        var instance = variables
                .optional("SERVICENOW_INSTANCE")
                .orElseThrow(() -> new ConfigurationException("servicenow is live but SERVICENOW_INSTANCE is not set;"
                        + " set it, or set SERVICENOW_MODE=mock"));
        return BaseUrl.parse(
                "SERVICENOW_INSTANCE",
                "https://" + (instance.contains(".") ? instance : instance + ".service-now.com"));
    }

    @Override
    public Observation recentChanges(Scope scope, Duration timeframe, CallContext context) throws InterruptedException {
        return look(context, patience -> {
            var now = edge().clock().instant();
            var from = now.minus(timeframe);
            var rows = tables.rows(CHANGE, changesSince(scope, from), CHANGE_COLUMNS, Integer.MAX_VALUE, patience);
            // Conditions on columns that an instance lacks are dropped silently, so each is checked again.
            var changes = rows.items().stream()
                    .flatMap(row -> change(row, scope).stream())
                    .filter(change ->
                            !change.at().isBefore(from) && !change.at().isAfter(now))
                    .sorted(Comparator.comparing(Change::at))
                    .toList();
            return answer(
                    changes.stream().map(Change::content).toList(),
                    changes.stream().map(Change::output).toList(),
                    rows.gap());
        });
    }

    private static EncodedQuery changesSince(Scope scope, Instant from) {
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

    @Override
    public Observation findIncidents(String query, CallContext context) throws InterruptedException {
        return look(context, patience -> {
            var words = Arrays.stream(query.strip().split("\\s+"))
                    .filter(w -> !w.isEmpty())
                    .toList();
            var asked = EncodedQuery.ALL;
            for (var word : words)
                asked = asked.any(List.of("short_description", "description", "number"), "LIKE", word);
            var rows = tables.rows(
                            INCIDENT, asked.newestBy("opened_at"), INCIDENT_COLUMNS, MOST_INCIDENTS + 1, patience)
                    .cappedAt(MOST_INCIDENTS, name());
            var items = rows.items().stream()
                    .filter(row -> matches(row, words))
                    .map(row -> Value.fields(
                            "number", row.value("number"),
                            "state", row.shown("state").toLowerCase(Locale.ROOT),
                            "title", row.value("short_description"),
                            "opened_at", row.time("opened_at").orElse(null)))
                    .toList();
            return facts(query, "incidents", items, rows.gap());
        });
    }

    private static boolean matches(Row row, List<String> words) {
        var text = (row.value("short_description") + " " + row.value("description") + " " + row.value("number"))
                .toLowerCase(Locale.ROOT);
        return words.stream().allMatch(word -> text.contains(word.toLowerCase(Locale.ROOT)));
    }

    @Override
    public Observation configurationItem(String name, CallContext context) throws InterruptedException {
        return look(context, patience -> {
            var items = items(name, patience);
            return facts(
                    name,
                    "configuration item",
                    items.items().stream()
                            .map(row -> Value.fields(
                                    "name", row.shown("name"),
                                    "kind", row.shown("sys_class_name"),
                                    "state", row.shown("operational_status").toLowerCase(Locale.ROOT),
                                    "environment", row.shown("environment"),
                                    "owner",
                                            Stream.of("support_group", "managed_by", "owned_by")
                                                    .map(row::shown)
                                                    .filter(owner -> !owner.isEmpty())
                                                    .findFirst()
                                                    .orElse("")))
                            .toList(),
                    items.gap());
        });
    }

    private Harvest<Row> items(String name, Patience patience) throws Unanswered, InterruptedException {
        var query = EncodedQuery.ALL.and("name", "=", name).newestBy("sys_updated_on");
        var rows = tables.rows("cmdb_ci", query, ITEM_COLUMNS, MOST_ITEMS + 1, patience)
                .cappedAt(MOST_ITEMS, name());
        return new Harvest<>(
                rows.items().stream()
                        .filter(row -> row.shown("name").equalsIgnoreCase(name))
                        .toList(),
                rows.gap());
    }

    @Override
    public Observation itemRelations(String name, CallContext context) throws InterruptedException {
        return look(context, patience -> {
            var query = EncodedQuery.ALL
                    .any(List.of("parent.name", "child.name"), "=", name)
                    .newestBy("sys_updated_on");
            var rows = tables.rows("cmdb_rel_ci", query, RELATION_COLUMNS, Integer.MAX_VALUE, patience);
            var relations = rows.items().stream()
                    .filter(row -> row.shown("parent").equalsIgnoreCase(name)
                            || row.shown("child").equalsIgnoreCase(name))
                    .toList();
            // A relation reads from its parent to its child: `Depends on::Used by`.
            var edges = relations.stream()
                    .map(row -> new Content.Edge(row.shown("parent"), row.shown("child")))
                    .distinct()
                    .toList();
            return answer(
                    edges.isEmpty() ? List.of() : List.of(new Content.Dependencies(edges)),
                    relations.stream()
                            .map(row -> Value.fields(
                                    "from", row.shown("parent"),
                                    "to", row.shown("child"),
                                    "kind", row.shown("type")))
                            .toList(),
                    rows.gap());
        });
    }

    @Override
    public Outcome createChange(
            String component, String title, String description, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(context, patience -> {
            var existing = byCorrelation(CHANGE, key, patience);
            if (existing.isPresent()) return new Outcome.Done(result(existing.get()));
            var item = items(component, patience).items().stream()
                    .findFirst()
                    .orElseThrow(() -> refused("servicenow has no configuration item '" + component + "'"));
            var columns = Value.fields(
                    "short_description",
                    Cut.at(TITLE, title),
                    "description",
                    Cut.at(TEXT, description.isBlank() ? title : description, GOES_ON),
                    "cmdb_ci",
                    item.id(),
                    "correlation_id",
                    correlation(key),
                    "correlation_display",
                    "Runbook");
            var change = changes.create(columns, patience);
            var ignored = ChangeApi.ignored(change);
            return new Outcome.Done(
                    ignored.isEmpty()
                            ? result(change)
                            : result(change)
                                    .with(Value.fields("ignored_fields", ignored)
                                            .fields()));
        });
    }

    @Override
    public Outcome moveChange(String number, String state, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(context, patience -> {
            var change = change(number, patience);
            var wanted = ChangeApi.stateOf(state)
                    .orElseThrow(() -> refused("'" + state + "' is no state of a change; there are "
                            + String.join(", ", ChangeApi.STATES.keySet())));
            if (ChangeApi.number(change.value("state")).equals(wanted)) return new Outcome.Done(result(change));
            var next = changes.nextStates(change.id(), patience);
            if (!next.contains(wanted))
                throw refused("servicenow does not lead " + number + " from '" + change.shown("state") + "' to '"
                        + state + "' in one step");
            var moved = changes.move(change.id(), wanted, patience);
            if (!ChangeApi.number(moved.value("state")).equals(wanted))
                throw refused("servicenow took the move of " + number + " and left it '" + moved.shown("state") + "'");
            return new Outcome.Done(result(moved));
        });
    }

    /// The change request of this number.
    private Row change(String given, Patience patience) throws Unanswered, InterruptedException {
        var number = id("change number", given, NUMBER);
        var query = EncodedQuery.ALL.and("number", "=", number).newestBy("sys_created_on");
        return tables.rows(CHANGE, query, CHANGE_COLUMNS, 1, patience).items().stream()
                .filter(row -> row.value("number").equalsIgnoreCase(number))
                .findFirst()
                .orElseThrow(() -> refused("servicenow has no change '" + number + "', or hides it from us"));
    }

    @Override
    public Outcome createIncident(String title, String description, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(context, patience -> {
            var existing = byCorrelation(INCIDENT, key, patience);
            if (existing.isPresent()) return new Outcome.Done(result(existing.get()));
            var columns = Value.fields(
                    "short_description",
                    Cut.at(TITLE, title),
                    "description",
                    Cut.at(TEXT, description.isBlank() ? title : description, GOES_ON),
                    "correlation_id",
                    correlation(key),
                    "correlation_display",
                    "Runbook");
            if (settings.caller().isPresent())
                columns = columns.with(
                        Map.of("caller_id", Value.text(settings.caller().get())));
            if (settings.group().isPresent())
                columns = columns.with(
                        Map.of("assignment_group", Value.text(settings.group().get())));
            var created = tables.create(INCIDENT, columns, INCIDENT_COLUMNS, patience);
            if (!created.value("correlation_id").equals(correlation(key)))
                return new Outcome.Done(result(created)
                        .with(Value.fields("ignored_fields", List.of("correlation_id"))
                                .fields()));
            return new Outcome.Done(result(created));
        });
    }

    @Override
    public Outcome updateIncident(String number, Value.Fields changes, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(context, patience -> {
            if (changes.fields().isEmpty()) throw refused("'changes' names no column");
            for (var column : changes.fields().keySet()) {
                if (!column.matches(COLUMN)) throw refused("'" + column + "' is no column of servicenow");
                if (JOURNALS.contains(column))
                    throw refused("'" + column + "' is a journal; ticketing.add_work_note adds to it");
            }
            var incident = incident(number, patience);
            // All values of the Table API are texts.
            var texts = new TreeMap<String, Value>();
            changes.fields().forEach((column, value) -> texts.put(column, Value.text(value.display())));
            var updated = tables.update(INCIDENT, incident.id(), new Value.Fields(texts), columns(changes), patience);
            var left = untaken(updated, changes);
            if (!left.isEmpty())
                throw refused("servicenow took the change of " + number + " and did not set " + String.join(", ", left)
                        + "; see whether there are such columns, and which rules of the instance keep them");
            return new Outcome.Done(result(updated));
        });
    }

    private static List<String> columns(Value.Fields changes) {
        return Stream.concat(INCIDENT_COLUMNS.stream(), changes.fields().keySet().stream())
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

    /// The column takes 100 characters, a key may have 255.
    private static String correlation(IdempotencyKey key) {
        return "runbook:" + Digest.of(key.key()).hex();
    }

    private Optional<Row> byCorrelation(String table, IdempotencyKey key, Patience patience)
            throws Unanswered, InterruptedException {
        var wanted = correlation(key);
        var query = EncodedQuery.ALL.and("correlation_id", "=", wanted).newestBy("sys_created_on");
        return tables.rows(table, query, INCIDENT_COLUMNS, 1, patience).items().stream()
                .filter(row -> row.value("correlation_id").equals(wanted))
                .findFirst();
    }

    private static Value.Fields result(Row row) {
        return Value.fields(
                "number", row.value("number"),
                "sys_id", row.id(),
                "state", row.shown("state").toLowerCase(Locale.ROOT));
    }

    /// The incident of this number.
    private Row incident(String given, Patience patience) throws Unanswered, InterruptedException {
        return incident(given, INCIDENT_COLUMNS, patience);
    }

    private Row incident(String given, List<String> columns, Patience patience)
            throws Unanswered, InterruptedException {
        var number = id("incident number", given, NUMBER);
        var query = EncodedQuery.ALL.and("number", "=", number).newestBy("sys_created_on");
        return tables.rows(INCIDENT, query, columns, 1, patience).items().stream()
                .filter(row -> row.value("number").equalsIgnoreCase(number))
                .findFirst()
                .orElseThrow(() -> refused("servicenow has no incident '" + number + "', or hides it from us"));
    }

    @Override
    public Outcome addWorkNote(String number, String text, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(context, patience -> {
            var incident = incident(number, patience);
            if (!noted(incident, key, patience))
                tables.update(
                        INCIDENT,
                        incident.id(),
                        Value.fields("work_notes", text + "\n" + marker(key)),
                        INCIDENT_COLUMNS,
                        patience);
            return new Outcome.Done(result(incident));
        });
    }

    /// Whether the note with this key is in the journal; the column itself always reads empty.
    private boolean noted(Row incident, IdempotencyKey key, Patience patience) throws Unanswered, InterruptedException {
        var query = EncodedQuery.ALL
                .and("element_id", "=", incident.id())
                .and("element", "=", "work_notes")
                .and("value", "LIKE", marker(key))
                .newestBy("sys_created_on");
        return tables
                .rows("sys_journal_field", query, List.of("sys_id", "element_id", "value"), 1, patience)
                .items()
                .stream()
                .anyMatch(row -> row.value("value").contains(marker(key)));
    }

    @Override
    public Outcome resolveIncident(String number, String note, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(context, patience -> {
            var incident = incident(number, patience);
            if (isOver(incident)) return new Outcome.Done(result(incident));
            var columns = Value.fields(
                    "state",
                    RESOLVED,
                    "close_code",
                    settings.closeCode(),
                    "close_notes",
                    note.isBlank() ? "Resolved by Runbook." : Cut.at(TEXT, note, GOES_ON));
            var resolved = tables.update(INCIDENT, incident.id(), columns, INCIDENT_COLUMNS, patience);
            if (!isOver(resolved))
                throw new Unanswered(Fault.refused("servicenow took the resolution of " + number + " and left it '"
                        + resolved.shown("state") + "'; see which rule of the instance keeps it"));
            return new Outcome.Done(result(resolved));
        });
    }

    private static boolean isOver(Row incident) {
        return incident.value("state").equals(RESOLVED)
                || incident.value("state").equals(CLOSED);
    }

    @Override
    public Occurrence occurred(OperationName operation, Arguments arguments, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return recall(context, patience -> switch (operation.method()) {
            case "create_incident" ->
                byCorrelation(INCIDENT, key, patience)
                        .<Occurrence>map(row -> new Occurrence.Happened(result(row)))
                        .orElseGet(Occurrence.DidNotHappen::new);
            case "create_change" ->
                byCorrelation(CHANGE, key, patience)
                        .<Occurrence>map(row -> new Occurrence.Happened(result(row)))
                        .orElseGet(Occurrence.DidNotHappen::new);
            case "move_change" -> {
                var change = change(arguments.text("number"), patience);
                var there = ChangeApi.stateOf(arguments.text("state"))
                        .filter(ChangeApi.number(change.value("state"))::equals);
                yield happened(there.isPresent(), change);
            }
            case "add_work_note" -> {
                var incident = incident(arguments.text("number"), patience);
                yield happened(noted(incident, key, patience), incident);
            }
            case "update_incident" -> {
                var changes = arguments.fields("changes");
                var incident = incident(arguments.text("number"), columns(changes), patience);
                yield happened(untaken(incident, changes).isEmpty(), incident);
            }
            case "resolve_incident" -> {
                var incident = incident(arguments.text("number"), patience);
                yield happened(isOver(incident), incident);
            }
            default -> new Occurrence.CannotTell("servicenow keeps no record of " + operation);
        });
    }

    private static Occurrence happened(boolean so, Row incident) {
        return so ? new Occurrence.Happened(result(incident)) : new Occurrence.DidNotHappen();
    }

    @Override
    public List<Finding> check(Duration timeout) throws InterruptedException {
        var findings = new ArrayList<Finding>();
        for (var table : List.of(INCIDENT, CHANGE, "sys_journal_field", "cmdb_ci", "cmdb_rel_ci"))
            findings.add(find("read " + table, timeout, patience -> {
                var rows =
                        tables.rows(table, EncodedQuery.ALL.newestBy("sys_created_on"), List.of("sys_id"), 1, patience);
                return rows.items().isEmpty() ? "readable, and holds nothing we may see" : "readable";
            }));
        return findings;
    }
}
