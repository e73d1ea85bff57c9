package dev.runbook.integrations.datadog;

import dev.runbook.core.capability.Scope;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.evidence.TimeWindow;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Occurrence;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.value.Digest;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.datadog.DatadogApi.Happening;
import dev.runbook.integrations.edge.Answers;
import dev.runbook.integrations.edge.Cut;
import dev.runbook.integrations.edge.Harvest;
import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.Unanswered;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The events of Datadog, deployments among them. Safe for use by many threads.
///
/// @param releases the query of those that are deployments
record Events(DatadogApi api, String releases) {

    /// More events than anybody reads.
    private static final int MOST = 1000;

    private static final int TEXT = 500;

    /// What happened.
    Observation all(Scope scope, TimeWindow window, Patience patience) throws Unanswered, InterruptedException {
        var found = found(Tags.condition(scope).orElse("*"), window, patience);
        return Answers.events(
                found.items().stream()
                        .map(e -> change(e, e.tag("source").orElse("event")))
                        .toList(),
                found.gap());
    }

    private Harvest<Happening> found(String query, TimeWindow window, Patience patience)
            throws Unanswered, InterruptedException {
        return api.events(query, window, MOST + 1, patience).cappedAt(MOST, "datadog");
    }

    private static Content.ChangeMade change(Happening event, String kind) {
        var host = event.tag("host").orElse(event.host());
        var service = event.tag("service").orElse(event.service());
        var summary = event.title().isBlank() ? event.text() : event.title();
        return new Content.ChangeMade(
                event.time(),
                kind,
                service.isEmpty() ? host : service,
                event.tag("version").orElse(""),
                Cut.at(TEXT, summary),
                event.tag("author").or(() -> event.tag("user")).orElse(""));
    }

    /// What was released.
    Observation releases(Scope scope, TimeWindow window, Patience patience) throws Unanswered, InterruptedException {
        var query = Tags.condition(scope)
                .map(tags -> tags + " AND (" + releases + ")")
                .orElse(releases);
        var found = found(query, window, patience);
        return Answers.releases(
                found.items().stream()
                        .map(e -> new Answers.Release(
                                change(e, "deployment"),
                                e.tag("previous_version").orElse("")))
                        .toList(),
                found.gap());
    }

    /// Posts an event, once for each key.
    ///
    /// @param lately how far back one of the same key is looked for
    Outcome post(Scope scope, String title, String text, IdempotencyKey key, TimeWindow lately, Patience patience)
            throws Unanswered, InterruptedException {
        var before = posted(key, lately, patience);
        if (before.isPresent()) return new Outcome.Done(Value.fields("id", before.get()));
        var tags = new ArrayList<>(List.of("source:runbook", keyTag(key)));
        if (scope.service().isPresent())
            tags.add(Tags.tag("service", scope.service().get()));
        return new Outcome.Done(
                Value.fields("id", api.post(title, text.isBlank() ? title : text, tags, scope.host(), patience)));
    }

    private static String keyTag(IdempotencyKey key) {
        return "runbook_key:" + Digest.of(key.key()).brief();
    }

    private Optional<String> posted(IdempotencyKey key, TimeWindow lately, Patience patience)
            throws Unanswered, InterruptedException {
        return api.events(keyTag(key), lately, 1, patience).items().stream()
                .filter(event -> event.tags().contains(keyTag(key)))
                .map(Happening::id)
                .findFirst();
    }

    /// Whether an event of a key was posted.
    Occurrence occurred(IdempotencyKey key, TimeWindow lately, Patience patience)
            throws Unanswered, InterruptedException {
        return posted(key, lately, patience)
                .<Occurrence>map(id -> new Occurrence.Happened(Value.fields("id", id)))
                .orElseGet(Occurrence.DidNotHappen::new);
    }
}
