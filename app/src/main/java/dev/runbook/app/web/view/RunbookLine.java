package dev.runbook.app.web.view;

import dev.runbook.core.runbook.Expression;
import dev.runbook.core.runbook.Runbook;
import java.util.Optional;

/// One runbook in one line.
public record RunbookLine(
        String id,
        String name,
        String description,
        String version,
        Optional<String> trigger,
        String severity,
        int steps) {
    public static RunbookLine of(Runbook runbook) {
        return new RunbookLine(
                runbook.id().id(),
                runbook.name(),
                runbook.description(),
                runbook.digest().hex(),
                runbook.trigger().map(Expression::source),
                Names.of(runbook.severity()),
                runbook.steps().size());
    }
}
