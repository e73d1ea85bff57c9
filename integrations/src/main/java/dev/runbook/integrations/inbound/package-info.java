/// What outside systems send by themselves: webhooks, verified over their raw bytes before anything in them is
/// believed, and mapped to alerts. Pure: receiving and answering is the surface's work.
@NullMarked
package dev.runbook.integrations.inbound;

import org.jspecify.annotations.NullMarked;
