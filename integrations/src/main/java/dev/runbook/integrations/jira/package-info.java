/// Jira Cloud, live: issues and comments. It speaks the [REST API
/// v3](https://developer.atlassian.com/cloud/jira/platform/rest/v3/).
@NullMarked
package dev.runbook.integrations.jira;

import org.jspecify.annotations.NullMarked;
