package dev.runbook.ml.offline.cases;

import dev.runbook.core.diagnosis.CaseFile;
import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.core.diagnosis.Diagnosis.Verdict;
import java.util.Set;

/// A made-up case and what is true of it.
///
/// @param kind the cause; `UNKNOWN` when nothing is broken
/// @param components where the cause sits: any of these names is right; empty when nothing is broken
public record GeneratedCase(long seed, CaseFile file, Verdict verdict, CauseKind kind, Set<String> components) {}
