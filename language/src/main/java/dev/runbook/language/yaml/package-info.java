/// The YAML that runbooks are written in: a strict, bounded reader that keeps the place of every node.
@NullMarked
package dev.runbook.language.yaml;

import org.jspecify.annotations.NullMarked;
