package dev.runbook.core.diagnosis;

import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.operation.Operation;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.value.Value;
import java.util.List;

/// What the engine lends to a mind while it works on one incident: a look at the world, and a place where
/// it says whom it asked. Nothing here can change anything. One thread at a time.
public interface Investigation {

    /// An investigation that sees nothing and writes nothing down, for those who think without an engine.
    Investigation NONE = new Investigation() {
        @Override
        public List<Operation> looks() {
            return List.of();
        }

        @Override
        public Seen ask(List<Look> looks) {
            return new Seen(
                    List.of(),
                    looks.stream()
                            .map(look -> look.operation() + " cannot be asked here")
                            .toList());
        }

        @Override
        public void consulted(Consultation consultation) {}

        @Override
        public void checked(Consultation.Task task, Standing standing, List<String> remarks) {}
    };

    /// The operations that only look; no other can be asked.
    List<Operation> looks();

    /// Asks questions, independent ones at the same time. What is seen becomes evidence of the incident.
    ///
    /// @return what was seen; a question that is unknown, or would change something, is a gap
    Seen ask(List<Look> looks) throws InterruptedException;

    /// Writes down that a model was asked.
    void consulted(Consultation consultation);

    /// What models have taken for this incident so far, in all its tasks; nothing where nobody keeps it.
    default Outlay spent() {
        return Outlay.NONE;
    }

    /// Writes down what the answer is worth.
    ///
    /// @param remarks what was dropped from a model's answer and why, or why there is none; one sentence each
    void checked(Consultation.Task task, Standing standing, List<String> remarks);

    /// A question to the world.
    record Look(OperationName operation, Value.Fields parameters) {}

    /// What was seen, and what could not be.
    record Seen(List<Evidence> evidence, List<String> gaps) {
        public Seen {
            evidence = List.copyOf(evidence);
            gaps = List.copyOf(gaps);
        }
    }

    /// On whose word an answer stands.
    enum Standing {
        /// The offline engine answered, because the model could not or was not believed.
        OFFLINE,
        /// The model answered, and the offline engine comes to the same by itself.
        AGREED,
        /// The model answered, and nobody else says so. What follows from it needs a person's approval.
        MODEL_ALONE
    }
}
