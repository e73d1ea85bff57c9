package dev.runbook.app.suite;

import dev.runbook.app.assembly.Configuration;
import dev.runbook.app.assembly.Parts;
import dev.runbook.app.assembly.ScenarioRun;
import dev.runbook.core.diagnosis.Consultation;
import dev.runbook.core.diagnosis.Consultation.Task;
import dev.runbook.core.diagnosis.Investigation.Standing;
import dev.runbook.core.engine.Event;
import dev.runbook.core.engine.Evolution;
import dev.runbook.core.journal.JournalEntry;
import dev.runbook.ml.llm.LanguageModelEngine;
import dev.runbook.ml.llm.RecordedModel;
import dev.runbook.ml.llm.model.ModelSettings;
import dev.runbook.ml.offline.OfflineEngine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/// Plays the same incidents twice, with the offline engine alone and with a language model over it. What
/// the model says is either asked now, and kept, or taken from a recording. One thread at a time.
public final class Contest {

    private final Suite suite;
    private final OfflineEngine engine;

    public Contest(Configuration configuration, OfflineEngine engine) {
        this.suite = new Suite(configuration, engine);
        this.engine = engine;
    }

    /// One incident, played twice.
    ///
    /// @param said what the model was asked and said, in order
    /// @param standing on whose word the diagnosis stands; empty when none was checked
    /// @param missing how many questions the recording has no answer to
    public record Round(
            Suite.Played offline,
            Suite.Played model,
            List<Consultation> said,
            Optional<Standing> standing,
            long missing) {
        public Round {
            said = List.copyOf(said);
        }
    }

    /// Asks the model that is configured.
    ///
    /// @param progress told after each incident how many are done
    /// @return the rounds, and what was said in them
    public Comparison ask(ModelSettings settings, long seed, int count, LongConsumer progress)
            throws InterruptedException {
        var model = LanguageModelEngine.of(settings, InstantSource.system());
        var rounds = play(seed, count, _ -> model, _ -> Optional.empty(), progress);
        var said = new LinkedHashMap<String, List<Consultation>>();
        for (var round : rounds) said.put(round.model().story().name(), round.said());
        return new Comparison(rounds, new Tape(seed, count, settings.limits(), said));
    }

    /// Takes what the model says from a recording: the same incidents, with no key and no network.
    public Comparison replay(Tape tape, LongConsumer progress) throws InterruptedException {
        var rounds = play(
                tape.seed(),
                tape.count(),
                story -> LanguageModelEngine.replaying(tape.about(story), tape.limits(), InstantSource.system()),
                story -> Optional.of(tape.about(story)),
                progress);
        return new Comparison(rounds, tape);
    }

    private List<Round> play(
            long seed,
            int count,
            Function<Story, LanguageModelEngine> models,
            Function<Story, Optional<List<Consultation>>> recorded,
            LongConsumer progress)
            throws InterruptedException {
        var rounds = new ArrayList<Round>();
        for (var story : Grammar.stories(seed, count)) {
            rounds.add(play(story, models.apply(story), recorded.apply(story)));
            progress.accept(rounds.size());
        }
        return List.copyOf(rounds);
    }

    private Round play(Story story, LanguageModelEngine model, Optional<List<Consultation>> recorded)
            throws InterruptedException {
        var alone = suite.run(story, Parts.minds(engine));
        var asked = suite.run(story, model.over(Parts.minds(engine)));
        var before = Suite.decisive(asked.journal());
        var now = consultations(asked.journal());
        return new Round(
                suite.concluded(story, alone, measured(alone)),
                suite.concluded(story, asked, diagnosing(recorded.orElse(now), before)),
                recorded.orElse(now),
                standing(before),
                now.stream().filter(Contest::isMissing).count());
    }

    /// How long the offline engine thinks about what was known, in milliseconds.
    private double measured(ScenarioRun run) {
        var file = Evolution.replay(Suite.decisive(run.journal())).orElseThrow().caseFile();
        long start = System.nanoTime();
        engine.diagnoser().diagnose(file);
        return (System.nanoTime() - start) / 1e6;
    }

    /// How long the model took for the diagnosis that counts, in milliseconds.
    private static double diagnosing(List<Consultation> said, List<JournalEntry> before) {
        long calls = consultations(before).size();
        return said.stream()
                        .limit(calls)
                        .filter(one -> one.task() == Task.DIAGNOSE || one.task() == Task.REFUTE)
                        .map(Consultation::latency)
                        .reduce(Duration.ZERO, Duration::plus)
                        .toNanos()
                / 1e6;
    }

    private static Optional<Standing> standing(List<JournalEntry> before) {
        return events(before)
                .filter(Event.AnswerChecked.class::isInstance)
                .map(Event.AnswerChecked.class::cast)
                .filter(checked -> checked.task() == Task.DIAGNOSE)
                .reduce((_, last) -> last)
                .map(Event.AnswerChecked::standing);
    }

    private static List<Consultation> consultations(List<JournalEntry> journal) {
        return events(journal)
                .filter(Event.ModelConsulted.class::isInstance)
                .map(event -> ((Event.ModelConsulted) event).consultation())
                .toList();
    }

    private static boolean isMissing(Consultation one) {
        return one.outcome() instanceof Consultation.Outcome.Failed(var reason)
                && reason.contains(RecordedModel.NOT_RECORDED);
    }

    private static Stream<Event> events(List<JournalEntry> journal) {
        return journal.stream().map(entry -> entry.stamped().event());
    }
}
