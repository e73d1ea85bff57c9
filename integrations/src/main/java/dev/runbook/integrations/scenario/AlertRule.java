package dev.runbook.integrations.scenario;

import dev.runbook.core.incident.Severity;
import java.time.Duration;

/// When the simulated monitoring raises an alert.
///
/// @param of the kind of component it watches
/// @param limit what the metric must exceed
/// @param relative whether the limit is a multiple of what is usual, instead of a value
/// @param lasting how long it must exceed it
/// @param text what the alert says; `{component}`, `{value}` and `{limit}` are filled in
public record AlertRule(
        String name,
        String of,
        String metric,
        double limit,
        boolean relative,
        Duration lasting,
        Severity severity,
        String text) {}
