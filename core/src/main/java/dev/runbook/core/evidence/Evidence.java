package dev.runbook.core.evidence;

import dev.runbook.core.operation.Capability;
import dev.runbook.core.value.Value;
import java.time.Instant;

/// One observed fact: what was seen, by whom, in answer to which question, and when.
///
/// @param id its name within the incident
/// @param source the provider that saw it, such as `datadog`
/// @param query the operation and parameters that were asked, such as `monitoring.get_metrics` with its fields
/// @param window the span of time it speaks of
/// @param observedAt when the provider answered
public record Evidence(
        EvidenceId id, String source, Query query, TimeWindow window, Instant observedAt, Content content) {

    /// Whether it tells of other incidents or is what somebody wrote once, so that it says nothing about this
    /// incident by itself.
    public boolean givesBackground() {
        return givesBackground(query.operation());
    }

    /// Whether what an operation answers is background, such as `memory.find_similar`; a text that begins
    /// with the operation will do.
    public static boolean givesBackground(String operation) {
        return operation.startsWith(Capability.MEMORY.key() + ".")
                || operation.startsWith(Capability.KNOWLEDGE.key() + ".");
    }

    /// The question that was asked.
    public record Query(String operation, Value.Fields parameters) {}
}
