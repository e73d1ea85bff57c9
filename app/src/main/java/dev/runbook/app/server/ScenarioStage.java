package dev.runbook.app.server;

import dev.runbook.app.web.Stage;
import dev.runbook.integrations.scenario.Scenario;
import java.util.List;

/// The scenarios of a folder as something to play. Safe for use by many threads.
record ScenarioStage(List<Scenario> scenarios) implements Stage {

    @Override
    public List<Play> plays() {
        return scenarios.stream()
                .map(s -> new Play(s.name(), s.name().replace('_', ' '), s.description(), s.report()))
                .toList();
    }
}
