package dev.runbook.core.capability;

import dev.runbook.core.operation.Arguments;
import java.util.Optional;

/// Which part of the system a question is about: a host, a service, both, or everything.
public record Scope(Optional<String> host, Optional<String> service) {

    static Scope of(Arguments arguments) {
        return new Scope(arguments.optionalText("host"), arguments.optionalText("service"));
    }

    /// Whether a component of this name is asked about.
    public boolean covers(String component) {
        return (host.isEmpty() && service.isEmpty())
                || host.filter(component::equals).isPresent()
                || service.filter(component::equals).isPresent();
    }
}
