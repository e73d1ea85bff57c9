/// Text to numbers: embeddings, stemmed words, a lexical index.
@NullMarked
package dev.runbook.ml.offline.text;

import org.jspecify.annotations.NullMarked;
