package dev.runbook.app.recording;

import dev.runbook.core.diagnosis.Investigation.Look;
import dev.runbook.core.engine.Event;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.value.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/// The questions that a mind asked by itself, as far as its evidence and its gaps tell. Of a question that
/// found nothing only the empty answer is recorded; a question about nothing stands for it.
final class RecordedLooks {

    private static final OperationName NOTHING = new OperationName(Capability.MONITORING, "get_logs");

    private RecordedLooks() {}

    /// The questions, in the order in which they were asked.
    static List<Look> of(Event.EvidenceGathered gathered) {
        var seen = new LinkedHashSet<Look>();
        gathered.evidence().stream()
                .map(evidence -> evidence.query())
                .forEach(query -> seen.add(new Look(OperationName.of(query.operation()), query.parameters())));
        var missed = new LinkedHashSet<Look>();
        gathered.gaps().stream()
                .flatMap(gap -> RecordedCall.questionOf(gap).stream())
                .filter(look -> !seen.contains(look))
                .forEach(missed::add);
        return inOrder(
                new ArrayDeque<>(seen), new ArrayDeque<>(missed), outputs(gathered, seen.size() + missed.size()));
    }

    /// What was not answered left nothing in its place.
    private static List<Look> inOrder(ArrayDeque<Look> seen, ArrayDeque<Look> missed, List<Value> outputs) {
        var looks = new ArrayList<Look>();
        for (var output : outputs) {
            var next = output instanceof Value.Nothing && !missed.isEmpty() ? missed.poll() : seen.poll();
            looks.add(next != null ? next : about(looks.size()));
        }
        looks.addAll(seen);
        looks.addAll(missed);
        return List.copyOf(looks);
    }

    private static Look about(int nothing) {
        return new Look(NOTHING, Value.fields("query", "found nothing, as question " + nothing + " did"));
    }

    /// One answer for each question. Of a single question there is its answer alone.
    ///
    /// @param known how many questions are known
    private static List<Value> outputs(Event.EvidenceGathered gathered, int known) {
        boolean several = gathered.output() instanceof Value.Items(var items)
                && (known > 1 || (!items.isEmpty() && items.stream().allMatch(RecordedLooks::isAnswer)));
        return several ? ((Value.Items) gathered.output()).items() : List.of(gathered.output());
    }

    /// Whether a value in a list is the whole answer to a question, and not one thing of many that were found.
    private static boolean isAnswer(Value value) {
        return value instanceof Value.Items || value instanceof Value.Nothing || value.equals(Value.Fields.NONE);
    }
}
