package dev.runbook.language.cel;

import java.util.List;

/// A name that an expression takes from its scope, with the fields it follows from there.
///
/// @param root the name in the scope, such as `incident`
/// @param path the fields after it, as in `incident.labels.team`; empty for the bare name
/// @param index where the name stands in the expression, from 0
/// @param asked whether the expression only asks, with `has()`, whether the last field is there
public record Reference(String root, List<String> path, int index, boolean asked) {
    public Reference {
        path = List.copyOf(path);
    }

    @Override
    public String toString() {
        return path.isEmpty() ? root : root + "." + String.join(".", path);
    }
}
