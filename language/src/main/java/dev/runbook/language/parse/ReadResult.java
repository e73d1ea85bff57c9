package dev.runbook.language.parse;

import dev.runbook.core.runbook.Runbook;
import dev.runbook.language.Problem;
import java.util.List;

/// What reading a file gave.
public sealed interface ReadResult {

    /// A runbook that can be run.
    ///
    /// @param warnings in the order of the file; may be empty
    record Read(Runbook runbook, List<Problem> warnings) implements ReadResult {
        public Read {
            warnings = List.copyOf(warnings);
        }
    }

    /// No runbook.
    ///
    /// @param problems everything that is wrong, in the order of the file; at least one is an error
    record Broken(List<Problem> problems) implements ReadResult {
        public Broken {
            problems = List.copyOf(problems);
        }
    }
}
