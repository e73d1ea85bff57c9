/// The REST API, `/api/v1`.
@NullMarked
package dev.runbook.app.web.api;

import org.jspecify.annotations.NullMarked;
