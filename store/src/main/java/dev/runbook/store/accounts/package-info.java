/// The people who may sign in and the tokens that act for them, as rows. What roles and password hashes mean is
/// the caller's business.
@NullMarked
package dev.runbook.store.accounts;

import org.jspecify.annotations.NullMarked;
