/// Who may sign in, and who may do what.
@NullMarked
package dev.runbook.app.security;

import org.jspecify.annotations.NullMarked;
