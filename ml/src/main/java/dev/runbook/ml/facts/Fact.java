package dev.runbook.ml.facts;

import java.util.List;

/// A condition that holds, with what was said.
///
/// @param object what it holds of; may be empty
/// @param meaning one sentence
/// @param statements what the tools said, at least one
public record Fact(Condition condition, String object, String meaning, double weight, List<Statement> statements) {
    /// Below this weight a fact is only a symptom that comes and goes.
    public static final double NOTABLE = 0.35;

    /// From here on a fact says more than any deviation of a metric.
    public static final double CLEAR = 0.6;

    public Fact {
        statements = List.copyOf(statements);
    }
}
