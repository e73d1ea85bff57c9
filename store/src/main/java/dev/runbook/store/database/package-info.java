/// The PostgreSQL database that everything is kept in: where it is, how it is reached, what its tables are.
@NullMarked
package dev.runbook.store.database;

import org.jspecify.annotations.NullMarked;
