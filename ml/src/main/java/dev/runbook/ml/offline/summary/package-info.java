/// The account of an incident in Markdown, from its journal alone.
@NullMarked
package dev.runbook.ml.offline.summary;

import org.jspecify.annotations.NullMarked;
