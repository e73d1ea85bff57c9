package dev.runbook.app.web.view;

import dev.runbook.core.diagnosis.RunbookFinder;

/// How well one runbook fits.
public record MatchView(String runbook, double score, String reason) {
    static MatchView of(RunbookFinder.Match match) {
        return new MatchView(match.runbook().id(), match.score(), match.reason());
    }
}
