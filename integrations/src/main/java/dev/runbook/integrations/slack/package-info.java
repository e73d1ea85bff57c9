/// Slack, live: channels and their messages. It speaks the [Web API](https://docs.slack.dev/apis/web-api/).
@NullMarked
package dev.runbook.integrations.slack;

import org.jspecify.annotations.NullMarked;
