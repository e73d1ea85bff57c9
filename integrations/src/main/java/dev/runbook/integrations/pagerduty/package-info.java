/// PagerDuty, live: who is on call, and pages. It speaks the [REST API
/// v2](https://developer.pagerduty.com/api-reference/).
@NullMarked
package dev.runbook.integrations.pagerduty;

import org.jspecify.annotations.NullMarked;
