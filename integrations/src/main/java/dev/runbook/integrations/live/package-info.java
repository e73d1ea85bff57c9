/// The live clients there are, in one list.
@NullMarked
package dev.runbook.integrations.live;

import org.jspecify.annotations.NullMarked;
