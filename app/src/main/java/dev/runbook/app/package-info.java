/// REST, pages, webhooks, configuration, wiring, Main, whole-system and architecture tests.
@NullMarked
package dev.runbook.app;

import org.jspecify.annotations.NullMarked;
