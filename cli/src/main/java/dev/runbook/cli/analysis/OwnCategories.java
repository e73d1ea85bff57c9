package dev.runbook.cli.analysis;

import dev.runbook.core.incident.ProblemReport;
import dev.runbook.ml.classify.Prediction;
import dev.runbook.ml.offline.OfflineEngine;
import java.util.List;
import java.util.Locale;

/// The engine's own categories and severities, for those who have no model of their own history. One thread
/// at a time.
final class OwnCategories {

    private final OfflineEngine engine = OfflineEngine.create();

    List<Prediction> classify(String text) {
        if (text.isBlank())
            return List.of(new Prediction("category", "unknown", 0), new Prediction("severity", "medium", 0));
        var cut = text.length() <= ProblemReport.MAX_TEXT ? text : text.substring(0, ProblemReport.MAX_TEXT);
        var found = engine.classifier().classify(ProblemReport.of(cut));
        return List.of(
                new Prediction("category", found.category().name().toLowerCase(Locale.ROOT), found.confidence()),
                new Prediction("severity", found.severity().name().toLowerCase(Locale.ROOT), found.confidence()));
    }
}
