/// The pure engine of one incident (state, command, event) and the driver that carries its decisions out.
@NullMarked
package dev.runbook.core.engine;

import org.jspecify.annotations.NullMarked;
