package dev.runbook.app.recording;

import dev.runbook.core.approval.ApprovalPolicy;
import dev.runbook.core.engine.Command;
import dev.runbook.core.engine.Decision;
import dev.runbook.core.engine.Driver;
import dev.runbook.core.engine.Engine;
import dev.runbook.core.engine.Event;
import dev.runbook.core.engine.Evolution;
import dev.runbook.core.engine.Incident;
import dev.runbook.core.engine.IncidentDesk;
import dev.runbook.core.engine.Notices;
import dev.runbook.core.engine.Sentence;
import dev.runbook.core.engine.Settings;
import dev.runbook.core.governor.Limits;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.journal.JournalEntry;
import dev.runbook.core.journal.JournalException;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.value.Digest;
import dev.runbook.core.value.Value;
import dev.runbook.language.cel.CelExpressions;
import dev.runbook.language.parse.PolicyFile;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A recording replayed through the engine: driver, planner, policy and language run as they did, and every
/// question to the world, to the ML engine, to people and to the clock gets the recorded answer. Nothing
/// outside is asked or changed.
///
/// @param replayed how many entries came out the same, with the same hash
/// @param head the hash of the last of them
/// @param difference the first that did not; empty when the whole recording came out the same
public record Replay(long replayed, Digest head, Optional<Difference> difference) {

    /// An entry that came out otherwise.
    ///
    /// @param seq its place, from 1
    /// @param recorded what was recorded, in a sentence
    /// @param replayed what the engine comes to now
    /// @param detail where the sentences do not show the difference; may be empty
    public record Difference(long seq, String recorded, String replayed, String detail) {}

    /// Replays a recording whose entries are in order; see [RecordingCheck].
    ///
    /// @throws IllegalArgumentException when a runbook of it cannot be read
    public static Replay of(Recording recording) throws InterruptedException {
        return new Player(recording).play();
    }

    /// One replay. One thread at a time. After so many tries that lead to no entry there is none to come. A
    /// try may teach the world one answer.
    private static final int MOST_LESSONS = 200;

    static final class Player {
        private final Tape tape;
        private final ReplayJournal journal;
        private final IncidentDesk desk;
        private final Driver driver;
        private final Recording recording;
        private final RecordedLibrary library;
        private final Engine engine;
        private final RecordedWorld world;

        Player(Recording recording) {
            this.recording = recording;
            tape = new Tape(recording.entries());
            library = new RecordedLibrary(recording, tape);
            world = new RecordedWorld(tape, this::followed);
            journal = new ReplayJournal(recording.incident(), tape, world);
            engine = new Engine(notices(recording));
            desk = new IncidentDesk(journal, engine, recording::incident, world);
            driver = new Driver(
                    journal,
                    world,
                    library,
                    new CelExpressions(),
                    new RecordedMinds(tape).minds(),
                    rules(recording).policy(),
                    new RecordedGuard(tape),
                    engine,
                    settings(recording),
                    world);
        }

        /// Everything that was asked so far.
        Answers answers() {
            return world.answers();
        }

        private Optional<Runbook> followed() {
            return Evolution.replay(journal.read(recording.incident()))
                    .flatMap(Incident::run)
                    .map(run -> library.read(run.runbook(), run.source()));
        }

        Replay play() throws InterruptedException {
            int still = 0;
            while (!tape.isOver() && journal.difference().isEmpty()) {
                int before = tape.position();
                try {
                    step();
                } catch (JournalException _) {
                    // The journal broke the drive off, and knows why.
                }
                still = tape.position() == before ? still + 1 : 0;
                if (still > MOST_LESSONS && journal.difference().isEmpty())
                    journal.differs(
                            before,
                            Sentence.of(tape.next()),
                            "nothing",
                            "the recording ends within what the engine writes at once, or the engine goes round in"
                                    + " circles");
            }
            var entries = journal.read(recording.incident());
            var head =
                    entries.isEmpty() ? JournalEntry.ORIGIN : entries.getLast().hash();
            return new Replay(entries.size(), head, journal.difference());
        }

        private void step() throws InterruptedException {
            int before = tape.position();
            var next = tape.next();
            if (next.event() instanceof Event.Reported(var report)) {
                var _ = desk.report(report, next.actor());
            } else if (next.actor() instanceof Actor.Operator by && !Tape.isOfAlert(next.event())) {
                decide(by);
            } else if (Tape.isAside(next.event())) {
                desk.note(recording.incident(), next.actor(), next.event());
            } else {
                var pause = driver.drive(recording.incident());
                if (tape.position() == before && journal.difference().isEmpty())
                    throw journal.differs(
                            before,
                            Sentence.of(next),
                            "the engine waits"
                                    + pause.wakeAt()
                                            .map(until -> " until " + until)
                                            .orElse(" for people"),
                            "");
            }
        }

        private void decide(Actor.Operator by) {
            var next = tape.next();
            var command = command(by, next.event());
            if (command.isEmpty())
                throw journal.differs(tape.position(), Sentence.of(next), "no command of this version leads to it", "");
            var decision = desk.handle(recording.incident(), command.get()).orElseThrow();
            if (decision instanceof Decision.Refused(var _, var message))
                throw journal.differs(tape.position(), Sentence.of(next), "the engine refuses it: " + message, "");
        }
    }

    /// Who decided had the role that was wanted then; the journal does not say which.
    private static final Set<String> EVERY_ROLE = Set.of("viewer", "responder", "approver", "administrator");

    static Notices notices(Recording recording) {
        return new Notices(
                Optional.of(recording.settings().channel()),
                recording.settings().inThreads());
    }

    /// The rules that the incident ran with.
    ///
    /// @throws IllegalArgumentException when this version cannot read them
    static PolicyFile.Result.Read rules(Recording recording) {
        return recording
                .settings()
                .policy()
                .map(policy -> rules(recording, policy))
                .orElseGet(() -> new PolicyFile.Result.Read(ladder(recording), Limits.standard()));
    }

    /// Other rules, on top of the ladder that the incident ran with.
    ///
    /// @throws IllegalArgumentException that names each fault of the file with its line and column
    static PolicyFile.Result.Read rules(Recording recording, Recording.Policy policy) {
        return switch (PolicyFile.read(policy.file(), policy.yaml(), ladder(recording))) {
            case PolicyFile.Result.Read read -> read;
            case PolicyFile.Result.Broken(var problems) ->
                throw new IllegalArgumentException(problems.stream()
                        .map(problem -> problem + "; " + problem.hint())
                        .collect(Collectors.joining("\n")));
        };
    }

    private static ApprovalPolicy ladder(Recording recording) {
        return ApprovalPolicy.ladder(
                recording.settings().vetoWindow(), recording.settings().approvalExpiry());
    }

    static Settings settings(Recording recording) {
        var standard = Settings.standard();
        return new Settings(
                standard.fallback(),
                standard.fit(),
                recording.settings().lookBack(),
                recording.settings().callTimeout(),
                standard.surveyed(),
                standard.looks(),
                standard.rounds(),
                standard.surveys(),
                recording.settings().cureWatch());
    }

    /// What a person wanted who caused an event; empty when this version knows no such wish.
    static Optional<Command> command(Actor.Operator by, Event event) {
        return Optional.ofNullable(
                switch (event) {
                    case Event.Approved(var request, var hash, var comment) ->
                        new Command.Approve(by, request, hash, comment, EVERY_ROLE);
                    case Event.Denied(var request, var reason) -> new Command.Deny(by, request, reason);
                    case Event.Vetoed(var request, var reason) -> new Command.Veto(by, request, reason);
                    case Event.Answered(var question, var answers) -> new Command.Answer(by, question, answers);
                    case Event.StepSucceeded(var _, var _, var result) ->
                        new Command.Attest(by, true, note(attested(result)));
                    case Event.StepFailed(var _, var reason) -> new Command.Attest(by, false, note(reason));
                    case Event.Resolved(var how) ->
                        new Command.Resolve(
                                by,
                                how.startsWith(by.name() + ": ")
                                        ? how.substring(by.name().length() + 2)
                                        : how);
                    case Event.Closed(var note) -> new Command.Close(by, note);
                    case Event.Remembered(var lesson) ->
                        new Command.Remember(
                                by, Optional.of(lesson.cause()), Optional.of(lesson.component()), lesson.note());
                    case Event.Forgotten(var reason) -> new Command.Forget(by, reason);
                    case Event.Documented(var markdown) -> new Command.Document(by, markdown);
                    case Event.OfferTaken(var call) -> new Command.TakeOffer(by, call);
                    case Event.Commented(var text) -> new Command.Comment(by, text);
                    case Event _ -> null;
                });
    }

    private static String attested(Value result) {
        return result instanceof Value.Fields fields
                ? fields.get("attested").map(Value::display).orElse("")
                : "";
    }

    /// What follows the first part of "ann says it happened: note".
    private static String note(String said) {
        int colon = said.indexOf(": ");
        return colon < 0 ? "" : said.substring(colon + 2);
    }
}
