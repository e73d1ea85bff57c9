/// Datadog, live: metrics, logs, monitors, events, downtimes and who depends on whom. It speaks the
/// [API v1 and v2](https://docs.datadoghq.com/api/latest/), in each case the one that Datadog recommends.
@NullMarked
package dev.runbook.integrations.datadog;

import org.jspecify.annotations.NullMarked;
