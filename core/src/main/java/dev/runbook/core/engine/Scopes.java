package dev.runbook.core.engine;

import dev.runbook.core.value.Value;
import java.util.Locale;

/// The names that a runbook's templates and conditions may use.
final class Scopes {

    private Scopes() {}

    /// `incident`, and the outputs of the steps that completed.
    static Value.Fields of(Incident incident, Focus focus) {
        var outputs = incident.run().map(RunbookRun::outputs).orElse(Value.Fields.NONE);
        return about(incident, focus).with(outputs.fields());
    }

    /// `incident` alone.
    static Value.Fields about(Incident incident, Focus focus) {
        var report = incident.report();
        var about = Value.fields(
                "id", incident.id().id(),
                "text", report.text(),
                "host", focus.host().orElse(null),
                "service", focus.service().orElse(null),
                "environment", report.environment(),
                "category", incident.category(),
                "severity", incident.severity().name().toLowerCase(Locale.ROOT),
                "labels", report.labels());
        return Value.fields("incident", about);
    }
}
