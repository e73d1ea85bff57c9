/// Holds actions back although policy and people let them through: because all execution is stopped, a freeze
/// is on, somebody else is changing the same thing, or the same cure keeps failing.
@NullMarked
package dev.runbook.core.governor;

import org.jspecify.annotations.NullMarked;
