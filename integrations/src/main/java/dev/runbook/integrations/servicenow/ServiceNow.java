package dev.runbook.integrations.servicenow;

import dev.runbook.core.capability.Integration;
import dev.runbook.core.capability.Scope;
import dev.runbook.core.capability.Ticketing;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.Arguments;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Occurrence;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.LiveVendor;
import dev.runbook.integrations.edge.Outside;
import dev.runbook.integrations.edge.Variables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// ServiceNow, live. What we create carries our idempotency key in `correlation_id`; a note carries it in its
/// text.
public final class ServiceNow extends LiveVendor implements Ticketing {

    private final TableApi tables;
    private final Incidents incidents;
    private final Changes changes;
    private final ConfigurationItems items;

    private ServiceNow(TableApi tables, Incidents.Settings settings) {
        super(tables.instance().edge());
        this.tables = tables;
        incidents = Incidents.of(tables, settings);
        changes = Changes.of(tables);
        items = new ConfigurationItems(tables);
    }

    /// Makes the client from the variables that `.env.example` lists.
    public static Integration create(Variables variables, Outside outside) {
        return new ServiceNow(
                new TableApi(Instance.of(variables, outside)),
                new Incidents.Settings(
                        variables.optional("SERVICENOW_CLOSE_CODE").orElse("Solution provided"),
                        variables.optional("SERVICENOW_CALLER_ID"),
                        variables.optional("SERVICENOW_ASSIGNMENT_GROUP")));
    }

    @Override
    public Observation recentChanges(Scope scope, Duration timeframe, CallContext context) throws InterruptedException {
        return look(
                context,
                patience -> changes.recent(scope, timeframe, edge().clock().instant(), patience));
    }

    @Override
    public Observation findIncidents(String query, CallContext context) throws InterruptedException {
        return look(context, patience -> incidents.find(query, patience));
    }

    @Override
    public Observation configurationItem(String name, CallContext context) throws InterruptedException {
        return look(context, patience -> items.describe(name, patience));
    }

    @Override
    public Observation itemRelations(String name, CallContext context) throws InterruptedException {
        return look(context, patience -> items.relations(name, patience));
    }

    @Override
    public Outcome createChange(
            String component, String title, String description, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(context, patience -> changes.create(component, title, description, key, patience));
    }

    @Override
    public Outcome moveChange(String number, String state, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(context, patience -> changes.move(number, state, patience));
    }

    @Override
    public Outcome createIncident(String title, String description, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(context, patience -> incidents.create(title, description, key, patience));
    }

    @Override
    public Outcome updateIncident(String number, Value.Fields changed, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(context, patience -> incidents.update(number, changed, patience));
    }

    @Override
    public Outcome addWorkNote(String number, String text, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(context, patience -> incidents.note(number, text, marker(key), patience));
    }

    @Override
    public Outcome resolveIncident(String number, String note, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(context, patience -> incidents.resolve(number, note, patience));
    }

    @Override
    public Occurrence occurred(OperationName operation, Arguments arguments, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return recall(context, patience -> switch (operation.method()) {
            case "create_incident" -> incidents.records().occurred(key, patience);
            case "create_change" -> changes.requests().occurred(key, patience);
            case "move_change" -> changes.moved(arguments.text("number"), arguments.text("state"), patience);
            case "add_work_note" -> incidents.noted(arguments.text("number"), marker(key), patience);
            case "update_incident" ->
                incidents.updated(arguments.text("number"), arguments.fields("changes"), patience);
            case "resolve_incident" -> incidents.resolved(arguments.text("number"), patience);
            default -> new Occurrence.CannotTell("servicenow keeps no record of " + operation);
        });
    }

    @Override
    public List<Finding> check(Duration timeout) throws InterruptedException {
        var findings = new ArrayList<Finding>();
        for (var table : List.of(
                Incidents.TABLE,
                Changes.TABLE,
                Incidents.JOURNAL,
                ConfigurationItems.TABLE,
                ConfigurationItems.RELATIONS))
            findings.add(find("read " + table, timeout, patience -> {
                var rows =
                        tables.rows(table, EncodedQuery.ALL.newestBy("sys_created_on"), List.of("sys_id"), 1, patience);
                return rows.items().isEmpty() ? "readable, and holds nothing we may see" : "readable";
            }));
        return findings;
    }
}
