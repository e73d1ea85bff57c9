/// The ML engines: offline (embeddings, statistics) and language model.
@NullMarked
package dev.runbook.ml;

import org.jspecify.annotations.NullMarked;
