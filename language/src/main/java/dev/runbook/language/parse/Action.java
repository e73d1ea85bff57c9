package dev.runbook.language.parse;

import static dev.runbook.language.parse.StepKeys.ANSWERS;
import static dev.runbook.language.parse.StepKeys.CONTEXT;
import static dev.runbook.language.parse.StepKeys.DURATION;
import static dev.runbook.language.parse.StepKeys.FOR_EACH;
import static dev.runbook.language.parse.StepKeys.GIVEN;
import static dev.runbook.language.parse.StepKeys.HARM;
import static dev.runbook.language.parse.StepKeys.IDEMPOTENT;
import static dev.runbook.language.parse.StepKeys.INTEGRATION;
import static dev.runbook.language.parse.StepKeys.METHOD;
import static dev.runbook.language.parse.StepKeys.ON_FAILURE;
import static dev.runbook.language.parse.StepKeys.OUTPUTS;
import static dev.runbook.language.parse.StepKeys.PARALLEL;
import static dev.runbook.language.parse.StepKeys.PARAMS;
import static dev.runbook.language.parse.StepKeys.QUESTION;
import static dev.runbook.language.parse.StepKeys.REQUIRES_APPROVAL;
import static dev.runbook.language.parse.StepKeys.RETRY;
import static dev.runbook.language.parse.StepKeys.RISK_LEVEL;
import static dev.runbook.language.parse.StepKeys.RULES;
import static dev.runbook.language.parse.StepKeys.SETTLE;
import static dev.runbook.language.parse.StepKeys.SUCCESS;
import static dev.runbook.language.parse.StepKeys.TARGET;
import static dev.runbook.language.parse.StepKeys.TIMEOUT;
import static dev.runbook.language.parse.StepKeys.UNDO;

import dev.runbook.language.Rule;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What a step can do, and the keys that it then has.
enum Action {
    GATHER(
            "asks an integration; the answer is evidence, and the step's result",
            INTEGRATION,
            METHOD,
            PARAMS,
            FOR_EACH,
            PARALLEL,
            TIMEOUT,
            RETRY,
            ON_FAILURE,
            OUTPUTS),
    ML_DECISION("diagnoses, and recommends one of the steps that follow", CONTEXT),
    DECIDE("chooses one of the steps that follow by rules", RULES),
    EXECUTE(
            "changes the world, once policy and people agree",
            INTEGRATION,
            METHOD,
            PARAMS,
            RISK_LEVEL,
            REQUIRES_APPROVAL,
            TARGET,
            IDEMPOTENT,
            SUCCESS,
            HARM,
            SETTLE,
            UNDO,
            FOR_EACH,
            TIMEOUT,
            RETRY,
            ON_FAILURE,
            OUTPUTS),
    VERIFY("looks whether the world is as it should be, and fails if not", SUCCESS, HARM, SETTLE, RETRY, ON_FAILURE),
    NOTIFY(
            "tells people or a service desk",
            INTEGRATION,
            METHOD,
            PARAMS,
            FOR_EACH,
            TIMEOUT,
            RETRY,
            ON_FAILURE,
            OUTPUTS),
    ASK("asks people, and waits for the answer", QUESTION, ANSWERS, TIMEOUT, ON_FAILURE),
    WAIT("lets time pass", DURATION),
    RUNBOOK("runs another runbook", StepKeys.RUNBOOK, GIVEN, ON_FAILURE, OUTPUTS);

    private static final Map<String, Action> BY_KEY = byKey();

    /// The word after `action:`, as a key of every step.
    static final Key<Action> KEY = Key.of("action", Kinds.word("action", Rule.BAD_VALUE, BY_KEY), "what it does")
            .required("use one of: " + String.join(", ", BY_KEY.keySet()));

    private final String about;

    @SuppressWarnings("ImmutableEnumChecker") // It is made by List.of.
    private final List<Key<?>> own;

    /// @param about what it does, in words that go on from its name
    /// @param own the keys that only some steps have
    Action(String about, Key<?>... own) {
        this.about = about;
        this.own = List.of(own);
    }

    String about() {
        return about;
    }

    /// The keys that only some steps have.
    List<Key<?>> own() {
        return own;
    }

    /// The keys that its steps have.
    Shape shape() {
        return Shape.of(StepKeys.ID, KEY, StepKeys.DESCRIPTION, StepKeys.WHEN).and(own.toArray(Key<?>[]::new));
    }

    /// The word after `action:`.
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The actions whose steps have this key.
    static List<String> having(String key) {
        return Arrays.stream(values())
                .filter(a -> a.shape().has(key))
                .map(Action::key)
                .toList();
    }

    private static Map<String, Action> byKey() {
        var actions = new TreeMap<String, Action>();
        for (var action : values()) actions.put(action.key(), action);
        return actions;
    }
}
