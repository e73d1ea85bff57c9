/// ServiceNow, live: incidents and change requests. It speaks the [Table
/// API](https://www.servicenow.com/docs/bundle/zurich-api-reference/page/integrate/inbound-rest/concept/c_TableAPI.html).
@NullMarked
package dev.runbook.integrations.servicenow;

import org.jspecify.annotations.NullMarked;
