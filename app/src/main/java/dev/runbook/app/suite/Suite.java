package dev.runbook.app.suite;

import dev.runbook.app.assembly.Configuration;
import dev.runbook.app.assembly.Parts;
import dev.runbook.app.assembly.Rehearsal;
import dev.runbook.app.assembly.ScenarioRun;
import dev.runbook.core.approval.Gate;
import dev.runbook.core.diagnosis.CaseFile;
import dev.runbook.core.engine.Command;
import dev.runbook.core.engine.Event;
import dev.runbook.core.engine.Evolution;
import dev.runbook.core.engine.Minds;
import dev.runbook.core.engine.Phase;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.journal.JournalEntry;
import dev.runbook.core.value.Json;
import dev.runbook.core.value.Value;
import dev.runbook.ml.bundle.BundleWriter;
import dev.runbook.ml.bundle.Expected;
import dev.runbook.ml.diagnose.Diagnosis;
import dev.runbook.ml.diagnose.Evaluation;
import dev.runbook.ml.diagnose.IncidentDiagnosis;
import dev.runbook.ml.offline.OfflineEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/// Plays incidents that the grammar made through the whole engine, from report to post-mortem, and scores
/// what the offline engine concluded before it first changed anything. One thread at a time.
public final class Suite {

    private static final List<Actor.Operator> PEOPLE = List.of(new Actor.Operator("ann"), new Actor.Operator("bob"));

    /// Approves whatever needs approval.
    private static final Rehearsal.Approver WILLING = (incident, request) -> {
        if (!(incident.phase() instanceof Phase.AwaitingApproval(var asked, var given))
                || !(asked.gate() instanceof Gate.NeedsApprovals)) return Optional.empty();
        return PEOPLE.stream()
                .filter(person -> !given.contains(person))
                .findFirst()
                .map(person ->
                        new Command.Approve(person, request.id(), request.planHash(), "suite", Rehearsal.EVERY_ROLE));
    };

    private final Configuration configuration;
    private final OfflineEngine engine;

    public Suite(Configuration configuration, OfflineEngine engine) {
        this.configuration = configuration;
        this.engine = engine;
    }

    /// What became of a story.
    ///
    /// @param file what was known when the diagnosis was made
    /// @param cured whether the incident ended resolved, in a world that is well
    /// @param changes how many things were done to the world
    public record Played(Story story, Evaluation.Case judged, CaseFile file, boolean cured, int changes) {}

    /// Plays all.
    ///
    /// @param progress told after each story how many are done
    public List<Played> play(List<Story> stories, LongConsumer progress) throws InterruptedException {
        var played = new ArrayList<Played>();
        for (var story : stories) {
            played.add(play(story));
            progress.accept(played.size());
        }
        return List.copyOf(played);
    }

    /// Plays one with these minds.
    ScenarioRun run(Story story, Minds minds) throws InterruptedException {
        return ScenarioRun.play(
                configuration, story.scenario(), story.scenario().seed(), minds, WILLING, _ -> {}, _ -> {});
    }

    private Played play(Story story) throws InterruptedException {
        var run = run(story, Parts.minds(engine));
        var file = Evolution.replay(decisive(run.journal())).orElseThrow().caseFile();
        long start = System.nanoTime();
        var diagnosis = engine.diagnoser().diagnose(file);
        double millis = (System.nanoTime() - start) / 1e6;
        return new Played(
                story,
                judged(story, IncidentDiagnosis.of(diagnosis, file), millis),
                file,
                run.cured(),
                run.changes().size());
    }

    /// A run, judged by what the engine itself concluded before anything was done to the world.
    ///
    /// @param millis how long its diagnosis took
    Played concluded(Story story, ScenarioRun run, double millis) {
        var before = decisive(run.journal());
        var file = Evolution.replay(before).orElseThrow().caseFile();
        var diagnosis = before.size() < run.journal().size()
                        && run.journal().get(before.size()).stamped().event()
                                instanceof Event.Diagnosed(var _, var made)
                ? made
                : engine.diagnoser().diagnose(file);
        return new Played(
                story,
                judged(story, IncidentDiagnosis.of(diagnosis, file), millis),
                file,
                run.cured(),
                run.changes().size());
    }

    /// The journal up to the last diagnosis before anything was done to the world.
    static List<JournalEntry> decisive(List<JournalEntry> journal) {
        int last = 0;
        for (int i = 0; i < journal.size(); i++) {
            var event = journal.get(i).stamped().event();
            if (event instanceof Event.Diagnosed) last = i;
            if (event instanceof Event.StepStarted && last > 0) break;
        }
        // What was known before it is what it was made from.
        return journal.subList(0, last > 0 ? last : journal.size());
    }

    private static Evaluation.Case judged(Story story, Diagnosis diagnosis, double millis) {
        var components = diagnosis.components().stream()
                .map(Diagnosis.RankedComponent::component)
                .toList();
        int rank = story.truths().stream()
                .mapToInt(t -> components.indexOf(t.component()) + 1)
                .filter(r -> r > 0)
                .min()
                .orElse(0);
        return new Evaluation.Case(
                story.name(),
                Optional.of(diagnosis),
                "",
                Optional.of(expected(story)),
                rank,
                Optional.of(right(story, diagnosis)),
                millis);
    }

    private static boolean right(Story story, Diagnosis diagnosis) {
        if (story.truths().isEmpty()) return diagnosis.verdict() == Diagnosis.Verdict.HEALTHY;
        return diagnosis.verdict() == Diagnosis.Verdict.FAULT
                && story.truths().stream()
                        .anyMatch(t -> t.component()
                                        .equals(diagnosis
                                                .components()
                                                .getFirst()
                                                .component())
                                && t.cause().name().toLowerCase(Locale.ROOT).equals(diagnosis.category()));
    }

    private static Expected expected(Story story) {
        return new Expected(
                story.truths().stream().map(Story.Truth::component).toList(),
                Optional.empty(),
                Optional.of(story.truths().isEmpty()),
                Optional.of(story.kind()),
                List.of(),
                List.of());
    }

    /// Writes each incident as a bundle: what was known, what is true, and the scenario that it was.
    public static void write(List<Played> played, Path folder) throws IOException {
        for (var one : played) {
            var place = folder.resolve(one.story().name());
            BundleWriter.write(one.story().name(), one.file(), place);
            Files.writeString(place.resolve("expected.json"), Json.write(truth(one.story())) + "\n");
            Files.writeString(
                    place.resolve("scenario.json"), Json.write(one.story().json()) + "\n");
        }
    }

    private static Value truth(Story story) {
        return Value.fields(
                "components",
                story.truths().stream().map(Story.Truth::component).toList(),
                "healthy",
                story.truths().isEmpty(),
                "kind",
                story.kind(),
                "causes",
                story.truths().stream().map(Story.Truth::cause).toList(),
                "traits",
                story.traits());
    }

    /// What became of the worlds, by name, in the order in which it is to be read; shares.
    public static Map<String, Double> endings(List<Played> played) {
        var sick = played.stream().filter(p -> !p.story().truths().isEmpty()).toList();
        var well = played.stream().filter(p -> p.story().truths().isEmpty()).toList();
        var endings = new LinkedHashMap<String, Double>();
        if (!sick.isEmpty())
            endings.put(
                    "cured, where something was wrong",
                    share(sick, sick.stream().filter(Played::cured).count()));
        if (!well.isEmpty()) {
            endings.put(
                    "closed, where nothing was",
                    share(well, well.stream().filter(Played::cured).count()));
            endings.put(
                    "changed, where nothing was wrong",
                    share(well, well.stream().filter(p -> p.changes() > 0).count()));
        }
        return endings;
    }

    private static double share(List<Played> of, long count) {
        return count / (double) of.size();
    }
}
