/// Fakes, fixtures and decorators for the tests of every module: a clock moved by hand, a provider that fails on
/// demand, a journal that crashes, an engine with all its parts in one place.
@NullMarked
package dev.runbook.core.testkit;

import org.jspecify.annotations.NullMarked;
