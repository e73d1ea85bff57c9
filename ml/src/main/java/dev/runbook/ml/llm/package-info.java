/// The ML engine that asks a language model, with the offline engine as the floor under it: whatever a
/// model does or fails to do, there is an answer, and the incident says whose it is.
@NullMarked
package dev.runbook.ml.llm;

import org.jspecify.annotations.NullMarked;
