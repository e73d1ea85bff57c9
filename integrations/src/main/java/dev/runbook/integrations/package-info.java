/// The simulated world (mock) and one package a live system.
@NullMarked
package dev.runbook.integrations;

import org.jspecify.annotations.NullMarked;
