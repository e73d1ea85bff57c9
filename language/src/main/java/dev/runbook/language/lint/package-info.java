/// What is wrong with a runbook that can be read: its steps against the operations that exist.
@NullMarked
package dev.runbook.language.lint;

import org.jspecify.annotations.NullMarked;
