package dev.runbook.core.engine;

import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Evidence;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Where a cause sits: the component it is in, and those of its hosts whose metrics it stands on. What is felt
/// elsewhere may have other causes as well. Pure.
///
/// @param places never empty
record Seat(Hypothesis cause, Set<String> places) {
    Seat {
        places = Set.copyOf(places);
    }

    static Seat of(Hypothesis cause, List<Evidence> evidence) {
        var hosts = Estate.of(evidence).hostsOf(cause.component());
        var places = new HashSet<String>();
        places.add(cause.component());
        for (var piece : evidence)
            if (cause.supportedBy().contains(piece.id())
                    && piece.content() instanceof Content.MetricSeries series
                    && hosts.contains(series.component())) places.add(series.component());
        return new Seat(cause, places);
    }

    boolean holds(String component) {
        return places.contains(component);
    }
}
