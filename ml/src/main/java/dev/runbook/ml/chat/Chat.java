package dev.runbook.ml.chat;

import dev.runbook.core.diagnosis.Investigation;
import dev.runbook.core.engine.Incident;
import dev.runbook.core.journal.Stamped;
import dev.runbook.core.operation.Operation;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.runbook.StepId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Answers questions. It looks and talks; whatever somebody wants done becomes a [Listener#proposes
/// proposal], which goes through policy and approval like every action. Safe for use by many threads.
public interface Chat {

    /// @param investigation what may be looked at, and where it is said whom was asked
    /// @param listener told the answer as it comes, on the caller's thread
    void answer(Question question, Investigation investigation, Listener listener) throws InterruptedException;

    /// A question with what it is asked about.
    ///
    /// @param words never blank
    /// @param incident the incident it is about; empty for a fresh problem
    /// @param journal the incident's; empty without one
    /// @param earlier the conversation so far
    /// @param actions what could be done, in the order of their numbers
    /// @param library the runbooks
    record Question(
            String words,
            Instant askedAt,
            Optional<Incident> incident,
            List<Stamped> journal,
            List<Turn> earlier,
            List<Action> actions,
            List<Runbook> library) {
        public Question {
            if (words.isBlank()) throw new IllegalArgumentException("a question needs words");
            journal = List.copyOf(journal);
            earlier = List.copyOf(earlier);
            actions = List.copyOf(actions);
            library = List.copyOf(library);
        }

        /// The same in other words.
        Question saying(String others) {
            return new Question(others, askedAt, incident, journal, earlier, actions, library);
        }
    }

    /// What was asked and answered before.
    record Turn(String asked, String answered) {}

    /// A step of a runbook that changes something.
    record Action(RunbookId runbook, StepId step, Operation operation, String description, RiskLevel risk) {}

    /// Hears the answer.
    interface Listener {
        /// Something is being looked at, in words.
        void looks(String what);

        /// A sentence of the answer.
        void says(String sentence);

        /// What would do what the operator wants.
        void proposes(Action action);
    }
}
