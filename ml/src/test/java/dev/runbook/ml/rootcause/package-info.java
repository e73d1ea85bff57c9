/// Tests of package `rootcause`.
@NullMarked
package dev.runbook.ml.rootcause;

import org.jspecify.annotations.NullMarked;
