/// Drafts of runbooks, with their tests, from incidents that were resolved.
@NullMarked
package dev.runbook.app.draft;

import org.jspecify.annotations.NullMarked;
