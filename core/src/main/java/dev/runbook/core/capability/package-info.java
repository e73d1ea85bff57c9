/// The seven capabilities an integration can have, as typed ports, and the catalogue that names their
/// operations.
@NullMarked
package dev.runbook.core.capability;

import org.jspecify.annotations.NullMarked;
