package dev.runbook.app.web.view;

import dev.runbook.core.incident.Alert;
import dev.runbook.core.incident.ProblemReport;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A problem as it was described.
public record ReportView(
        String text,
        Optional<String> host,
        Optional<String> service,
        String environment,
        List<AlertView> alerts,
        Map<String, String> labels) {

    /// One alert that came with it.
    public record AlertView(
            String name,
            String component,
            String text,
            String severity,
            Instant startedAt,
            Map<String, String> labels) {
        static AlertView of(Alert alert) {
            return new AlertView(
                    alert.name(),
                    alert.component(),
                    alert.text(),
                    Names.of(alert.severity()),
                    alert.startedAt(),
                    alert.labels());
        }
    }

    static ReportView of(ProblemReport report) {
        return new ReportView(
                report.text(),
                report.host(),
                report.service(),
                report.environment(),
                report.alerts().stream().map(AlertView::of).toList(),
                report.labels());
    }
}
