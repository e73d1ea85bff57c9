package dev.runbook.core.engine;

import dev.runbook.core.diagnosis.Consultation;
import dev.runbook.core.diagnosis.Investigation;
import dev.runbook.core.diagnosis.Outlay;
import dev.runbook.core.journal.Stamped;
import dev.runbook.core.operation.Effect;
import dev.runbook.core.operation.Operation;
import dev.runbook.core.operation.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Lends an incident to the minds. What they see and whom they ask is written at once, so that it can be
/// followed while they think.
final class LentIncident implements Investigation {

    private final Chronicle chronicle;
    private final Provider provider;
    private final Looker looker;

    LentIncident(Chronicle chronicle, Provider provider, Looker looker) {
        this.chronicle = chronicle;
        this.provider = provider;
        this.looker = looker;
    }

    @Override
    public List<Operation> looks() {
        return provider.catalogue().all().stream()
                .filter(operation -> operation.effect() == Effect.READS)
                .toList();
    }

    @Override
    public Seen ask(List<Look> looks) throws InterruptedException {
        var names = looks().stream().map(Operation::name).collect(Collectors.toSet());
        var calls = new ArrayList<Event.Call>();
        var gaps = new ArrayList<String>();
        for (var look : looks) {
            if (names.contains(look.operation())) calls.add(new Event.Call(look.operation(), look.parameters()));
            else gaps.add(look.operation() + " does not only look, so it was not asked");
        }
        if (calls.isEmpty()) return new Seen(List.of(), gaps);
        var gathered = looker.look(chronicle.incident(), Incident.INVESTIGATION, calls);
        tell(gathered);
        gaps.addAll(gathered.gaps());
        return new Seen(gathered.evidence(), gaps);
    }

    @Override
    public Outlay spent() {
        return Event.outlay(chronicle.history().stream().map(Stamped::event));
    }

    @Override
    public void consulted(Consultation consultation) {
        tell(new Event.ModelConsulted(consultation));
    }

    @Override
    public void checked(Consultation.Task task, Standing standing, List<String> remarks) {
        tell(new Event.AnswerChecked(task, standing, remarks));
    }

    private void tell(Event event) {
        chronicle.write(List.of(event));
        chronicle.push();
    }
}
