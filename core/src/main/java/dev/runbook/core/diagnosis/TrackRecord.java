package dev.runbook.core.diagnosis;

import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.value.Value;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How actions did on kinds of causes, in the incidents that people confirmed.
///
/// @param entries in no order that means anything
public record TrackRecord(List<Entry> entries) {

    /// The title of facts that hold a track record.
    public static final String TITLE = "track record of actions";

    /// Nothing is known.
    public static final TrackRecord NONE = new TrackRecord(List.of());

    /// How much a first failure counts: an action that never was tried is given the benefit of two that helped.
    private static final double BENEFIT = 2;

    /// How one action did on one kind of cause.
    ///
    /// @param helped how many times the problem was seen to be gone afterwards
    /// @param inVain how many times it was not
    /// @param seenIn where this is known from; empty when it was not taken from evidence
    public record Entry(
            OperationName operation, CauseKind cause, long helped, long inVain, Optional<EvidenceId> seenIn) {

        /// How much a recommendation is worth with this record: 1 while nothing speaks against it, and the
        /// less the more often it was in vain.
        public double worth() {
            return (helped + BENEFIT) / (helped + inVain + BENEFIT);
        }

        /// In words.
        public String display() {
            long all = helped + inVain;
            return "it helped in " + helped + " of " + all + (all == 1 ? " incident" : " incidents")
                    + " of the past with such a cause";
        }
    }

    public TrackRecord {
        entries = List.copyOf(entries);
    }

    /// What these cases say.
    public static TrackRecord of(List<PastCase> cases) {
        record Key(OperationName operation, CauseKind cause) {}
        Map<Key, long[]> counts = new HashMap<>();
        for (var one : cases)
            for (var attempt : one.attempts())
                counts.computeIfAbsent(new Key(attempt.operation(), one.cause()), _ -> new long[2])[
                        attempt.helped() ? 0 : 1]++;
        return new TrackRecord(counts.entrySet().stream()
                .map(e -> new Entry(
                        e.getKey().operation(), e.getKey().cause(), e.getValue()[0], e.getValue()[1], Optional.empty()))
                .sorted(Comparator.comparing((Entry e) -> e.operation().toString())
                        .thenComparing(Entry::cause))
                .toList());
    }

    /// The latest record among pieces of evidence; what cannot be read in it is left out.
    public static TrackRecord in(List<Evidence> evidence) {
        return evidence.reversed().stream()
                .filter(e -> e.content() instanceof Content.Facts(var _, var title, var _) && title.equals(TITLE))
                .findFirst()
                .map(TrackRecord::read)
                .orElse(NONE);
    }

    /// How an action did on a kind of cause; empty when it never was tried.
    public Optional<Entry> of(OperationName operation, CauseKind cause) {
        return entries.stream()
                .filter(e -> e.operation().equals(operation) && e.cause() == cause)
                .findFirst();
    }

    /// As facts: a list of `{operation, cause, helped, in_vain}`.
    public Value facts() {
        return Value.of(entries.stream()
                .map(e -> Value.fields(
                        "operation", e.operation().toString(),
                        "cause", e.cause().name(),
                        "helped", e.helped(),
                        "in_vain", e.inVain()))
                .toList());
    }

    private static TrackRecord read(Evidence evidence) {
        var facts = evidence.content() instanceof Content.Facts(var _, var _, Value.Items(var items))
                ? items
                : List.<Value>of();
        return new TrackRecord(facts.stream()
                .filter(Value.Fields.class::isInstance)
                .map(Value.Fields.class::cast)
                .flatMap(fields -> entry(fields, evidence.id()).stream())
                .toList());
    }

    private static Optional<Entry> entry(Value.Fields fields, EvidenceId seenIn) {
        try {
            return Optional.of(new Entry(
                    OperationName.of(text(fields, "operation")),
                    CauseKind.valueOf(text(fields, "cause")),
                    Long.parseLong(text(fields, "helped")),
                    Long.parseLong(text(fields, "in_vain")),
                    Optional.of(seenIn)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static String text(Value.Fields fields, String name) {
        return fields.get(name).map(Value::display).orElse("");
    }
}
