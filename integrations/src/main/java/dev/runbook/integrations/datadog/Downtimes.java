package dev.runbook.integrations.datadog;

import dev.runbook.core.capability.Scope;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.Occurrence;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.Answers;
import dev.runbook.integrations.edge.Fault;
import dev.runbook.integrations.edge.Harvest;
import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.Unanswered;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Downtimes: what is muted while something is done. Safe for use by many threads.
record Downtimes(DatadogApi api) {

    /// The downtimes that hold.
    Observation held(Patience patience) throws Unanswered, InterruptedException {
        var downtimes = api.downtimes(patience);
        return Answers.facts(
                "mutes",
                "mutes",
                downtimes.items().stream()
                        .filter(DatadogApi.Downtime::holds)
                        .map(d -> Value.fields(
                                "id", d.id(),
                                "scope", d.scope(),
                                "until", d.end().orElse(null),
                                "reason", d.message()))
                        .toList(),
                downtimes.gap());
    }

    /// Mutes a scope until a time, once for each mark.
    ///
    /// @param mark what the downtime is found by
    Outcome mute(Scope scope, Instant end, String reason, String mark, Patience patience)
            throws Unanswered, InterruptedException {
        var tags = Tags.of(scope);
        if (tags.isEmpty()) throw new Unanswered(Fault.refused("everything is not muted; name a host or a service"));
        var before = marked(mark, api.downtimes(patience));
        if (before.isPresent()) return new Outcome.Done(result(before.get()));
        var made = api.mute(
                String.join(" AND ", tags), end.truncatedTo(ChronoUnit.SECONDS), reason + " " + mark, patience);
        return new Outcome.Done(result(made));
    }

    private static Value.Fields result(DatadogApi.Downtime downtime) {
        return Value.fields(
                "id", downtime.id(),
                "scope", downtime.scope(),
                "until", downtime.end().orElse(null));
    }

    private static Optional<DatadogApi.Downtime> marked(String mark, Harvest<DatadogApi.Downtime> downtimes) {
        return downtimes.items().stream()
                .filter(d -> d.message().contains(mark))
                .findFirst();
    }

    /// Whether a downtime with a mark was made.
    Occurrence muted(String mark, Patience patience) throws Unanswered, InterruptedException {
        var downtimes = api.downtimes(patience);
        return marked(mark, downtimes)
                .<Occurrence>map(downtime -> new Occurrence.Happened(result(downtime)))
                .or(() -> downtimes.gap().map(Occurrence.CannotTell::new))
                .orElseGet(Occurrence.DidNotHappen::new);
    }

    /// Ends a downtime that holds.
    Outcome end(String id, Patience patience) throws Unanswered, InterruptedException {
        var downtime = downtime(id, patience);
        if (downtime.holds()) api.unmute(downtime.id(), patience);
        return new Outcome.Done(Value.fields("id", downtime.id()));
    }

    /// Whether a downtime has ended.
    Occurrence ended(String id, Patience patience) throws Unanswered, InterruptedException {
        var downtime = downtime(id, patience);
        return downtime.holds()
                ? new Occurrence.DidNotHappen()
                : new Occurrence.Happened(Value.fields("id", downtime.id()));
    }

    private DatadogApi.Downtime downtime(String given, Patience patience) throws Unanswered, InterruptedException {
        var id = given.strip();
        if (!id.matches("[A-Za-z0-9-]{1,64}"))
            throw new Unanswered(Fault.refused("'" + given + "' is no downtime of datadog"));
        return api.downtime(id, patience)
                .orElseThrow(() -> new Unanswered(Fault.refused("datadog has no downtime '" + given + "'")));
    }
}
