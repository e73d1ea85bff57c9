/// Values that runbooks, operations and expressions pass around: JSON's shapes, typed.
@NullMarked
package dev.runbook.core.value;

import org.jspecify.annotations.NullMarked;
