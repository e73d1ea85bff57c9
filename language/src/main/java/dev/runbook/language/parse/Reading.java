package dev.runbook.language.parse;

import dev.runbook.core.runbook.Expression;
import dev.runbook.core.runbook.Field;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.runbook.Step;
import dev.runbook.core.runbook.Template;
import dev.runbook.language.Problem;
import dev.runbook.language.yaml.YamlNode;
import java.util.List;
import java.util.Optional;

/// All that could be made of a file, also when parts of it are broken: what a linter looks at, so that one
/// mistake does not hide the others.
///
/// @param id its name in the library; empty when it can have none
/// @param runbook the runbook; empty when anything is an error
/// @param trigger its condition, if it has one that could be read
/// @param inputs what it is given, as far as could be read
/// @param vars what its steps share
/// @param steps in order, the broken ones included
/// @param root where the keys of the runbook stand; empty when the file is no mapping
/// @param problems in the order of the file
public record Reading(
        Optional<RunbookId> id,
        Optional<Runbook> runbook,
        Optional<Expression> trigger,
        List<Field> inputs,
        Template.MapOf vars,
        List<Entry> steps,
        Optional<YamlNode.Mapping> root,
        List<Problem> problems) {
    public Reading {
        inputs = List.copyOf(inputs);
        steps = List.copyOf(steps);
        problems = List.copyOf(problems);
    }

    /// One entry of `steps`.
    ///
    /// @param id as written; empty when there is none
    /// @param step empty when it is broken
    /// @param node where its keys and values stand
    public record Entry(Optional<String> id, Optional<Step> step, YamlNode.Mapping node) {}
}
