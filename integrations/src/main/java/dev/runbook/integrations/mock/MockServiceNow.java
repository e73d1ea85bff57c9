package dev.runbook.integrations.mock;

import dev.runbook.core.capability.Scope;
import dev.runbook.core.capability.Ticketing;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.estate.Service;
import dev.runbook.integrations.world.Worlds;
import java.time.Duration;
import java.util.List;

/// A service desk as ServiceNow would answer for it.
final class MockServiceNow extends MockVendor implements Ticketing {

    MockServiceNow(Worlds worlds) {
        super("servicenow", worlds);
    }

    @Override
    public Observation recentChanges(Scope scope, Duration timeframe, CallContext context) throws InterruptedException {
        return look(
                "get_recent_changes",
                context,
                sight -> changes(
                        scope,
                        timeframe,
                        sight,
                        change -> Value.fields(
                                "number", change.number(),
                                "kind", change.kind(),
                                "component", change.component(),
                                "summary", change.summary(),
                                "author", change.author(),
                                "time", change.at())));
    }

    @Override
    public Observation findIncidents(String query, CallContext context) throws InterruptedException {
        return look(
                "find_incidents",
                context,
                sight -> facts(
                        query,
                        "incidents",
                        sight.desk().tickets().stream()
                                .filter(t -> Words.match(query, t.title() + " " + t.description() + " " + t.number()))
                                .map(t -> Value.fields(
                                        "number", t.number(),
                                        "state", t.state(),
                                        "title", t.title(),
                                        "opened_at", t.at()))
                                .toList()));
    }

    @Override
    public Observation configurationItem(String name, CallContext context) throws InterruptedException {
        return look(
                "get_configuration_item",
                context,
                sight -> facts(
                        name,
                        "configuration item",
                        sight.estate().components().stream()
                                .filter(c -> c.name().equals(name))
                                .map(c -> Value.fields(
                                        "name", c.name(),
                                        "kind", c.kind(),
                                        "state", "operational",
                                        "environment", "production",
                                        "owner",
                                                sight.estate()
                                                        .service(name)
                                                        .map(Service::team)
                                                        .orElse(null)))
                                .toList()));
    }

    @Override
    public Observation itemRelations(String name, CallContext context) throws InterruptedException {
        return look("get_item_relations", context, sight -> {
            var edges = sight.estate().graph().stream()
                    .filter(e -> e.from().equals(name) || e.to().equals(name))
                    .toList();
            return answer(
                    edges.isEmpty() ? List.of() : List.of(new Content.Dependencies(edges)),
                    items(edges.stream()
                            .map(e -> Value.fields("from", e.from(), "to", e.to()))
                            .toList()));
        });
    }

    @Override
    public Outcome createChange(
            String component, String title, String description, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(
                Capability.TICKETING,
                "create_change",
                Value.fields("component", component, "title", title, "description", description),
                key,
                context);
    }

    @Override
    public Outcome moveChange(String number, String state, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(Capability.TICKETING, "move_change", Value.fields("number", number, "state", state), key, context);
    }

    @Override
    public Outcome createIncident(String title, String description, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(
                Capability.TICKETING,
                "create_incident",
                Value.fields("title", title, "description", description),
                key,
                context);
    }

    @Override
    public Outcome addWorkNote(String number, String text, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(Capability.TICKETING, "add_work_note", Value.fields("number", number, "text", text), key, context);
    }

    @Override
    public Outcome updateIncident(String number, Value.Fields changes, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(
                Capability.TICKETING,
                "update_incident",
                Value.fields("number", number, "changes", changes),
                key,
                context);
    }

    @Override
    public Outcome resolveIncident(String number, String note, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(
                Capability.TICKETING, "resolve_incident", Value.fields("number", number, "note", note), key, context);
    }
}
