/// YAML and CEL to core's runbook model, schema, linter, test kit.
@NullMarked
package dev.runbook.language;

import org.jspecify.annotations.NullMarked;
