package dev.runbook.app.assembly;

import dev.runbook.core.approval.ApprovalPolicy;
import dev.runbook.core.approval.ApprovalRequest;
import dev.runbook.core.engine.Command;
import dev.runbook.core.engine.Decision;
import dev.runbook.core.engine.Driver;
import dev.runbook.core.engine.Engine;
import dev.runbook.core.engine.Incident;
import dev.runbook.core.engine.IncidentDesk;
import dev.runbook.core.engine.IncidentDriver;
import dev.runbook.core.engine.Minds;
import dev.runbook.core.engine.Notices;
import dev.runbook.core.engine.Question;
import dev.runbook.core.engine.Settings;
import dev.runbook.core.governor.Governor;
import dev.runbook.core.governor.Limits;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.journal.InMemoryJournal;
import dev.runbook.core.journal.JournalEntry;
import dev.runbook.core.operation.Provider;
import dev.runbook.core.runbook.Expressions;
import dev.runbook.core.runbook.RunbookLibrary;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/// Plays one incident in this process and in virtual time, with the same engine, policy and providers as the
/// server. The clock moves only while the incident waits, and a little with every entry, so the same world
/// gives the same run. One thread at a time.
public final class Rehearsal {

    /// How much time every entry of the journal takes.
    private static final Duration PACE = Duration.ofSeconds(2);

    /// The people of a rehearsal may do everything.
    public static final Set<String> EVERY_ROLE =
            Set.of("viewer", "responder", "approver", "commander", "administrator");

    private final ManualClock clock;
    private final IncidentDesk desk;
    private final IncidentDriver driver;
    private final InMemoryJournal journal;

    /// What is needed besides the clock.
    ///
    /// @param limits what holds actions back that were let through
    /// @param onEntry told of every entry as it is written
    /// @param onWait told how long the incident is about to wait, before the clock moves
    public record Parts(
            Provider provider,
            RunbookLibrary library,
            Expressions expressions,
            Minds minds,
            ApprovalPolicy policy,
            Limits limits,
            Notices notices,
            Settings settings,
            Consumer<JournalEntry> onEntry,
            Consumer<Duration> onWait) {}

    /// Decides about a request, or lets it wait.
    @FunctionalInterface
    public interface Approver {
        /// @return the command to give; empty to say nothing, so that time passes until the request's timer
        ///     ends
        Optional<Command> decide(Incident incident, ApprovalRequest request);

        /// @return the answer to give; empty to say nothing, so that the question expires
        default Optional<Command> answer(Incident incident, Question question) {
            return Optional.empty();
        }
    }

    private final Parts parts;

    public Rehearsal(Parts parts, ManualClock clock) {
        this.parts = parts;
        this.clock = clock;
        journal = new InMemoryJournal(entry -> {
            clock.advance(PACE);
            parts.onEntry().accept(entry);
        });
        var engine = new Engine(parts.notices());
        desk = new IncidentDesk(journal, engine, () -> new IncidentId("INC-1"), clock);
        driver = new Driver(
                journal,
                parts.provider(),
                parts.library(),
                parts.expressions(),
                parts.minds(),
                parts.policy(),
                new Governor(parts.limits(), journal.effects(), Governor.Estates.BY_ENVIRONMENT),
                engine,
                parts.settings(),
                clock);
    }

    /// Plays an incident to its end.
    ///
    /// @return the incident as it ended; it may still wait for a person
    public Incident play(ProblemReport report, Actor by, Approver approver) throws InterruptedException {
        return play(desk -> desk.report(report, by), approver);
    }

    /// Plays an incident that begins in a way of its own to its end.
    ///
    /// @param begin brings it to the desk
    Incident play(Function<IncidentDesk, Incident> begin, Approver approver) throws InterruptedException {
        var id = begin.apply(desk).id();
        while (true) {
            var pause = driver.drive(id);
            var incident = desk.find(id).orElseThrow();
            if (incident.over()) return incident;
            if (decided(incident, approver)) continue;
            if (pause.wakeAt().isEmpty()) return incident;
            parts.onWait()
                    .accept(Duration.between(clock.instant(), pause.wakeAt().get()));
            clock.advanceTo(pause.wakeAt().get());
        }
    }

    /// All entries of the incident that was played.
    public List<JournalEntry> journal() {
        return journal.read(new IncidentId("INC-1"));
    }

    private boolean decided(Incident incident, Approver approver) {
        return Engine.openRequest(incident)
                .flatMap(request -> approver.decide(incident, request))
                .or(() -> Engine.openQuestion(incident).flatMap(question -> approver.answer(incident, question)))
                .flatMap(command -> desk.handle(incident.id(), command))
                .filter(Decision.Accepted.class::isInstance)
                .isPresent();
    }
}
