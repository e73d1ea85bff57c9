package dev.runbook.integrations.aws;

import dev.runbook.core.capability.Scope;
import dev.runbook.integrations.edge.Harvest;
import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.Unanswered;
import java.util.List;
import java.util.Optional;

/// What a scope means at AWS.
final class Scopes {

    private Scopes() {}

    /// Whether nothing in particular is named.
    static boolean isEverything(Scope scope) {
        return scope.host().isEmpty() && scope.service().isEmpty();
    }

    /// The services of ECS that a scope names; all of them when it names nothing.
    static Harvest<Containers.Service> services(Containers containers, Scope scope, Patience patience)
            throws Unanswered, InterruptedException {
        if (isEverything(scope)) return containers.services(patience);
        return new Harvest<>(
                scope.service().isEmpty()
                        ? List.of()
                        : containers.service(scope.service().get(), patience).stream()
                                .toList(),
                Optional.empty());
    }
}
