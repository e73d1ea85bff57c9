/// A PostgreSQL server of our own, for where there is no other: started and stopped with the program, with
/// durable commits, a password, and no way in but this machine's loopback address.
@NullMarked
package dev.runbook.store.embedded;

import org.jspecify.annotations.NullMarked;
