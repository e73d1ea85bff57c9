/// The terminal client.
@NullMarked
package dev.runbook.cli;

import org.jspecify.annotations.NullMarked;
