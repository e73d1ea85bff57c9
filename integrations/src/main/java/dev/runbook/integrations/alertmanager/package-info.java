/// Alertmanager, live: what fires, and silences, by its [API
/// v2](https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml).
@NullMarked
package dev.runbook.integrations.alertmanager;

import org.jspecify.annotations.NullMarked;
