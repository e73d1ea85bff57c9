/// Prometheus, live: range queries, alerting rules and what fires, by its
/// [HTTP API v1](https://prometheus.io/docs/prometheus/latest/querying/api/); whatever speaks it as well will
/// do.
@NullMarked
package dev.runbook.integrations.prometheus;

import org.jspecify.annotations.NullMarked;
