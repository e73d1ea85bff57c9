/// What may know what, over all modules.
@NullMarked
package dev.runbook.architecture;

import org.jspecify.annotations.NullMarked;
