/// The flight recorder: an incident in one file, its check, its replay through the engine, and what would
/// have been.
@NullMarked
package dev.runbook.app.recording;

import org.jspecify.annotations.NullMarked;
