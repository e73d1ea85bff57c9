package dev.runbook.integrations.fault;

import java.util.Optional;

/// Where a metric is measured: on a component, or on a service on one of its hosts.
public record Place(String component, Optional<String> host) {

    public static Place of(String component) {
        return new Place(component, Optional.empty());
    }

    public static Place of(String service, String host) {
        return new Place(service, Optional.of(host));
    }
}
