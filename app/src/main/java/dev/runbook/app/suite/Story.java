package dev.runbook.app.suite;

import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.scenario.Scenario;
import java.util.List;

/// A simulated incident that the grammar made, and what is true of it.
///
/// @param kind which part of the grammar it belongs to: a fault's kind, `dual_fault`, `healthy_alarm` or `recovered`
/// @param truths what is wrong now; empty when nothing is, more than one where two faults are
/// @param traits what makes it hard, such as `no logs`; may be empty
/// @param json the scenario as its file has it
public record Story(Scenario scenario, String kind, List<Truth> truths, List<String> traits, Value json) {

    public Story {
        truths = List.copyOf(truths);
        traits = List.copyOf(traits);
    }

    /// One thing that is wrong.
    public record Truth(String component, CauseKind cause) {}

    public String name() {
        return scenario.name();
    }
}
