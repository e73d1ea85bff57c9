/// Kubernetes, live: deployments, pods, nodes, events, logs and usage, by its
/// [API](https://kubernetes.io/docs/reference/kubernetes-api/).
@NullMarked
package dev.runbook.integrations.kubernetes;

import org.jspecify.annotations.NullMarked;
