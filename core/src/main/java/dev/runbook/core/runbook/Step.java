package dev.runbook.core.runbook;

import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.RiskLevel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One entry of a runbook.
public sealed interface Step {

    /// A step with `for_each` runs for at most so many values.
    int MOST_ITEMS = 100;

    /// What every step has.
    Head head();

    default StepId id() {
        return head().id();
    }

    /// For people; may be empty.
    default String description() {
        return head().description();
    }

    /// The condition under which the step runs; a step without one always runs, but see [Execute].
    default Optional<Expression> when() {
        return head().when();
    }

    default Position position() {
        return head().position();
    }

    /// The word that runbooks write after `action:`.
    default String action() {
        return switch (this) {
            case Gather _ -> "gather";
            case Diagnose _ -> "ml_decision";
            case Decide _ -> "decide";
            case Execute _ -> "execute";
            case Verify _ -> "verify";
            case Notify _ -> "notify";
            case Ask _ -> "ask";
            case Wait _ -> "wait";
            case Call _ -> "runbook";
        };
    }

    /// The operation it calls, with its parameters; empty when it calls none.
    default Optional<Invocation> invocation() {
        return switch (this) {
            case Gather(var _, var call) -> Optional.of(call);
            case Execute(var _, var call, var _, var _) -> Optional.of(call);
            case Notify(var _, var call) -> Optional.of(call);
            case Diagnose _, Decide _, Verify _, Ask _, Wait _, Call _ -> Optional.empty();
        };
    }

    /// Every expression that the step evaluates, in no order.
    default Stream<Expression> expressions() {
        var own = switch (this) {
            case Gather _, Notify _, Diagnose _ -> Stream.<Expression>empty();
            case Decide(var _, var rules) ->
                rules.stream()
                        .flatMap(rule ->
                                Stream.concat(rule.when().stream(), rule.set().expressions()));
            case Execute(var _, var _, var safety, var check) ->
                Stream.of(
                                check.expressions(),
                                safety.target().stream().flatMap(Template::expressions),
                                safety.undo().stream()
                                        .flatMap(undo -> undo.parameters().expressions()))
                        .flatMap(some -> some);
            case Verify(var _, var check) -> check.expressions();
            case Ask(var _, var question, var answers) ->
                Stream.concat(
                        question.expressions(),
                        answers.stream()
                                .flatMap(answer -> answer.fallback().stream())
                                .flatMap(Template::expressions));
            case Wait(var _, var duration) -> duration.expressions();
            case Call(var _, var _, var inputs) -> inputs.expressions();
        };
        return Stream.of(
                        when().stream(),
                        head().forEach().stream().flatMap(Template::expressions),
                        invocation().stream().flatMap(call -> call.parameters().expressions()),
                        head().outputs().expressions(),
                        own)
                .flatMap(some -> some);
    }

    /// What every step has.
    ///
    /// @param description for people; may be empty
    /// @param when the condition under which it runs
    /// @param forEach a list; the step runs once for each of its values, which it knows as `item`
    /// @param parallel the group it belongs to: neighbours of one group look at the same time
    /// @param outputs what later steps see of its result, which these templates know as `result`; empty for the
    ///     result as it is
    record Head(
            StepId id,
            String description,
            Optional<Expression> when,
            Optional<Template> forEach,
            Optional<String> parallel,
            Handling handling,
            Template.MapOf outputs,
            Position position) {

        /// A step with an id and a description, and nothing out of the ordinary.
        public static Head of(StepId id, String description, Position position) {
            return new Head(
                    id,
                    description,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Handling.ORDINARY,
                    Template.MapOf.EMPTY,
                    position);
        }

        public Head onlyWhen(Expression condition) {
            return new Head(id, description, Optional.of(condition), forEach, parallel, handling, outputs, position);
        }

        public Head handled(Handling other) {
            return new Head(id, description, when, forEach, parallel, other, outputs, position);
        }
    }

    /// How long a step may take, and what follows when it fails.
    ///
    /// @param timeout how long one attempt may take, or how long people are waited for; the engine's own when
    ///     empty
    record Handling(Optional<Duration> timeout, Retry retry, OnFailure onFailure) {

        /// One attempt, and a person takes over when it fails.
        public static final Handling ORDINARY = new Handling(Optional.empty(), Retry.NEVER, new OnFailure.Stop());

        /// One attempt, and the next step follows when it fails.
        public static final Handling LENIENT = new Handling(Optional.empty(), Retry.NEVER, new OnFailure.Continue());
    }

    /// Asks a provider (`action: gather`). What it answers becomes evidence and the step's output.
    record Gather(Head head, Invocation call) implements Step {
        public OperationName operation() {
            return call.operation();
        }

        public Template.MapOf parameters() {
            return call.parameters();
        }
    }

    /// Diagnoses and recommends (`action: ml_decision`). Its output names the recommended step and its target:
    /// `action`, `target_service`, `target_host`, `cause`, `confidence`, …
    ///
    /// @param context the steps whose evidence matters most; the engine sees all evidence
    record Diagnose(Head head, List<StepId> context) implements Step {
        public Diagnose {
            context = List.copyOf(context);
        }
    }

    /// Chooses by rules (`action: decide`). The first rule that holds chooses; when none does, nothing is
    /// chosen. Its output has `action`, the chosen step, `because`, and what the rule sets.
    record Decide(Head head, List<Rule> rules) implements Step {
        public Decide {
            rules = List.copyOf(rules);
        }

        /// One rule.
        ///
        /// @param when the condition; a rule without one always holds
        /// @param choose the step that is to run; empty to choose none
        /// @param because the reason, for people
        /// @param set further fields of the output
        public record Rule(Optional<Expression> when, Optional<StepId> choose, String because, Template.MapOf set) {}
    }

    /// Changes the world (`action: execute`), after the policy and people agreed. After a decision, a step
    /// without `when` runs if the decision chose it; with `when`, the condition alone decides.
    record Execute(Head head, Invocation call, Safety safety, Check check) implements Step {
        public OperationName operation() {
            return call.operation();
        }

        public Template.MapOf parameters() {
            return call.parameters();
        }

        /// What the runbook says; the operation's floor may raise it.
        public RiskLevel risk() {
            return safety.risk();
        }

        /// Whether somebody must approve whatever the risk.
        public boolean requiresApproval() {
            return safety.requiresApproval();
        }

        /// What must hold after the settle window; when absent, the incident's own symptoms must be gone.
        public Optional<Expression> success() {
            return check.success();
        }

        /// How long the world is given before it is looked at again.
        public Duration settle() {
            return check.settle();
        }
    }

    /// What makes a change safe.
    ///
    /// @param risk what the runbook says; the operation's floor may raise it
    /// @param requiresApproval whether somebody must approve whatever the risk
    /// @param target what is acted upon; what the operation says when empty
    /// @param idempotent whether doing it twice is the same as doing it once; what the operation says when
    ///     empty
    /// @param undo what takes the change back
    record Safety(
            RiskLevel risk,
            boolean requiresApproval,
            Optional<Template> target,
            Optional<Boolean> idempotent,
            Optional<Invocation> undo) {

        /// Of this risk, and what the operation says about the rest.
        public static Safety of(RiskLevel risk) {
            return new Safety(risk, false, Optional.empty(), Optional.empty(), Optional.empty());
        }
    }

    /// How the world is looked at after a change.
    ///
    /// @param success what must hold; when absent, the incident's own symptoms must be gone
    /// @param harm what must not hold
    /// @param settle how long the world is given before it is looked at
    record Check(Optional<Expression> success, Optional<Expression> harm, Duration settle) {
        private Stream<Expression> expressions() {
            return Stream.concat(success.stream(), harm.stream());
        }

        /// The incident's own symptoms, after this time.
        public static Check after(Duration settle) {
            return new Check(Optional.empty(), Optional.empty(), settle);
        }
    }

    /// Looks whether the world is as it should be (`action: verify`), and fails when it is not.
    record Verify(Head head, Check check) implements Step {}

    /// Tells people or a service desk something (`action: notify`).
    record Notify(Head head, Invocation call) implements Step {}

    /// Asks people something (`action: ask`). Its output has the answers.
    ///
    /// @param question as text
    /// @param answers what is asked for; never empty
    record Ask(Head head, Template question, List<Field> answers) implements Step {
        public Ask {
            answers = List.copyOf(answers);
            if (answers.isEmpty()) throw new IllegalArgumentException("a question without answers");
        }
    }

    /// Lets time pass (`action: wait`).
    ///
    /// @param duration a span of time, as text
    record Wait(Head head, Template duration) implements Step {}

    /// Runs another runbook (`action: runbook`). Its output has the outputs of the other's steps.
    record Call(Head head, RunbookId runbook, Template.MapOf inputs) implements Step {}
}
