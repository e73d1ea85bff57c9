/// Commands that analyse a user's own exports, with no server and no key.
@NullMarked
package dev.runbook.cli.analysis;

import org.jspecify.annotations.NullMarked;
