package dev.runbook.integrations.scenario;

import java.util.Set;

/// A metric that the simulated monitoring collects.
///
/// @param unit such as `percent`, `ms`, `count`
/// @param of the kinds of component that have it
/// @param noise the relative spread of single measurements
/// @param wobble the relative spread of its ups and downs over some ten minutes
/// @param max the highest value it can have
public record MetricKind(
        String name, String unit, Set<String> of, double noise, double wobble, double max, int decimals) {
    public MetricKind {
        of = Set.copyOf(of);
    }
}
