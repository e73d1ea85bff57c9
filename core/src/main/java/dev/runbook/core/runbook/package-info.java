/// Runbooks: versioned procedures made of steps, with templates and expressions that are evaluated elsewhere.
@NullMarked
package dev.runbook.core.runbook;

import org.jspecify.annotations.NullMarked;
