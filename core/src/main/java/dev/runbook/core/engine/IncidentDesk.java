package dev.runbook.core.engine;

import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.Alert;
import dev.runbook.core.incident.Category;
import dev.runbook.core.incident.Classification;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.journal.Journal;
import dev.runbook.core.journal.Stamped;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.RunbookId;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Where people and systems come with reports and decisions: the one way in, whatever surface they use.
/// Safe for use by many threads.
public final class IncidentDesk {

    /// The id of every runbook that is an operator's instruction, and of no other.
    public static final RunbookId INSTRUCTION = new RunbookId("operator-call");

    private final Journal journal;
    private final Engine engine;
    private final Ids ids;
    private final InstantSource clock;
    private final UnaryOperator<ProblemReport> intake;
    private final KnownStates states;

    public IncidentDesk(Journal journal, Engine engine, Ids ids, InstantSource clock) {
        this(journal, engine, ids, clock, UnaryOperator.identity());
    }

    /// @param intake completes a report before it is written down, such as with labels
    public IncidentDesk(
            Journal journal, Engine engine, Ids ids, InstantSource clock, UnaryOperator<ProblemReport> intake) {
        this.journal = journal;
        this.engine = engine;
        this.ids = ids;
        this.clock = clock;
        this.intake = intake;
        states = new KnownStates(journal);
    }

    /// Takes a report in. When this returns, the incident is in the journal and will be driven.
    ///
    /// @param by an operator, or the system outside that raised a signal
    /// @throws dev.runbook.core.journal.JournalException when it could not be written down; then there is no
    ///     incident
    public Incident report(ProblemReport report, Actor by) {
        var complete = intake.apply(report);
        while (true) {
            var first = new Stamped(clock.instant(), by, new Event.Reported(complete));
            var incident = Evolution.begin(ids.next(), first);
            var summary = IncidentSummary.of(incident, first.at());
            var append = journal.append(new Journal.Commit(0, List.of(first), summary, Journal.Wake.DRIVE));
            if (append instanceof Journal.Append.Appended) return incident;
        }
    }

    /// Takes a report in that may come several times, as a webhook does. When this returns, there is an
    /// incident of this id in the journal, from this report or from an earlier one.
    ///
    /// @param id the same for each delivery of one report
    /// @return empty when it was taken in before
    /// @throws dev.runbook.core.journal.JournalException when it could not be written down
    public Optional<Incident> reportOnce(IncidentId id, ProblemReport report, Actor by) {
        if (!journal.read(id).isEmpty()) return Optional.empty();
        var first = new Stamped(clock.instant(), by, new Event.Reported(intake.apply(report)));
        var incident = Evolution.begin(id, first);
        var append = journal.append(
                new Journal.Commit(0, List.of(first), IncidentSummary.of(incident, first.at()), Journal.Wake.DRIVE));
        return append instanceof Journal.Append.Appended ? Optional.of(incident) : Optional.empty();
    }

    /// A report as it is written down when it is taken in.
    public ProblemReport complete(ProblemReport report) {
        return intake.apply(report);
    }

    /// Takes in that an operator wants one thing done, written down as a runbook. It becomes an incident of
    /// its own that follows this runbook at once, so the policy, people, the governor and the journal have
    /// their say as in any other.
    ///
    /// @param report what was asked for, for people
    /// @param runbook what is to be done, under the id [#INSTRUCTION]; the incident keeps its text, and is
    ///     over once it is done
    /// @throws dev.runbook.core.journal.JournalException when it could not be written down; then nothing is
    ///     done
    public Incident instruct(ProblemReport report, Runbook runbook, Actor.Operator by) {
        if (!runbook.id().equals(INSTRUCTION))
            throw new IllegalArgumentException("runbook " + runbook.id() + " is no operator's instruction");
        var complete = intake.apply(report);
        while (true) {
            var now = clock.instant();
            var asked = new Stamped(now, by, new Event.Reported(complete));
            var triaged = new Stamped(
                    now,
                    Actor.engine(),
                    new Event.Triaged(
                            new Classification(
                                    Category.UNKNOWN, Severity.LOW, 0, List.of("an operator asked for one operation")),
                            List.of()));
            var selected = new Stamped(
                    now,
                    Actor.engine(),
                    new Event.RunbookSelected(
                            runbook.id(), runbook.digest(), runbook.source(), "it is what the operator asked for"));
            var incident = Evolution.apply(Evolution.apply(Evolution.begin(ids.next(), asked), triaged), selected);
            var append = journal.append(new Journal.Commit(
                    0, List.of(asked, triaged, selected), IncidentSummary.of(incident, now), Journal.Wake.DRIVE));
            if (append instanceof Journal.Append.Appended) return incident;
        }
    }

    /// The incident as it stands.
    public Optional<Incident> find(IncidentId id) {
        return states.read(id);
    }

    /// The incident as it stands or as it stood after an entry, which costs nothing while nothing came after
    /// what is known here.
    ///
    /// @param seq the number of that entry
    public Optional<Incident> find(IncidentId id, long seq) {
        return states.read(id, seq);
    }

    /// Does what a person wants, if it counts. When this returns [Decision.Accepted], it is in the journal.
    ///
    /// @return empty when there is no such incident
    public Optional<Decision> handle(IncidentId id, Command command) {
        while (true) {
            var found = find(id);
            if (found.isEmpty()) return Optional.empty();
            var incident = found.get();
            var now = clock.instant();
            var decision = engine.decide(incident, command, now);
            if (!(decision instanceof Decision.Accepted(var events))) return Optional.of(decision);
            var stamped = events.stream()
                    .map(event -> new Stamped(now, actorOf(event, command), event))
                    .toList();
            var after = incident;
            for (var one : stamped) after = Evolution.apply(after, one);
            var append = journal.append(
                    new Journal.Commit(incident.seq(), stamped, IncidentSummary.of(after, now), Journal.Wake.DRIVE));
            if (append instanceof Journal.Append.Appended) return Optional.of(decision);
        }
    }

    /// Keeps a consultation of a model, or what it is worth, on an incident whose work it does not touch.
    ///
    /// @param event of a kind that may happen in any phase and leaves it
    /// @return whether there is such an incident
    public boolean note(IncidentId id, Event event) {
        return note(id, Actor.engine(), event);
    }

    /// Keeps on an incident what somebody said or was asked, and what its work does not hang on.
    ///
    /// @param event of a kind that may happen in any phase and leaves it
    /// @return whether there is such an incident
    public boolean note(IncidentId id, Actor by, Event event) {
        if (!Transition.ANYWHERE.contains(event.getClass()))
            throw new IllegalArgumentException("no event to be noted: " + event);
        while (true) {
            var found = find(id);
            if (found.isEmpty()) return false;
            if (added(found.get(), by, List.of(event))) return true;
        }
    }

    private boolean added(Incident incident, Actor by, List<Event> events) {
        var now = clock.instant();
        var noted = events.stream().map(event -> new Stamped(now, by, event)).toList();
        var after = incident;
        for (var one : noted) after = Evolution.apply(after, one);
        return journal.append(
                        new Journal.Commit(incident.seq(), noted, IncidentSummary.of(after, now), Journal.Wake.DRIVE))
                instanceof Journal.Append.Appended;
    }

    /// Takes another alert to be of an incident. The first [JoinedAlerts#MOST] are written down there, and
    /// those that are worse than it was taken for, each once however often that is said. One that is worse
    /// raises the severity, unless a person has said how bad it is.
    ///
    /// @param because what the alert has to do with the incident
    /// @return whether the incident is not over
    /// @throws dev.runbook.core.journal.JournalException when it could not be written down
    public boolean join(IncidentId id, Actor by, Alert alert, String because) {
        while (true) {
            var incident = find(id).filter(Incident::open);
            if (incident.isEmpty()) return false;
            var alerts = incident.get().alerts();
            var worse = worse(incident.get(), alert);
            if (alerts.written().contains(alert) || (alerts.full() && worse.isEmpty())) return true;
            var events = Stream.concat(Stream.of(new Event.AlertJoined(alert, because)), worse.stream())
                    .toList();
            if (added(incident.get(), by, events)) return true;
        }
    }

    private static Optional<Event> worse(Incident incident, Alert alert) {
        var known = incident.severity();
        if (known.isAtLeast(alert.severity()) || incident.findings().said().classified()) return Optional.empty();
        var which = "the alert " + alert.name()
                + alert.place().map(place -> " of " + place).orElse("");
        return Optional.of(new Event.SeverityRaised(
                known,
                alert.severity(),
                which + " joined, which is " + alert.severity().name().toLowerCase(Locale.ROOT)));
    }

    /// Keeps on an incident that one of the alerts that are written down there is over, once until the alert
    /// fires again. Whether the problem is gone is seen by looking all the same.
    ///
    /// @return whether there is such an incident
    /// @throws dev.runbook.core.journal.JournalException when it could not be written down
    public boolean noteEnd(IncidentId id, Actor by, Alert alert) {
        while (true) {
            var incident = find(id);
            if (incident.isEmpty()) return false;
            if (!incident.get().alerts().isFiring(alert)) return true;
            if (added(incident.get(), by, List.of(new Event.AlertEnded(alert)))) return true;
        }
    }

    /// What follows from a person's decision is the engine's doing.
    private static Actor actorOf(Event event, Command command) {
        return switch (event) {
            case Event.ActionCleared _, Event.Escalated _, Event.NoticeStarted _ -> Actor.engine();
            case Event _ -> command.by();
        };
    }
}
