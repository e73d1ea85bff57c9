/// Finds pages by what they are about: runbooks, Markdown, or lines of JSON.
@NullMarked
package dev.runbook.ml.search;

import org.jspecify.annotations.NullMarked;
