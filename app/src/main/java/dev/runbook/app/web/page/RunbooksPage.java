package dev.runbook.app.web.page;

import dev.runbook.app.web.Backend;
import dev.runbook.app.web.IncidentIndex;
import dev.runbook.app.web.Workshop.Flaw;
import dev.runbook.app.web.Workshop.Found;
import dev.runbook.app.web.Workshop.Played;
import dev.runbook.app.web.api.Desk;
import dev.runbook.app.web.problem.Problem;
import dev.runbook.app.web.problem.ProblemException;
import dev.runbook.app.web.view.ForecastView;
import dev.runbook.core.engine.Evolution;
import dev.runbook.core.runbook.Runbook;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The library of runbooks, and one of them as flow and as text.
@Controller
@RequestMapping("/runbooks")
class RunbooksPage {

    private static final Duration COUNTED = Duration.ofDays(90);

    private final Backend backend;
    private final Desk desk;

    RunbooksPage(Backend backend, Desk desk) {
        this.backend = backend;
        this.desk = desk;
    }

    /// One runbook in the list.
    ///
    /// @param played what its tests came to; empty when they were not played with this version
    /// @param track how it did of late; empty when no incident followed it
    /// @param found how well it fits what is searched for; empty when nothing is
    public record Line(
            String id,
            String name,
            String description,
            Optional<String> owner,
            List<String> tags,
            Optional<String> trigger,
            String severity,
            int steps,
            int tests,
            Optional<Played> played,
            long errors,
            long warnings,
            Optional<IncidentIndex.Track> track,
            Optional<Found> found) {}

    /// One line of a runbook's text.
    public record SourceLine(int number, String text, List<Flaw> flaws) {}

    @GetMapping
    String list(
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String tag,
            Model model) {
        var words = q == null ? "" : q.strip();
        var flaws = backend.workshop().flaws();
        var all = backend.runbooks().all();
        model.addAttribute("q", words);
        model.addAttribute("tag", tag == null ? "" : tag);
        model.addAttribute(
                "tags",
                all.stream()
                        .flatMap(runbook -> runbook.about().tags().stream())
                        .distinct()
                        .sorted()
                        .toList());
        var found = words.isEmpty()
                ? Map.<String, Found>of()
                : backend.workshop().search(words).stream().collect(Collectors.toMap(Found::runbook, each -> each));
        var tracks = tracks();
        model.addAttribute(
                "lines",
                all.stream()
                        .filter(runbook -> tag == null
                                || tag.isEmpty()
                                || runbook.about().tags().contains(tag))
                        .filter(runbook -> mentions(runbook, words) || fit(runbook, found) >= Found.LEAST_FIT)
                        .sorted(Comparator.comparingDouble((Runbook runbook) -> fit(runbook, found))
                                .reversed())
                        .map(runbook -> line(
                                runbook,
                                flaws,
                                Optional.ofNullable(tracks.get(runbook.id().id())),
                                Optional.ofNullable(found.get(runbook.id().id()))))
                        .toList());
        model.addAttribute("total", all.size());
        model.addAttribute(
                "homeless",
                flaws.stream()
                        .filter(flaw -> all.stream()
                                .noneMatch(runbook -> flaw.of(runbook.id().id())))
                        .toList());
        return "runbooks";
    }

    /// How each runbook did of late, by its id.
    private Map<String, IncidentIndex.Track> tracks() {
        return backend.index().runbooks(backend.pace().now().minus(COUNTED)).stream()
                .collect(Collectors.toMap(IncidentIndex.Track::runbook, each -> each));
    }

    private static double fit(Runbook runbook, Map<String, Found> found) {
        var match = found.get(runbook.id().id());
        return match == null ? 0 : match.score();
    }

    /// Whether each word occurs in what the runbook says about itself.
    private static boolean mentions(Runbook runbook, String words) {
        var text = Stream.of(
                        Stream.of(runbook.id().id(), runbook.name(), runbook.description()),
                        runbook.about().owner().stream(),
                        runbook.about().tags().stream(),
                        runbook.phrases().stream(),
                        runbook.steps().stream().map(step -> step.id() + " " + step.description()),
                        runbook.steps().stream()
                                .flatMap(step -> step.invocation().stream())
                                .map(call -> call.operation().toString()))
                .flatMap(part -> part)
                .collect(Collectors.joining(" "))
                .toLowerCase(Locale.ROOT)
                .replace('_', ' ');
        return Arrays.stream(words.toLowerCase(Locale.ROOT).replace('_', ' ').split("\\s+"))
                .allMatch(text::contains);
    }

    private Line line(Runbook runbook, List<Flaw> flaws, Optional<IncidentIndex.Track> track, Optional<Found> found) {
        var id = runbook.id().id();
        var own = flaws.stream().filter(flaw -> flaw.of(id)).toList();
        return new Line(
                id,
                runbook.name(),
                runbook.description(),
                runbook.about().owner(),
                runbook.about().tags(),
                runbook.trigger().map(trigger -> trigger.source()),
                runbook.severity().name().toLowerCase(Locale.ROOT),
                runbook.steps().size(),
                backend.workshop().tests(id),
                backend.workshop().played(id, runbook.digest().hex()),
                own.stream().filter(Flaw::error).count(),
                own.stream().filter(flaw -> !flaw.error()).count(),
                track,
                found);
    }

    @GetMapping("/{id}")
    String one(@PathVariable String id, Model model) {
        return show(find(id), model);
    }

    private Runbook find(String id) {
        return backend.runbooks().all().stream()
                .filter(each -> each.id().id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ProblemException(Problem.NOT_FOUND, "There is no runbook '" + id + "'"));
    }

    private String show(Runbook runbook, Model model) {
        var id = runbook.id().id();
        var flaws = backend.workshop().flaws();
        model.addAttribute("runbook", line(runbook, flaws, Optional.ofNullable(tracks().get(id)), Optional.empty()));
        model.addAttribute("plays", backend.stage().plays());
        model.addAttribute("version", runbook.digest().hex());
        model.addAttribute("versions", backend.workshop().versions(id));
        model.addAttribute("flow", FlowNode.of(runbook));
        model.addAttribute("source", source(runbook, flaws));
        model.addAttribute("flaws", flaws.stream().filter(flaw -> flaw.of(id)).toList());
        return "runbook";
    }

    private static List<SourceLine> source(Runbook runbook, List<Flaw> flaws) {
        var lines = runbook.source().lines().toList();
        return java.util.stream.IntStream.rangeClosed(1, lines.size())
                .mapToObj(number -> new SourceLine(
                        number,
                        lines.get(number - 1),
                        flaws.stream()
                                .filter(flaw -> flaw.of(runbook.id().id()) && flaw.line() == number)
                                .toList()))
                .toList();
    }

    /// Shows what the runbook would do, for a scenario or for an incident as it stands. Nothing is executed.
    ///
    /// @param gather whether the steps that only look are carried out
    @PostMapping("/{id}/plan")
    String plan(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String scenario,
            @RequestParam(defaultValue = "") String incident,
            @RequestParam(defaultValue = "false") boolean gather,
            Model model)
            throws InterruptedException {
        var runbook = find(id);
        var about = incident.strip();
        if (about.isEmpty() == scenario.isEmpty())
            throw new ProblemException(Problem.INVALID, "Choose a scenario, or name an incident");
        var forecast = about.isEmpty()
                ? backend.workshop()
                        .foresee(runbook, scenario, gather)
                        .orElseThrow(() ->
                                new ProblemException(Problem.NOT_FOUND, "There is no scenario '" + scenario + "'"))
                : backend.dryRun()
                        .of(Evolution.replay(desk.entries(Desk.id(about))).orElseThrow(), runbook, gather);
        model.addAttribute("forecast", ForecastView.of(forecast));
        model.addAttribute("planScenario", scenario);
        model.addAttribute("planIncident", about);
        model.addAttribute("forecastFor", about.isEmpty() ? "the scenario " + scenario : about);
        return show(runbook, model);
    }

    /// Plays the tests of a runbook.
    @PostMapping("/{id}/tests")
    String test(@PathVariable String id) throws InterruptedException {
        if (backend.workshop().play(id).isEmpty())
            throw new ProblemException(
                    Problem.NOT_FOUND, "The runbook '" + id + "' has no tests; write them into " + id + ".test.yaml");
        return "redirect:/runbooks/" + id;
    }
}
