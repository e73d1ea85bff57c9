/// Which integration answers for which capability, from configuration, and the one way to call them: with a
/// deadline, and with every fault of theirs turned into an answer.
@NullMarked
package dev.runbook.integrations.registry;

import org.jspecify.annotations.NullMarked;
