/// From marked YAML nodes to core's runbook model.
@NullMarked
package dev.runbook.language.parse;

import org.jspecify.annotations.NullMarked;
