/// Tests of the terminal client.
@NullMarked
package dev.runbook.cli;

import org.jspecify.annotations.NullMarked;
