package dev.runbook.ml.memory;

import dev.runbook.core.capability.Memory;
import dev.runbook.core.capability.Scope;
import dev.runbook.core.diagnosis.PastCase;
import dev.runbook.core.diagnosis.TrackRecord;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.Arguments;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Occurrence;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.value.Value;
import dev.runbook.ml.offline.text.Embedder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Remembers incidents that people confirmed. Nothing it says changes what the evidence of today says: a
/// case is shown beside it, and the record of actions only orders what is recommended. Safe for use by many
/// threads.
public final class CaseMemory implements Memory {

    private final Supplier<List<PastCase>> cases;
    private final Likeness likeness;

    /// @param cases what is remembered now, the oldest first
    public CaseMemory(Supplier<List<PastCase>> cases, Embedder embedder) {
        this.cases = cases;
        likeness = new Likeness(embedder);
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public Mode mode() {
        return Mode.LIVE;
    }

    @Override
    public Observation similar(String problem, Scope scope, int limit, CallContext context) {
        var all = cases.get().stream()
                .filter(one -> !one.incident().equals(context.incident()))
                .toList();
        var alike = likeness.rank(problem, scope, all).stream()
                .limit(Math.max(0, limit))
                .toList();
        var record = TrackRecord.of(all);
        var ids = Value.of(alike.stream().map(one -> one.past().incident().id()).toList());
        var contents = new ArrayList<Content>();
        for (var one : alike)
            contents.add(new Content.Facts(one.past().incident().id(), PastCase.TITLE, facts(one)));
        if (!record.entries().isEmpty())
            contents.add(new Content.Facts("all incidents", TrackRecord.TITLE, record.facts()));
        return contents.isEmpty() ? new Observation.NothingFound(ids) : new Observation.Found(contents, ids);
    }

    private static Value facts(Likeness.Alike alike) {
        var past = alike.past();
        return Value.fields(
                "incident", past.incident().id(),
                "reported_at", past.at(),
                "problem", past.problem().strip(),
                "cause", past.cause().description(),
                "component", past.component(),
                "likeness", Math.round(alike.likeness() * 100) / 100.0,
                "attempts",
                        past.attempts().stream().map(PastCase.Attempt::display).toList(),
                "note", past.note());
    }

    @Override
    public Occurrence occurred(OperationName operation, Arguments arguments, IdempotencyKey key, CallContext context) {
        return new Occurrence.CannotTell("nothing is ever done to the memory");
    }
}
