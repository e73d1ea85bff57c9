/// Signatures that more than one adapter makes. It knows nothing of the domain, and the JDK alone.
@NullMarked
package dev.runbook.core.signing;

import org.jspecify.annotations.NullMarked;
