/// What was observed: pieces of evidence with their source, query and window, and the answers a place gives
/// when asked.
@NullMarked
package dev.runbook.core.evidence;

import org.jspecify.annotations.NullMarked;
