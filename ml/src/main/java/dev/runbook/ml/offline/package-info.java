/// The engine that needs no key and no network: embeddings, lexical search and robust statistics.
@NullMarked
package dev.runbook.ml.offline;

import org.jspecify.annotations.NullMarked;
