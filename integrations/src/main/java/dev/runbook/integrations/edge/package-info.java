/// The edge of the system towards live vendors: one HTTP client, and one decorator for every call that leaves.
/// Time-outs, retries, the vendor's and our own limits, and the circuit breaker live here and nowhere else.
@NullMarked
package dev.runbook.integrations.edge;

import org.jspecify.annotations.NullMarked;
