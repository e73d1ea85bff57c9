package dev.runbook.app.assembly;

import dev.runbook.core.approval.ApprovalRequest;
import dev.runbook.core.approval.Gate;
import dev.runbook.core.approval.Plan;
import dev.runbook.core.capability.Operations;
import dev.runbook.core.engine.Command;
import dev.runbook.core.engine.Event;
import dev.runbook.core.engine.Evolution;
import dev.runbook.core.engine.GatherCalls;
import dev.runbook.core.engine.Incident;
import dev.runbook.core.engine.Minds;
import dev.runbook.core.engine.Phase;
import dev.runbook.core.engine.Question;
import dev.runbook.core.engine.Settings;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.journal.JournalEntry;
import dev.runbook.core.operation.Provider;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.RunbookLibrary;
import dev.runbook.core.runbook.Step;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.mock.MockIntegrations;
import dev.runbook.integrations.registry.IntegrationRegistry;
import dev.runbook.integrations.scenario.Scenario;
import dev.runbook.integrations.world.EffectLedger;
import dev.runbook.integrations.world.World;
import dev.runbook.integrations.world.Worlds;
import dev.runbook.language.cel.CelExpressions;
import dev.runbook.language.parse.RunbookTests;
import dev.runbook.ml.offline.OfflineEngine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One test of a runbook, played in virtual time with the engine, the policy and the language of the server.
///
/// @param differences how it differs from what was expected, one sentence each; empty when it does not
/// @param covered the steps that ran, and the branches that were taken, of the tested runbook
public record RunbookTrial(RunbookTests.Case test, List<String> differences, Set<String> covered) {

    private static final List<Actor.Operator> OPERATORS = List.of(new Actor.Operator("ann"), new Actor.Operator("bob"));
    private static final CelExpressions EXPRESSIONS = new CelExpressions();
    private static final Actor REPORTER = new Actor.Operator("test");

    public RunbookTrial {
        differences = List.copyOf(differences);
        covered = Set.copyOf(covered);
    }

    /// Whether it went as expected.
    public boolean passed() {
        return differences.isEmpty();
    }

    /// Everything that tests of a runbook can cover: each step, both ways of each step that may be passed
    /// over, and each way of each decision.
    public static Set<String> coverable(Runbook runbook) {
        var all = new LinkedHashSet<String>();
        boolean decided = false;
        for (var step : runbook.steps()) {
            all.add("step " + step.id());
            boolean chosen =
                    step instanceof Step.Execute && decided && step.when().isEmpty();
            if (step.when().isPresent() || chosen) all.add("step " + step.id() + " passed over");
            if (step instanceof Step.Decide(var head, var rules)) {
                for (var rule : rules) all.add("decision " + head.id() + ": " + rule.because());
                if (rules.stream().allMatch(rule -> rule.when().isPresent()))
                    all.add("decision " + head.id() + ": no rule holds");
            }
            decided |= step instanceof Step.Diagnose || step instanceof Step.Decide;
        }
        return all;
    }

    /// Plays a test.
    ///
    /// @throws ConfigurationException when a setting cannot be used
    public static RunbookTrial play(
            Configuration configuration, RunbookLibrary library, Runbook runbook, RunbookTests.Case test)
            throws InterruptedException {
        var clock = new ManualClock(ScenarioRun.START);
        var asked = ConcurrentHashMap.<String>newKeySet();
        Provider provider;
        Minds minds;
        ProblemReport report;
        if (test.scenario().isPresent()) {
            Scenario scenario;
            try {
                scenario = new ScenarioFolder(configuration.scenarios())
                        .find(test.scenario().get());
            } catch (ConfigurationException e) {
                return new RunbookTrial(test, List.of(String.valueOf(e.getMessage())), Set.of());
            }
            var world = new World(scenario, scenario.seed(), ScenarioRun.START, clock, EffectLedger.inMemory());
            provider = IntegrationRegistry.of(MockIntegrations.create(Worlds.of(world, clock)));
            minds = Parts.minds(OfflineEngine.create());
            report = world.report();
        } else {
            provider = new GivenWorld(test.world(), clock, asked);
            minds = GivenMinds.of(test.world());
            report = report(test.world());
        }
        var rehearsal = new Rehearsal(
                new Rehearsal.Parts(
                        provider,
                        library,
                        new CelExpressions(),
                        minds,
                        Parts.policy(configuration),
                        Parts.limits(configuration),
                        Parts.notices(configuration),
                        Parts.settings(configuration),
                        _ -> {},
                        _ -> {}),
                clock);
        var people = new Decisions(test, new LinkedHashSet<>());
        var incident = rehearsal.play(report.labelled("runbook", runbook.id().id()), REPORTER, people);
        var course = Course.of(runbook, rehearsal.journal(), Parts.settings(configuration));
        var differences = new ArrayList<>(TrialNames.faults(test, runbook, library, asked));
        differences.addAll(differences(test.expected(), course, incident));
        differences.addAll(people.unasked(library));
        return new RunbookTrial(test, differences, course.covered());
    }

    private static ProblemReport report(RunbookTests.World world) {
        var report = ProblemReport.of(world.text());
        if (world.host().isPresent()) report = report.onHost(world.host().get());
        if (world.service().isPresent())
            report = report.aboutService(world.service().get());
        for (var label : world.labels().entrySet()) report = report.labelled(label.getKey(), label.getValue());
        return report;
    }

    /// What the people of a test decide.
    ///
    /// @param asked the steps that they were asked about
    private record Decisions(RunbookTests.Case test, Set<String> asked) implements Rehearsal.Approver {

        /// What they were to say, and nobody asked: a name that is mistyped would change nothing unseen.
        List<String> unasked(RunbookLibrary library) {
            var steps = library.all().stream()
                    .flatMap(runbook -> runbook.steps().stream())
                    .map(step -> step.id().id())
                    .collect(Collectors.toSet());
            return Stream.concat(test.decisions().keySet().stream(), test.answers().keySet().stream())
                    .filter(step -> !asked.contains(step) && steps.contains(step))
                    .distinct()
                    .sorted()
                    .map(step -> "nobody was asked about step " + step + ", for which the test has an answer")
                    .toList();
        }

        @Override
        public Optional<Command> decide(Incident incident, ApprovalRequest request) {
            var by = incident.phase() instanceof Phase.AwaitingApproval(var _, var given) && !given.isEmpty()
                    ? OPERATORS.getLast()
                    : OPERATORS.getFirst();
            var step = request.plan().step().id();
            asked.add(step);
            var fallback = incident.phase() instanceof Phase.AwaitingVeto ? "ignore" : "approve";
            return switch (test.decisions().getOrDefault(step, fallback)) {
                case "approve" ->
                    Optional.of(new Command.Approve(
                            by, request.id(), request.planHash(), "the test says so", Rehearsal.EVERY_ROLE));
                case "deny" -> Optional.of(new Command.Deny(by, request.id(), "the test says so"));
                case "veto" ->
                    Optional.of(
                            incident.phase() instanceof Phase.AwaitingVeto
                                    ? new Command.Veto(by, request.id(), "the test says so")
                                    : new Command.Deny(by, request.id(), "the test says so"));
                default -> Optional.empty();
            };
        }

        @Override
        public Optional<Command> answer(Incident incident, Question question) {
            asked.add(question.step().id());
            return Optional.ofNullable(test.answers().get(question.step().id()))
                    .map(given -> new Command.Answer(OPERATORS.getFirst(), question.id(), given));
        }
    }

    /// What happened to the steps of one runbook.
    private record Course(
            Map<String, List<Value.Fields>> ran,
            Set<String> skipped,
            Set<String> failed,
            Map<String, List<Value.Fields>> undone,
            Map<String, RunbookTests.Approval> gates,
            Set<String> covered) {

        static Course of(Runbook runbook, List<JournalEntry> journal, Settings settings) {
            var course = new Course(
                    new LinkedHashMap<>(),
                    new LinkedHashSet<>(),
                    new LinkedHashSet<>(),
                    new LinkedHashMap<>(),
                    new LinkedHashMap<>(),
                    new LinkedHashSet<>());
            var current = Optional.<String>empty();
            var incident = Optional.<Incident>empty();
            for (var entry : journal) {
                var event = entry.stamped().event();
                current = switch (event) {
                    case Event.RunbookSelected(var id, var _, var _, var _) -> Optional.of(id.id());
                    case Event.RunbookCalled(var step, var id, var _, var _, var _) -> {
                        if (current.filter(runbook.id().id()::equals).isPresent())
                            course.ran(step.id(), Value.Fields.NONE);
                        yield Optional.of(id.id());
                    }
                    case Event.RunbookReturned _ -> Optional.of(runbook.id().id());
                    case Event _ -> current;
                };
                if (current.filter(runbook.id().id()::equals).isPresent()) {
                    // What a verification says is that it ran, whether the world is well or not.
                    if (event instanceof Event.StepFailed(var step, var _)
                            && runbook.step(step).orElse(null) instanceof Step.Verify)
                        course.ran(step.id(), Value.Fields.NONE);
                    if (event instanceof Event.EvidenceGathered(var step, var _, var _, var _)
                            && incident.isPresent()
                            && runbook.step(step).orElse(null) instanceof Step.Gather gather)
                        course.looked(GatherCalls.of(incident.get(), runbook, gather, EXPRESSIONS, settings), gather);
                    else course.take(event);
                }
                incident = Optional.of(incident.map(before -> Evolution.apply(before, entry.stamped()))
                        .orElseGet(() -> Evolution.begin(entry.incident(), entry.stamped())));
            }
            return course;
        }

        /// A look, with the parameters that it asked with.
        private void looked(GatherCalls.Calls calls, Step.Gather step) {
            switch (calls) {
                case GatherCalls.Calls.Ready(var all)
                when !all.isEmpty() -> all.forEach(call -> ran(step.id().id(), filled(call)));
                case GatherCalls.Calls.Ready _, GatherCalls.Calls.Impossible _ ->
                    ran(step.id().id(), Value.Fields.NONE);
            }
        }

        private static Value.Fields filled(Event.Call call) {
            return Operations.CATALOGUE
                    .find(call.operation())
                    .filter(operation -> operation.faults(call.parameters()).isEmpty())
                    .map(operation -> operation.check(call.parameters()).values())
                    .orElse(call.parameters());
        }

        private void take(Event event) {
            switch (event) {
                case Event.Recommended(var step, var _, var _) -> ran(step.id(), Value.Fields.NONE);
                case Event.StepCompleted(var step, var output) -> {
                    ran(step.id(), output instanceof Value.Fields fields ? fields : Value.Fields.NONE);
                    if (output instanceof Value.Fields fields)
                        fields.get("because")
                                .ifPresent(because -> covered.add("decision " + step + ": " + because.display()));
                }
                case Event.Asked(var question) -> ran(question.step().id(), Value.Fields.NONE);
                case Event.NoticeStarted(var notice) ->
                    notice.step().ifPresent(step -> ran(step.id(), notice.call().parameters()));
                case Event.StepStarted(var plan, var _, var _) -> {
                    if (plan.undoes())
                        undone.computeIfAbsent(plan.step().id(), _ -> new ArrayList<>())
                                .add(plan.parameters());
                    else ran(plan.step().id(), plan.parameters());
                }
                case Event.ActionCleared(var plan, var ruling, var _) ->
                    gates.putIfAbsent(plan.step().id(), approval(plan, ruling.gate(), ruling.reasons()));
                case Event.ApprovalRequested(var request) ->
                    gates.put(request.plan().step().id(), approval(request.plan(), request.gate(), request.reasons()));
                case Event.StepSkipped(var step, var _) -> {
                    skipped.add(step.id());
                    covered.add("step " + step + " passed over");
                }
                case Event.StepFailed(var step, var _) -> failed.add(step.id());
                case Event.Expired _, Event.Denied _, Event.Vetoed _ -> {}
                case Event _ -> {}
            }
        }

        /// What became of a step, for messages.
        String what(String step) {
            if (failed.contains(step)) return "it failed";
            if (ran.containsKey(step)) return "it ran";
            return skipped.contains(step) ? "it was passed over" : "it was not reached";
        }

        private void ran(String step, Value.Fields parameters) {
            ran.computeIfAbsent(step, _ -> new ArrayList<>()).add(parameters);
            covered.add("step " + step);
        }

        private static RunbookTests.Approval approval(Plan plan, Gate gate, List<String> reasons) {
            var tier = switch (gate) {
                case Gate.RunsAtOnce _ -> "runs";
                case Gate.RunsUnlessVetoed _ -> "veto";
                case Gate.NeedsApprovals(var quorum, var _, var _) -> quorum == 1 ? "one" : "two";
                case Gate.Forbidden _ -> "forbidden";
            };
            return new RunbookTests.Approval(tier, plan.operation() + ": " + String.join("; ", reasons));
        }
    }

    private static List<String> differences(RunbookTests.Expected expected, Course course, Incident incident) {
        var differences = new ArrayList<String>();
        expected.ran()
                .ifPresent(wanted -> differences.addAll(
                        differences(wanted, course.ran(), "the steps that ran are ", "step %s ran with ")));
        expected.undone()
                .ifPresent(wanted -> differences.addAll(differences(
                        wanted, course.undone(), "the steps that were undone are ", "step %s was undone with ")));
        for (var step : expected.skipped())
            if (!course.skipped().contains(step))
                differences.add("step " + step + " was not passed over: " + course.what(step));
        for (var step : expected.failed())
            if (!course.failed().contains(step))
                differences.add("step " + step + " did not fail: " + course.what(step));
        expected.approvals().forEach((step, wanted) -> {
            var found = course.gates().get(step);
            if (found == null) differences.add("step " + step + " was not put before the policy: " + course.what(step));
            else if (!found.tier().equals(wanted.tier()))
                differences.add("before step " + step + " stands '" + found.tier() + "' instead of '" + wanted.tier()
                        + "'; " + found.because());
            else if (!found.because().contains(wanted.because()))
                differences.add("the reason for what stands before step " + step + " is '" + found.because()
                        + "', which does not contain '" + wanted.because() + "'");
        });
        var ending = incident.phase().kind().name().toLowerCase(Locale.ROOT);
        expected.ending()
                .filter(wanted -> !wanted.equals(ending))
                .ifPresent(wanted -> differences.add("it ends " + ending + reason(incident) + " instead of " + wanted));
        return differences;
    }

    /// How the steps that something was done with differ from those wanted, in order and by their parameters.
    private static List<String> differences(
            Map<String, Value.Fields> wanted, Map<String, List<Value.Fields>> found, String which, String how) {
        var differences = new ArrayList<String>();
        var steps = new ArrayList<>(found.keySet());
        var order = new ArrayList<>(wanted.keySet());
        if (!steps.equals(order)) differences.add(which + steps + " instead of " + order);
        wanted.forEach((step, parameters) -> {
            var given = found.getOrDefault(step, List.of());
            if (!given.isEmpty() && given.stream().noneMatch(one -> has(one, parameters)))
                differences.add(
                        how.formatted(step) + given.getFirst().display() + " instead of " + parameters.display());
        });
        return differences;
    }

    private static boolean has(Value.Fields given, Value.Fields wanted) {
        return wanted.fields().entrySet().stream()
                .allMatch(field -> given.get(field.getKey())
                        .filter(value -> isSame(value, field.getValue()))
                        .isPresent());
    }

    /// Whether two values are the same; `6` and `6.0` are.
    private static boolean isSame(Value one, Value other) {
        return one.equals(other)
                || (one instanceof Value.Whole(var whole) && other instanceof Value.Real(var real) && whole == real)
                || (one instanceof Value.Real && other instanceof Value.Whole && isSame(other, one));
    }

    private static String reason(Incident incident) {
        return incident.phase() instanceof Phase.Escalated(var reason, var _) ? " (" + reason + ")" : "";
    }
}
