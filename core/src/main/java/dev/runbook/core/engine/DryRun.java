package dev.runbook.core.engine;

import dev.runbook.core.approval.ApprovalPolicy;
import dev.runbook.core.approval.Plan;
import dev.runbook.core.diagnosis.Investigation;
import dev.runbook.core.engine.Forecast.Fate;
import dev.runbook.core.engine.Forecast.Foreseen;
import dev.runbook.core.engine.Forecast.Unknown;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.Category;
import dev.runbook.core.journal.Stamped;
import dev.runbook.core.operation.Durations;
import dev.runbook.core.operation.Provider;
import dev.runbook.core.runbook.Expression;
import dev.runbook.core.runbook.Expressions;
import dev.runbook.core.runbook.Expressions.Evaluation;
import dev.runbook.core.runbook.Mentions;
import dev.runbook.core.runbook.OnFailure;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.runbook.RunbookLibrary;
import dev.runbook.core.runbook.Step;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.runbook.Template;
import dev.runbook.core.value.Value;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Foresees what a runbook would do for an incident. Nothing is ever changed: steps that only look are
/// carried out
/// when that is asked for, and what the others would come to stays unknown. What is known is decided by the
/// same
/// [Course], [Scopes] and policy as in earnest.
///
/// Safe for use by many threads.
public final class DryRun {

    private static final String CATEGORY = "incident.category";

    private final Provider provider;
    private final RunbookLibrary library;
    private final Expressions expressions;
    private final Mentions mentions;
    private final Minds minds;
    private final ApprovalPolicy policy;
    private final Settings settings;
    private final InstantSource clock;
    private final Scopes scopes;
    private final Course course;
    private final Surveyor surveyor;
    private final StepWork work;
    private final DiagnosisWork diagnosing;

    /// @param mentions finds what an expression would have to know
    public DryRun(
            Provider provider,
            RunbookLibrary library,
            Expressions expressions,
            Mentions mentions,
            Minds minds,
            ApprovalPolicy policy,
            Settings settings,
            InstantSource clock) {
        this.provider = provider;
        this.library = library;
        this.expressions = expressions;
        this.mentions = mentions;
        this.minds = minds;
        this.policy = policy;
        this.settings = settings;
        this.clock = clock;
        var engine = new Engine(new Notices(Optional.empty()));
        var looker = new Looker(provider, clock, settings.callTimeout());
        scopes = new Scopes(expressions, settings);
        course = new Course(engine, expressions, scopes);
        surveyor = new Surveyor(looker, settings, clock);
        work = new StepWork(provider, library, expressions, scopes, looker, engine, policy, settings, clock);
        diagnosing = new DiagnosisWork(minds, provider, library, expressions, scopes, settings);
    }

    /// Foresees a runbook for an incident as it stands. Steps of this version that the incident has carried
    /// out are
    /// not
    /// carried out again.
    ///
    /// @param gather whether to survey, and to carry out the steps that only look
    public Forecast of(Incident incident, Runbook runbook, boolean gather) throws InterruptedException {
        return new Walk(incident, runbook, gather).forecast();
    }

    /// One dry run: an incident that goes through the runbook in thought.
    private final class Walk {
        private final Runbook runbook;
        private final boolean gather;
        private final List<String> survey = new ArrayList<>();
        private final List<Foreseen> foreseen = new ArrayList<>();

        /// Steps whose results are only known once they have run.
        private final Set<StepId> open = new LinkedHashSet<>();

        private Incident incident;
        private Instant now = clock.instant();

        private Walk(Incident incident, Runbook runbook, boolean gather) {
            this.runbook = runbook;
            this.gather = gather;
            this.incident = incident;
        }

        private Forecast forecast() throws InterruptedException {
            if (gather && incident.phase() instanceof Phase.Reported) triage();
            begin();
            survey();
            var ending = walk();
            return new Forecast(runbook.id(), runbook.digest(), runbook.name(), gather, survey, foreseen, ending);
        }

        private void triage() {
            var classification = minds.classifier().classify(incident.report());
            take(List.of(new Event.Triaged(classification, List.of())));
        }

        /// Puts the incident at the beginning of the runbook, or where it stands in it.
        private void begin() {
            var same = incident.run()
                    .filter(run -> run.digest().equals(runbook.digest())
                            && run.caller().isEmpty());
            incident = new Incident(
                    incident.id(),
                    incident.seq(),
                    incident.opening(),
                    incident.classification(),
                    incident.matches(),
                    incident.findings(),
                    same,
                    incident.history(),
                    Map.of(),
                    new Phase.Investigating());
            if (same.isEmpty())
                take(List.of(new Event.RunbookSelected(runbook.id(), runbook.digest(), runbook.source(), "a dry run")));
            else
                runbook.steps().stream()
                        .filter(this::isOver)
                        .forEach(step -> foresee(step, new Fate.Done(), noNotes()));
        }

        private boolean isOver(Step step) {
            return run().results().containsKey(step.id());
        }

        private void survey() throws InterruptedException {
            if (!settings.surveys()) return;
            if (incident.findings().surveyed()) {
                survey.add("done: " + incident.findings().evidence().size() + " pieces of evidence");
            } else if (gather) {
                var seen = surveyor.survey(incident);
                take(List.of(seen));
                survey.add("done now: " + seen.evidence().size() + " pieces of evidence");
                survey.addAll(seen.gaps());
            } else {
                survey.add(
                        "asks which alerts fire, what there is and who calls whom; then for metrics, logs and changes"
                                + " of what is around the problem");
            }
        }

        /// Goes through the runbook; gives what follows its last step.
        private String walk() throws InterruptedException {
            while (true) {
                var pending = runbook.steps().stream().filter(s -> !isOver(s)).findFirst();
                var stopped = stopped();
                if (stopped.isPresent()) return stopped.get();
                var leads = leadsElsewhere();
                if (leads.isPresent()) return leads.get();
                if (pending.isEmpty()) return conclusion();
                step(pending.get());
            }
        }

        private void step(Step step) throws InterruptedException {
            var failed = passedBy(step);
            if (failed.isPresent()) {
                passOver(step, failed.get() + " would have failed, and a later step follows");
                return;
            }
            var doubts = doubtsBefore(step);
            if (!doubts.isEmpty()) {
                foresee(step, new Fate.Depends(condition(step)), noNotes(), doubts);
                leaveOpen(step);
                return;
            }
            switch (course.next(incident, runbook, now).orElseThrow()) {
                case Todo.Write(var events) -> write(step, events);
                case Todo.Read(var steps) -> read(steps);
                case Todo.Diagnose(var diagnose) -> diagnose(diagnose);
                case Todo.Await(var until) -> now = until.orElse(now);
                case Todo _ -> leave(step);
            }
        }

        /// What follows already from what is known.
        private void write(Step step, List<Event> events) {
            switch (events.getFirst()) {
                case Event.StepSkipped(var id, var reason) -> passOver(step(id), reason);
                case Event.StepFailed(var id, var reason) -> fail(step(id), reason);
                case Event.StepCompleted(var id, var output) -> {
                    foresee(step(id), new Fate.Runs(), notes(step(id), output));
                    take(events);
                }
                case Event.StepDelayed(var _, var _, var until, var _) -> {
                    take(events);
                    now = until;
                }
                case Event _ -> leave(step);
            }
        }

        private Step step(StepId id) {
            return runbook.step(id).orElseThrow();
        }

        private List<String> notes(Step step, Value output) {
            return switch (step) {
                case Step.Decide _
                when output instanceof Value.Fields fields ->
                    List.of(fields.get("action")
                                    .map(a -> "chooses " + a.display())
                                    .orElse("chooses nothing") + ", because "
                            + fields.get("because").map(Value::display).orElse("no rule holds"));
                case Step.Wait(var _, var duration) ->
                    List.of("waits " + Shown.of(duration).display());
                case Step _ -> noNotes();
            };
        }

        private void passOver(Step step, String reason) {
            foresee(step, new Fate.PassedOver(reason), noNotes(), List.of());
            take(List.of(new Event.StepSkipped(step.id(), reason)));
        }

        private void fail(Step step, String reason) {
            foresee(step, new Fate.Fails(reason), noNotes(), List.of());
            take(List.of(new Event.StepFailed(step.id(), reason)));
        }

        /// Steps that only look: carried out if that was asked for and they can be.
        private void read(List<Step.Gather> steps) throws InterruptedException {
            for (var step : steps) {
                if (gather && calls(step).unknown().isEmpty()) look(step);
                else leave(step);
            }
        }

        private void look(Step.Gather step) throws InterruptedException {
            var events = work.read(incident, runbook, List.of(step));
            var notes = new ArrayList<String>();
            for (var event : events)
                if (event instanceof Event.EvidenceGathered(var _, var evidence, var gaps, var _)) {
                    evidence.stream().map(Evidence::content).forEach(c -> notes.add(c.headline()));
                    gaps.forEach(gap -> notes.add("could not be looked at: " + gap));
                }
            switch (events.getLast()) {
                case Event.StepFailed(var _, var reason) -> fail(step, reason);
                case Event.StepDelayed _ -> {
                    foresee(step, new Fate.Runs(), List.of("it does not answer now, and would be asked again"));
                    leaveOpen(step);
                }
                case Event _ -> {
                    foresee(step, new Fate.Done(), notes);
                    take(events);
                }
            }
        }

        private void diagnose(Step.Diagnose step) {
            if (!gather) {
                leave(step);
                return;
            }
            var events = diagnosing.diagnose(() -> incident, runbook, step, Investigation.NONE);
            take(events);
            foresee(step, new Fate.Done(), conclusions());
        }

        private List<String> conclusions() {
            var notes = new ArrayList<String>();
            incident.findings()
                    .diagnosis()
                    .ifPresent(diagnosis -> notes.add(diagnosis
                            .leading()
                            .map(h -> "diagnosis: " + h.statement())
                            .orElse("diagnosis: "
                                    + switch (diagnosis.verdict()) {
                                        case HEALTHY -> "nothing is broken";
                                        case INCONCLUSIVE, FAULT -> "the evidence does not tell what is wrong";
                                    })));
            notes.add(incident.findings().recommendations().stream()
                    .findFirst()
                    .map(r -> "recommends " + r.step() + " of " + r.runbook() + ": " + r.reason())
                    .orElse("recommends nothing"));
            return notes;
        }

        /// A step that is not carried out here; what comes after it supposes that it was, and went well.
        private void leave(Step step) {
            var calls = calls(step);
            var tried = step instanceof Step.Execute execute ? tried(execute, calls) : Optional.<String>empty();
            if (calls.fault().isPresent()) {
                fail(step, calls.fault().get());
            } else if (tried.isPresent()) {
                passOver(step, tried.get());
            } else {
                foresee(step, new Fate.Runs(), remarks(step), calls.unknown());
                leaveOpen(step);
            }
        }

        /// Why this very action would not be done again.
        private Optional<String> tried(Step.Execute step, Calls calls) {
            if (!calls.unknown().isEmpty()
                    || calls.fault().isPresent()
                    || calls.calls().isEmpty()) return Optional.empty();
            return incident.history()
                    .triedBefore(plan(step, calls.calls().getFirst()))
                    .map(tried -> "it was tried at " + tried.at() + " and did not help: " + tried.result());
        }

        private void leaveOpen(Step step) {
            open.add(step.id());
            take(List.of(new Event.StepSkipped(step.id(), "a dry run does not carry it out")));
        }

        private List<String> remarks(Step step) {
            return switch (step) {
                case Step.Ask(var _, var question, var answers) ->
                    List.of("asks: " + Shown.of(question).display() + " ("
                            + String.join(
                                    ", ", answers.stream().map(f -> f.name()).toList()) + ")");
                case Step.Verify(var _, var check) ->
                    List.of("looks after " + Durations.display(check.settle()) + " whether "
                            + check.success().map(Expression::source).orElse("the symptoms are gone"));
                case Step.Wait(var _, var duration) ->
                    List.of("waits " + Shown.of(duration).display());
                case Step.Call(var _, var called, var _) ->
                    List.of(library.find(called)
                            .map(r -> "runs runbook " + called + ", version "
                                    + r.digest().hex().substring(0, 12) + ", with "
                                    + r.steps().size() + " steps")
                            .orElse("there is no runbook " + called + " in the library"));
                case Step.Diagnose _ -> List.of("diagnoses from the evidence, and recommends one of " + choices(step));
                case Step.Decide _ -> List.of("chooses one of " + choices(step));
                case Step.Gather _, Step.Notify _, Step.Execute _ -> noNotes();
            };
        }

        private String choices(Step decision) {
            return switch (decision) {
                case Step.Decide(var _, var rules) ->
                    String.join(
                            ", ",
                            rules.stream()
                                    .flatMap(r -> r.choose().stream())
                                    .map(StepId::id)
                                    .distinct()
                                    .toList());
                case Step _ ->
                    String.join(
                            ", ",
                            runbook.steps().stream()
                                    .dropWhile(s -> !s.id().equals(decision.id()))
                                    .filter(Step.Execute.class::isInstance)
                                    .map(s -> s.id().id())
                                    .toList());
            };
        }

        private static List<String> noNotes() {
            return List.of();
        }

        private void foresee(Step step, Fate fate, List<String> notes) {
            foresee(step, fate, notes, List.of());
        }

        private void foresee(Step step, Fate fate, List<String> notes, List<Unknown> doubts) {
            var hidden = fate instanceof Fate.PassedOver || fate instanceof Fate.Fails;
            var calls = hidden ? Calls.NONE : calls(step);
            var unknown = new LinkedHashSet<>(doubts);
            if (!(fate instanceof Fate.Done)) unknown.addAll(calls.unknown());
            if (step instanceof Step.Execute execute && !hidden) unknown.addAll(doubtsOfGate(execute, calls));
            var gate = Optional.<Forecast.Gating>empty();
            var checks = Optional.<Forecast.Checks>empty();
            if (step instanceof Step.Execute execute && !hidden) {
                if (!calls.calls().isEmpty())
                    gate = Optional.of(gate(execute, calls.calls().getFirst()));
                checks = Optional.of(checks(execute));
            }
            foreseen.add(new Foreseen(
                    step.id(),
                    step.action(),
                    step.description(),
                    fate,
                    calls.calls(),
                    gate,
                    checks,
                    notes,
                    List.copyOf(unknown)));
        }

        private Forecast.Gating gate(Step.Execute step, Forecast.Call call) {
            var plan = plan(step, call);
            return new Forecast.Gating(plan.risk(), ruling(step, plan, incident.category()));
        }

        private ApprovalPolicy.Ruling ruling(Step.Execute step, Plan plan, Category category) {
            return policy.rule(new ApprovalPolicy.Question(
                    plan,
                    new ApprovalPolicy.Situation(
                            incident.report().environment(),
                            Focus.of(incident.report(), incident.findings().evidence(), settings.surveyed())
                                    .service(),
                            category,
                            now),
                    step.requiresApproval(),
                    incident.findings().onModelAlone()));
        }

        /// Where the category is not known yet, it matters only to a policy that speaks of it.
        private List<Unknown> doubtsOfGate(Step.Execute step, Calls calls) {
            if (calls.calls().isEmpty()) return List.of();
            var plan = plan(step, calls.calls().getFirst());
            var rulings = Arrays.stream(Category.values())
                    .map(category -> ruling(step, plan, category))
                    .distinct()
                    .count();
            return rulings < 2 ? List.of() : category(CATEGORY).stream().toList();
        }

        private Plan plan(Step.Execute step, Forecast.Call call) {
            var floor = provider.catalogue().get(call.operation()).riskFloor();
            return new Plan(
                    runbook.id(),
                    runbook.digest(),
                    step.id(),
                    call.operation(),
                    call.parameters(),
                    call.target(),
                    step.risk().or(floor),
                    incident.evidenceDigest());
        }

        private Forecast.Checks checks(Step.Execute step) {
            var undo = step.safety()
                    .undo()
                    .flatMap(invocation -> provider.catalogue()
                            .find(invocation.operation())
                            .map(operation -> {
                                var values = new Filling(step.id(), scopes.values(incident, runbook))
                                        .fill(invocation.parameters());
                                return new Forecast.Call(
                                        operation.name(), operation.effect(), values, operation.targetOf(values));
                            }));
            return new Forecast.Checks(
                    step.success().map(Expression::source),
                    step.check().harm().map(Expression::source),
                    Durations.display(step.settle()),
                    undo);
        }

        /// The calls of a step, with their values as far as they are known.
        private Calls calls(Step step) {
            if (step.invocation().isEmpty()) return Calls.NONE;
            var invocation = step.invocation().get();
            var operation = provider.catalogue().find(invocation.operation());
            if (operation.isEmpty())
                return new Calls(List.of(), List.of(), Optional.of("there is no operation " + invocation.operation()));
            var scope = scopes.values(incident, runbook, step.id());
            var unknown = new LinkedHashSet<Unknown>();
            var calls = new ArrayList<Forecast.Call>();
            for (var one : scopesOf(step, scope, unknown)) {
                var filling = new Filling(step.id(), one);
                var given = filling.fill(invocation.parameters());
                unknown.addAll(filling.unknown);
                if (!filling.faults.isEmpty())
                    return new Calls(List.of(), List.of(), Optional.of(filling.faults.getFirst()));
                var faults = filling.unknown.isEmpty() ? operation.get().faults(given) : List.<String>of();
                if (!faults.isEmpty()) return new Calls(List.of(), List.of(), Optional.of(String.join("; ", faults)));
                var values =
                        filling.unknown.isEmpty() ? operation.get().check(given).values() : given;
                var target = step instanceof Step.Execute execute
                        ? execute.safety().target().map(t -> filling.fill(t).display())
                        : Optional.<String>empty();
                calls.add(new Forecast.Call(
                        operation.get().name(),
                        operation.get().effect(),
                        values,
                        target.or(() -> operation.get().targetOf(values))));
            }
            return new Calls(calls, List.copyOf(unknown), Optional.empty());
        }

        /// The scope of each call of a step.
        private List<Value.Fields> scopesOf(Step step, Value.Fields scope, Set<Unknown> unknown) {
            if (step.head().forEach().isEmpty()) return List.of(scope);
            var list = step.head().forEach().get();
            var doubts = doubts(list.expressions(), step.id(), false).toList();
            unknown.addAll(doubts);
            if (!doubts.isEmpty()) return List.of(scope);
            return switch (Course.items(expressions, list, scope)) {
                case Evaluation.Evaluated(Value.Items(var items)) ->
                    items.stream().map(item -> Course.with(scope, item)).toList();
                case Evaluation _ -> List.of(scope);
            };
        }

        /// Fills templates as far as their values are known.
        private final class Filling {
            private final StepId step;
            private final Value.Fields scope;
            private final Set<Unknown> unknown = new LinkedHashSet<>();
            private final List<String> faults = new ArrayList<>();

            private Filling(StepId step, Value.Fields scope) {
                this.step = step;
                this.scope = scope;
            }

            private Value.Fields fill(Template.MapOf templates) {
                return (Value.Fields) fill((Template) templates);
            }

            private Value fill(Template template) {
                return switch (template) {
                    case Template.Literal(var value) -> value;
                    case Template.Computed _ -> hole(template);
                    case Template.Mixed(var parts) ->
                        Value.text(
                                parts.stream().map(part -> fill(part).display()).reduce("", String::concat));
                    case Template.ListOf(var items) ->
                        new Value.Items(items.stream().map(this::fill).toList());
                    case Template.MapOf(var fields) -> {
                        var values = new java.util.TreeMap<String, Value>();
                        fields.forEach((name, field) -> values.put(name, fill(field)));
                        yield new Value.Fields(values);
                    }
                };
            }

            private Value hole(Template hole) {
                var doubts = doubts(hole.expressions(), step, false)
                        .filter(doubt -> scope.get(doubt.name()).isEmpty())
                        .toList();
                if (!doubts.isEmpty()) {
                    unknown.addAll(doubts);
                    return Shown.of(hole);
                }
                return switch (expressions.render(hole, scope)) {
                    case Evaluation.Evaluated(var value) -> value;
                    case Evaluation.Failed(var reason) -> {
                        faults.add(reason);
                        yield Shown.of(hole);
                    }
                };
            }
        }

        /// What would have to be known to say whether a step runs, or what it decides.
        private List<Unknown> doubtsBefore(Step step) {
            if (step.when().isPresent())
                return doubts(step.when().stream(), step.id(), true).toList();
            if (step instanceof Step.Execute)
                return decision(step).filter(d -> open.contains(d.id())).stream()
                        .map(d -> new Unknown(d.id().id(), Optional.of(d.id()), "step " + d.id() + " chooses"))
                        .toList();
            return step instanceof Step.Decide decide ? doubtsOfRules(decide) : List.of();
        }

        /// The rules are tried in order, so one that holds makes those after it matter no more.
        private List<Unknown> doubtsOfRules(Step.Decide decide) {
            for (var rule : decide.rules()) {
                if (rule.when().isEmpty()) return List.of();
                var doubts = doubts(rule.when().stream(), decide.id(), true).toList();
                if (!doubts.isEmpty()) return doubts;
                if (expressions.evaluate(rule.when().get(), scopes.conditions(incident, runbook))
                                instanceof Evaluation.Evaluated(Value.Truth(var holds))
                        && holds) return List.of();
            }
            return List.of();
        }

        /// The nearest decision before a step.
        private Optional<Step> decision(Step step) {
            return runbook.steps().stream()
                    .takeWhile(s -> !s.id().equals(step.id()))
                    .filter(s -> s instanceof Step.Diagnose || s instanceof Step.Decide)
                    .reduce((_, last) -> last);
        }

        private String condition(Step step) {
            if (step.when().isPresent()) return step.when().get().source();
            return step instanceof Step.Decide
                    ? "one of its rules holds"
                    : decision(step).map(d -> d.id() + " chooses it").orElse("it is chosen");
        }

        private Stream<Unknown> doubts(Stream<Expression> expressions, StepId step, boolean condition) {
            return expressions
                    .flatMap(e -> mentions.in(e).stream())
                    .flatMap(name -> doubt(name, step, condition).stream())
                    .distinct();
        }

        /// Why a name has no value yet; empty when it has one, or never will.
        private Optional<Unknown> doubt(Mentions.Name name, StepId user, boolean condition) {
            var root = name.root();
            var field = name.path().isEmpty() ? "" : name.path().getFirst();
            if (root.equals("incident")) return aboutIncident(name, field);
            if (root.equals("inputs")) return input(name, field);
            if (root.equals("vars"))
                return Optional.ofNullable(runbook.vars().fields().get(field)).stream()
                        .flatMap(template -> doubts(template.expressions(), user, false))
                        .findFirst();
            if (root.equals("result"))
                return Optional.of(new Unknown(name.toString(), Optional.of(user), "step " + user + " gives it"));
            if (root.equals("item")) return item(name, user);
            var step = runbook.steps().stream()
                    .filter(s -> s.id().id().equals(root))
                    .findFirst();
            if (step.isPresent())
                return step.map(Step::id)
                        .filter(open::contains)
                        .map(id -> new Unknown(name.toString(), Optional.of(id), "step " + id + " gives it"));
            return condition && !seen(root)
                    ? Optional.of(new Unknown(root, Optional.empty(), "the survey reads this metric"))
                    : Optional.empty();
        }

        private boolean seen(String metric) {
            return incident.findings().surveyed()
                    || scopes.conditions(incident, runbook).get(metric).isPresent();
        }

        private Optional<Unknown> aboutIncident(Mentions.Name name, String field) {
            var known = scopes.values(incident, runbook)
                    .get("incident")
                    .filter(about -> about instanceof Value.Fields fields
                            && fields.get(field)
                                    .filter(v -> !(v instanceof Value.Nothing))
                                    .isPresent())
                    .isPresent();
            boolean names = field.equals("host") || field.equals("service");
            if (names && !known && !incident.findings().surveyed())
                return Optional.of(new Unknown(
                        name.toString(), Optional.empty(), "the report does not name it; the survey may find it"));
            if (field.equals("severity") && incident.classification().isEmpty())
                return Optional.of(new Unknown(name.toString(), Optional.empty(), "the triage gives it"));
            return field.equals("category") ? category(name.toString()) : Optional.empty();
        }

        /// The triage guesses the category, and the diagnosis may know better.
        private Optional<Unknown> category(String name) {
            if (incident.classification().isEmpty()
                    && incident.findings().diagnosis().isEmpty())
                return Optional.of(new Unknown(name, Optional.empty(), "triage and diagnosis give it"));
            return runbook.steps().stream()
                    .filter(this::isOpenDiagnosis)
                    .findFirst()
                    .map(s -> new Unknown(
                            name, Optional.of(s.id()), "the diagnosis of step " + s.id() + " may change it"));
        }

        private Optional<Unknown> input(Mentions.Name name, String field) {
            boolean given = scopes.values(incident, runbook)
                    .get("inputs")
                    .filter(inputs -> inputs instanceof Value.Fields fields
                            && fields.get(field).isPresent())
                    .isPresent();
            return given
                    ? Optional.empty()
                    : Optional.of(
                            new Unknown(name.toString(), Optional.empty(), "the runbook that calls this one gives it"));
        }

        /// The value that a `for_each` step runs for is known when its list is.
        private Optional<Unknown> item(Mentions.Name name, StepId user) {
            return step(user).head().forEach().stream()
                    .flatMap(list -> doubts(list.expressions(), user, false))
                    .findFirst()
                    .map(doubt -> new Unknown(name.toString(), doubt.from(), doubt.how()));
        }

        /// The step that would have failed and leads past this one.
        private Optional<StepId> passedBy(Step step) {
            var ids = runbook.steps().stream().map(Step::id).toList();
            return runbook.steps().stream()
                    .takeWhile(s -> !s.id().equals(step.id()))
                    .filter(s -> run().results().get(s.id()) instanceof StepResult.Failed
                            && s.head().handling().onFailure() instanceof OnFailure.GoTo(var target)
                            && ids.indexOf(target) > ids.indexOf(step.id()))
                    .map(Step::id)
                    .findFirst();
        }

        /// Why the runbook would go no further.
        private Optional<String> stopped() {
            for (var step : runbook.steps())
                if (run().results().get(step.id()) instanceof StepResult.Failed(var reason))
                    switch (step.head().handling().onFailure()) {
                        case OnFailure.Stop _ -> {
                            return Optional.of("a person takes over, because step " + step.id() + " fails: " + reason);
                        }
                        case OnFailure.Undo _ -> {
                            return Optional.of("what was changed is undone and a person takes over, because step "
                                    + step.id() + " fails: " + reason);
                        }
                        case OnFailure.Continue _, OnFailure.GoTo _ -> {}
                    }
            return Optional.empty();
        }

        /// Where a diagnosis leads, if it is not in this runbook.
        private Optional<String> leadsElsewhere() {
            return Planner.handover(incident, runbook.id(), this::mayFollow)
                    .map(r -> "the incident goes on in runbook " + r.runbook() + " with step " + r.step() + ": "
                            + r.reason());
        }

        private boolean mayFollow(RunbookId id) {
            return library.find(id)
                    .filter(r -> RunbookChoice.mayFollow(incident, r))
                    .isPresent();
        }

        private String conclusion() {
            var changes = foreseen.stream()
                    .filter(f -> f.gate().isPresent() && !(f.fate() instanceof Fate.PassedOver))
                    .toList();
            if (changes.isEmpty() && runbook.steps().stream().anyMatch(this::isOpenDiagnosis))
                return "the diagnosis leads to another runbook, to a person, or to nothing that is wrong";
            if (changes.isEmpty()) return "nothing is changed, so a person takes over unless nothing is wrong";
            var sure = changes.stream().anyMatch(f -> f.fate() instanceof Fate.Runs);
            return (sure ? "" : "if anything was changed, ") + "the world is looked at again"
                    + runbook.trigger()
                            .map(t -> "; the trigger must no longer hold: " + t.source())
                            .orElse("");
        }

        private boolean isOpenDiagnosis(Step step) {
            return step instanceof Step.Diagnose && open.contains(step.id());
        }

        private RunbookRun run() {
            return incident.run().orElseThrow();
        }

        private void take(List<Event> events) {
            for (var event : events) incident = Evolution.apply(incident, new Stamped(now, Actor.engine(), event));
        }
    }

    /// What the calls of a step come to.
    ///
    /// @param fault why the step cannot be carried out; empty when it can, as far as is known
    private record Calls(List<Forecast.Call> calls, List<Unknown> unknown, Optional<String> fault) {
        static final Calls NONE = new Calls(List.of(), List.of(), Optional.empty());
    }

    /// Templates as runbooks write them.
    private static final class Shown {
        private Shown() {}

        static Value of(Template template) {
            return switch (template) {
                case Template.Literal(var value) -> value;
                case Template.Computed(var expression) -> Value.text("{{ " + expression.source() + " }}");
                case Template.Mixed(var parts) ->
                    Value.text(parts.stream().map(part -> of(part).display()).reduce("", String::concat));
                case Template.ListOf(var items) ->
                    new Value.Items(items.stream().map(Shown::of).toList());
                case Template.MapOf(var fields) -> {
                    var values = new java.util.TreeMap<String, Value>();
                    fields.forEach((name, field) -> values.put(name, of(field)));
                    yield new Value.Fields(values);
                }
            };
        }
    }
}
