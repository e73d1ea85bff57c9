/// Expressions in CEL: their syntax, the names they refer to, and their evaluation.
@NullMarked
package dev.runbook.language.cel;

import org.jspecify.annotations.NullMarked;
