package dev.runbook.core.engine;

import dev.runbook.core.incident.Actor;
import dev.runbook.core.journal.Stamped;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.value.Value;
import java.time.InstantSource;
import java.util.ArrayList;

/// Gathers the evidence that every incident begins with, before its runbook asks anything: what there is
/// and what fires, then what is around the problem.
final class Surveyor {

    private final Looker looker;
    private final Settings settings;
    private final InstantSource clock;

    Surveyor(Looker looker, Settings settings, InstantSource clock) {
        this.looker = looker;
        this.settings = settings;
        this.clock = clock;
    }

    /// Everything that was seen, and what could not be, as one event.
    Event.EvidenceGathered survey(Incident incident) throws InterruptedException {
        var overview = looker.look(incident, Incident.SURVEY, Survey.overview(settings.lookBack()));
        var known = new ArrayList<>(incident.findings().evidence());
        known.addAll(overview.evidence());
        var focus = Focus.of(incident.report(), known, settings.surveyed());
        var seen = Evolution.apply(incident, new Stamped(clock.instant(), Actor.engine(), overview));
        var calls = new ArrayList<>(Survey.closeUp(focus, settings.lookBack()));
        if (looker.answers(Capability.MEMORY))
            calls.add(Survey.memory(Grounding.of(incident.report(), known).report()));
        if (looker.answers(Capability.KNOWLEDGE)) calls.add(Survey.pages(incident.report()));
        var closeUp = looker.look(seen, Incident.SURVEY, calls);
        var evidence = new ArrayList<>(overview.evidence());
        evidence.addAll(closeUp.evidence());
        var gaps = new ArrayList<>(Grounding.of(incident.report(), known).notes());
        gaps.addAll(overview.gaps());
        gaps.addAll(closeUp.gaps());
        return new Event.EvidenceGathered(Incident.SURVEY, evidence, gaps, new Value.Nothing());
    }
}
