/// Measures what the engine costs, beside what the same database can do without it.
@NullMarked
package dev.runbook.app.bench;

import org.jspecify.annotations.NullMarked;
