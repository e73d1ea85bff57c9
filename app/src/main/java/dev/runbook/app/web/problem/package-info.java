/// Errors as `application/problem+json`, each with a stable type.
@NullMarked
package dev.runbook.app.web.problem;

import org.jspecify.annotations.NullMarked;
