/// Log lines to templates, and what is new or bursting among them.
@NullMarked
package dev.runbook.ml.offline.logs;

import org.jspecify.annotations.NullMarked;
