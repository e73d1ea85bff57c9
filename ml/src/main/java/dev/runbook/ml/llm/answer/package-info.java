/// What a language model's answer must look like, checked before anything in it is believed.
@NullMarked
package dev.runbook.ml.llm.answer;

import org.jspecify.annotations.NullMarked;
