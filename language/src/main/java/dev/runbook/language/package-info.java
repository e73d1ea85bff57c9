/// The runbook language: text to core's runbook model, with every problem at its line and column.
///
/// `yaml` reads text to marked nodes, `cel` reads and evaluates expressions, `parse` makes runbooks of nodes,
/// `lint` compares them with the operations there are, and `library` keeps a directory of them.
@NullMarked
package dev.runbook.language;

import org.jspecify.annotations.NullMarked;
