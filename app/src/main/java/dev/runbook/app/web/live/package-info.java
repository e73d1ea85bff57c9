/// Server-sent events.
@NullMarked
package dev.runbook.app.web.live;

import org.jspecify.annotations.NullMarked;
