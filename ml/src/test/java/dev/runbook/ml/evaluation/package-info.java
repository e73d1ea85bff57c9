/// Measures the engines on public data sets. Nothing here runs with the tests: each main reads a folder that a
/// system property names, since the data is not part of the project.
@NullMarked
package dev.runbook.ml.evaluation;

import org.jspecify.annotations.NullMarked;
