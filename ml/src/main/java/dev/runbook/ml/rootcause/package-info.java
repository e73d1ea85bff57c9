/// Which component broke first, from metrics, logs, calls and dependencies; no configuration for any system.
@NullMarked
package dev.runbook.ml.rootcause;

import org.jspecify.annotations.NullMarked;
