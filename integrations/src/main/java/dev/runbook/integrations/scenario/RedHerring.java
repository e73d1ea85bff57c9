package dev.runbook.integrations.scenario;

import dev.runbook.core.incident.Severity;
import java.time.Duration;

/// Something that happens in a scenario and has nothing to do with its fault. Times are relative to the start.
public sealed interface RedHerring {

    /// A change that harmed nobody.
    ///
    /// @param kind `deployment`, `configuration`, `maintenance`, …
    record HarmlessChange(String kind, String component, String version, Duration at, String summary, String author)
            implements RedHerring {}

    /// A host that is busy with work that nobody waits for.
    record CpuSpike(String host, String process, double percent, Duration at, Duration lasting) implements RedHerring {}

    /// An alert that comes and goes by itself.
    record FlappingAlert(
            String name, String component, String text, Severity severity, Duration every, Duration lasting)
            implements RedHerring {
        public FlappingAlert {
            if (!every.isPositive() || !lasting.isPositive() || lasting.compareTo(every) >= 0)
                throw new IllegalArgumentException("'lasting' must be shorter than 'every'");
        }
    }

    /// A component that says the same thing all the time.
    record NoisyLog(String component, String level, String message, double perMinute) implements RedHerring {}
}
