/// What durable writing costs on a database: the raw rate that everything above it is compared with.
@NullMarked
package dev.runbook.store.bench;

import org.jspecify.annotations.NullMarked;
