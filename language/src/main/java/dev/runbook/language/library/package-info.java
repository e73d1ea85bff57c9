/// A directory of runbooks that is read again when a file changes.
@NullMarked
package dev.runbook.language.library;

import org.jspecify.annotations.NullMarked;
