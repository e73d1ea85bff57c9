package dev.runbook.ml.rootcause;

/// One reason to suspect a component.
///
/// @param component whom it speaks against
/// @param source which part of the evidence: `metrics`, `logs`, `spans`, `dependencies`, `traffic`,
///     `changes`
/// @param weight how much it says; from 0, and about 1 for a strong one
/// @param words one sentence with what was seen
public record Clue(String component, String source, double weight, String words) {}
