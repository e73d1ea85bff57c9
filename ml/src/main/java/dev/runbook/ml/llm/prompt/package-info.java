/// What is said to a language model: versioned templates, and the case as quoted data.
@NullMarked
package dev.runbook.ml.llm.prompt;

import org.jspecify.annotations.NullMarked;
