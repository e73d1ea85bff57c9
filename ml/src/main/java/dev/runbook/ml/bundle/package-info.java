/// Evidence bundles: what is known about one incident, in one folder or archive.
@NullMarked
package dev.runbook.ml.bundle;

import org.jspecify.annotations.NullMarked;
