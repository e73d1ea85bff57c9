package dev.runbook.core.runbook;

import java.util.List;

/// Finds the names that an expression takes from its scope, without evaluating it. Safe for use by many
/// threads.
@FunctionalInterface
public interface Mentions {

    /// Every name, in the order of the text; none when the expression cannot be read.
    List<Name> in(Expression expression);

    /// A name and the fields it is followed by: `decide.target_service` is `decide` and `[target_service]`.
    record Name(String root, List<String> path) {
        public Name {
            path = List.copyOf(path);
        }

        @Override
        public String toString() {
            return path.isEmpty() ? root : root + "." + String.join(".", path);
        }
    }
}
