/// What earlier incidents taught: which of them were like a problem, and how actions did.
@NullMarked
package dev.runbook.ml.memory;

import org.jspecify.annotations.NullMarked;
