package dev.runbook.ml.facts;

import java.util.List;

/// A condition that holds, with what was said.
///
/// @param object what it holds of; may be empty
/// @param meaning one sentence
/// @param statements what the tools said, at least one
public record Fact(Condition condition, String object, String meaning, double weight, List<Statement> statements) {
    public Fact {
        statements = List.copyOf(statements);
    }
}
