/// Tests of the commands that analyse exports.
@NullMarked
package dev.runbook.cli.analysis;

import org.jspecify.annotations.NullMarked;
