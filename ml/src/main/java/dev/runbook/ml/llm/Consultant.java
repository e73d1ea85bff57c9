package dev.runbook.ml.llm;

import dev.runbook.core.diagnosis.Consultation.Task;
import dev.runbook.core.diagnosis.Investigation;
import dev.runbook.ml.llm.guard.Masking;
import dev.runbook.ml.llm.model.Budget;
import dev.runbook.ml.llm.model.LanguageModels;
import dev.runbook.ml.llm.model.Limits;
import dev.runbook.ml.llm.model.PriceTable;
import dev.runbook.ml.llm.prompt.Prompt;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// Asks language models, within limits, and keeps what was asked. Safe for use by many threads.
///
/// @param limits of each task
/// @param budget of each incident
/// @param secrets text that must never leave
/// @param clock real time, for budgets and latencies
/// @param pause waits between tries
record Consultant(
        LanguageModels models,
        PriceTable prices,
        Limits limits,
        Budget budget,
        List<String> secrets,
        Breaker breaker,
        InstantSource clock,
        Pause pause) {

    /// Waits.
    @FunctionalInterface
    interface Pause {
        void of(Duration time) throws InterruptedException;
    }

    Spending spending() {
        return new Spending(limits, clock);
    }

    Masking masking() {
        return new Masking(secrets);
    }

    /// Begins a talk about one task.
    Conversation about(Task task, Prompt prompt, Investigation investigation, Spending spending, Masking masking) {
        return new Conversation(this, task, prompt, investigation, spending, masking);
    }
}
