package dev.runbook.integrations.aws;

import dev.runbook.integrations.edge.Fault;
import dev.runbook.integrations.edge.Harvest;
import dev.runbook.integrations.edge.Unanswered;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Gathers what several services say. A service that we may not ask is a gap, as long as another answers.
/// One thread at a time.
final class Parts<T> {

    private final List<T> items = new ArrayList<>();
    private final List<String> gaps = new ArrayList<>();
    private Optional<Fault> refusal = Optional.empty();
    private boolean answered;

    @FunctionalInterface
    interface Part<T> {
        Harvest<T> ask() throws Unanswered, InterruptedException;
    }

    Parts<T> with(Part<T> part) throws Unanswered, InterruptedException {
        try {
            var harvest = part.ask();
            answered = true;
            items.addAll(harvest.items());
            harvest.gap().ifPresent(gaps::add);
        } catch (Unanswered unanswered) {
            if (unanswered.fault().kind() != Fault.Kind.UNAUTHORISED) throw unanswered;
            gaps.add(unanswered.fault().reason());
            refusal = refusal.or(() -> Optional.of(unanswered.fault()));
        }
        return this;
    }

    /// @throws Unanswered when no service answered
    Harvest<T> all() throws Unanswered {
        if (!answered && refusal.isPresent()) throw new Unanswered(refusal.get());
        return new Harvest<>(items, gaps.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", gaps)));
    }
}
