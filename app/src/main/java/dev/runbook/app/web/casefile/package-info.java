/// What an incident has seen, put together for reading: measurements of one metric as one line however many answers
/// they came in, repeated alerts and log lines counted, and every moment that matters on one axis of time.
@NullMarked
package dev.runbook.app.web.casefile;

import org.jspecify.annotations.NullMarked;
