package dev.runbook.ml.llm;

import dev.runbook.core.capability.Operations;
import dev.runbook.core.diagnosis.Consultation;
import dev.runbook.core.diagnosis.Investigation;
import dev.runbook.core.diagnosis.Outlay;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.core.evidence.TimeWindow;
import dev.runbook.core.operation.Effect;
import dev.runbook.core.operation.Operation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// An investigation that keeps what it is told, and answers each look with one piece of evidence.
final class NotedInvestigation implements Investigation {

    record Check(Consultation.Task task, Standing standing, List<String> remarks) {}

    final List<Consultation> consultations = new ArrayList<>();
    final List<Check> checks = new ArrayList<>();
    final List<List<Look>> turns = new ArrayList<>();
    private final Content answer;
    private int next;

    /// @param answer what every look finds
    /// @param known how many pieces of evidence there are before
    NotedInvestigation(Content answer, int known) {
        this.answer = answer;
        next = known + 1;
    }

    @Override
    public List<Operation> looks() {
        return Operations.CATALOGUE.all().stream()
                .filter(operation -> operation.effect() == Effect.READS)
                .toList();
    }

    @Override
    public Seen ask(List<Look> looks) {
        turns.add(looks);
        var now = Instant.parse("2025-03-04T10:00:00Z");
        return new Seen(
                looks.stream()
                        .map(look -> new Evidence(
                                EvidenceId.number(next++),
                                "datadog (mock)",
                                new Evidence.Query(look.operation().toString(), look.parameters()),
                                new TimeWindow(now.minusSeconds(3600), now),
                                now,
                                answer))
                        .toList(),
                List.of());
    }

    @Override
    public Outlay spent() {
        return Outlay.of(consultations.stream());
    }

    @Override
    public void consulted(Consultation consultation) {
        consultations.add(consultation);
    }

    @Override
    public void checked(Consultation.Task task, Standing standing, List<String> remarks) {
        checks.add(new Check(task, standing, remarks));
    }
}
