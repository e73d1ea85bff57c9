package dev.runbook.language;

import java.util.Locale;

/// What a runbook can be found to have broken. The name in lower case, with dashes, is what a report shows.
public enum Rule {
    /// The text is no YAML.
    YAML_SYNTAX,
    /// More text than a runbook can need.
    TOO_LARGE,
    /// Lists and mappings nested deeper than a runbook can need.
    TOO_DEEP,
    /// Nothing in the file, or more than one document.
    ONE_DOCUMENT,
    /// One key twice in one mapping.
    DUPLICATE_KEY,
    /// A key that is no text.
    TEXT_KEY,
    /// `&name` or `*name`.
    ALIAS,
    /// `!name`.
    TAG,

    /// A key that the language does not have.
    UNKNOWN_KEY,
    /// A key of the language that another kind of step has.
    MISPLACED_KEY,
    /// A key that has to be there and is not.
    MISSING_KEY,
    /// A list where text belongs, text where a number belongs, nothing where something belongs.
    WRONG_TYPE,
    /// A value that is none of those allowed.
    BAD_VALUE,
    /// One step id twice.
    DUPLICATE_STEP,
    /// An integration that no capability has as its key.
    UNKNOWN_INTEGRATION,
    /// `{{` without `}}`, or one within the other.
    TEMPLATE_SYNTAX,
    /// An expression that is no CEL, or too long.
    EXPRESSION_SYNTAX,
    /// A function that expressions do not have.
    UNKNOWN_FUNCTION,
    /// A function that is given too many or too few values.
    FUNCTION_VALUES,

    /// A method that the integration does not offer.
    UNKNOWN_OPERATION,
    /// A parameter that the operation does not have.
    UNKNOWN_PARAMETER,
    /// A parameter that the operation needs and the step does not give.
    MISSING_PARAMETER,
    /// A value that the parameter does not take.
    PARAMETER_TYPE,
    /// A risk below the operation's floor.
    RISK_BELOW_FLOOR,
    /// A `gather` step that would change something, or an `execute` step that would only look.
    WRONG_EFFECT,
    /// A name that is no step before this one.
    UNKNOWN_NAME,
    /// A step that runs only later.
    LATER_STEP,
    /// A step that must come after this one and does not.
    EARLIER_STEP,
    /// A step that refers to itself.
    OWN_RESULT,
    /// A runbook that no file of the folder holds.
    UNKNOWN_RUNBOOK,
    /// A runbook that calls itself, perhaps through others.
    RUNBOOK_CYCLE,
    /// An input that the called runbook does not have, or a needed one that is missing.
    RUNBOOK_INPUT,
    /// A step that nothing leads to.
    UNREACHABLE_STEP,
    /// A trigger that no value of its metrics fulfils.
    TRIGGER_NEVER,
    /// A password, key or token in the text.
    SECRET,
    /// A condition that is no question: it cannot be true or false.
    NOT_A_CONDITION,
    /// Values of two types where only one type will do: text compared with a number, a list reckoned with.
    TYPE_MISMATCH,
    /// A value compared with one that it never has.
    IMPOSSIBLE_VALUE,
    /// A metric that is a slip of the keyboard away from one that there is.
    UNKNOWN_METRIC,
    /// A value of the right type that every integration refuses.
    PARAMETER_RANGE,
    /// A span of time in which nothing can happen.
    NO_TIME,
    /// A rule of a decision that an earlier one leaves nothing for.
    UNREACHABLE_RULE,
    /// `match` names what `not_for` excludes.
    MATCH_CONTRADICTION,
    /// `success` and `harm` that cannot both be as they should.
    CHECK_CONTRADICTION,
    /// An undo that does what the action did.
    UNDO_SAME,
    /// Two runbooks of one library with one id.
    DUPLICATE_ID,
    /// A file that cannot be read.
    UNREADABLE_FILE,

    /// A trigger that every value of its metrics fulfils.
    TRIGGER_ALWAYS(Problem.Severity.WARNING),
    /// A change of which nothing tells whether it helped.
    NO_SUCCESS(Problem.Severity.WARNING),
    /// A change of high risk without a way back.
    NO_UNDO(Problem.Severity.WARNING),
    /// A step that changes the world and that nothing decides about.
    UNDECIDED_CHANGE(Problem.Severity.WARNING),
    /// A result that a later step uses although its step may have been skipped.
    MAYBE_SKIPPED(Problem.Severity.WARNING),
    /// An input or a var that nothing uses.
    UNUSED_NAME(Problem.Severity.WARNING),
    /// What changes nothing: one attempt as a retry, an empty list to run for.
    NO_EFFECT(Problem.Severity.WARNING),
    /// A condition that is always the same.
    CONSTANT_CONDITION(Problem.Severity.WARNING),
    /// A file whose last good version is used, because the newest has an error.
    OLD_VERSION(Problem.Severity.WARNING);

    private final Problem.Severity severity;

    Rule() {
        this(Problem.Severity.ERROR);
    }

    Rule(Problem.Severity severity) {
        this.severity = severity;
    }

    /// How bad it is to break this rule.
    public Problem.Severity severity() {
        return severity;
    }

    /// The name that reports show, such as `unknown-key`.
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public String toString() {
        return id();
    }
}
