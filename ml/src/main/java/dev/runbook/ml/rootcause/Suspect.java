package dev.runbook.ml.rootcause;

import java.util.List;

/// A component, with how much speaks against it.
///
/// @param score from 0; comparable within one ranking
/// @param metrics its metrics, the most telling first
/// @param clues the most telling first
/// @param onset when the first of its metrics left what is usual, in seconds since 1970; NaN when none did
public record Suspect(String component, double score, List<ScoredMetric> metrics, List<Clue> clues, double onset) {
    public Suspect {
        metrics = List.copyOf(metrics);
        clues = List.copyOf(clues);
    }

    /// A metric, with how much it says.
    public record ScoredMetric(Deviation deviation, double score) {}
}
