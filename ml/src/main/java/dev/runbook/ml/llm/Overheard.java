package dev.runbook.ml.llm;

import dev.runbook.core.diagnosis.CaseFile;
import dev.runbook.core.diagnosis.Consultation;
import dev.runbook.core.diagnosis.Investigation;
import dev.runbook.core.diagnosis.Outlay;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.operation.Operation;
import java.util.ArrayList;
import java.util.List;

/// An investigation that is lent on to somebody else, and keeps what is seen through it. One thread at a
/// time.
final class Overheard implements Investigation {

    private final Investigation lent;
    private final List<Evidence> evidence = new ArrayList<>();
    private final List<String> gaps = new ArrayList<>();

    Overheard(Investigation lent) {
        this.lent = lent;
    }

    /// The case with what was seen.
    CaseFile added(CaseFile before) {
        return before.seeing(evidence, gaps);
    }

    @Override
    public List<Operation> looks() {
        return lent.looks();
    }

    @Override
    public Seen ask(List<Look> looks) throws InterruptedException {
        var seen = lent.ask(looks);
        evidence.addAll(seen.evidence());
        gaps.addAll(seen.gaps());
        return seen;
    }

    @Override
    public Outlay spent() {
        return lent.spent();
    }

    @Override
    public void consulted(Consultation consultation) {
        lent.consulted(consultation);
    }

    @Override
    public void checked(Consultation.Task task, Standing standing, List<String> remarks) {
        lent.checked(task, standing, remarks);
    }
}
