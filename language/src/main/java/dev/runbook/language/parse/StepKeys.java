package dev.runbook.language.parse;

import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.Parameter;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.runbook.Expression;
import dev.runbook.core.runbook.Field;
import dev.runbook.core.runbook.Invocation;
import dev.runbook.core.runbook.Retry;
import dev.runbook.core.runbook.Step;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.runbook.Template;
import dev.runbook.core.value.Value;
import dev.runbook.language.Rule;
import dev.runbook.language.yaml.YamlNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The keys that steps have. Reader, schema and reference are made of them.
final class StepKeys {

    private static final Map<String, Capability> INTEGRATIONS = integrations();

    static final Key<YamlNode.Scalar> ID = Key.of("id", Kinds.TEXT, "its name; later steps use its result by it")
            .required("give it a name of letters, digits and _; later steps refer to it");
    static final Key<YamlNode.Scalar> DESCRIPTION = Key.of("description", Kinds.TEXT, "what it does, for people");
    static final Key<Expression> WHEN =
            Key.of("when", Kinds.CONDITION, "the condition under which it runs; else it is skipped");

    static final Key<Template> FOR_EACH =
            Key.of("for_each", Kinds.TEMPLATE, "a list of at most 100; the step runs once for each `item` of it");
    static final Key<YamlNode.Scalar> PARALLEL =
            Key.of("parallel", Kinds.TEXT, "a group; neighbours of one group look at the same time");
    static final Key<Duration> TIMEOUT = Key.of("timeout", Kinds.DURATION, "how long it may take");
    static final Key<YamlNode.Scalar> ON_FAILURE = Key.of(
            "on_failure",
            Kinds.TEXT,
            "what follows when it fails: `stop`, `continue`, `undo`, or the id of a later step");
    static final Key<Template.MapOf> OUTPUTS =
            Key.of("outputs", Kinds.TEMPLATES, "what later steps see instead of the whole `result`, by name");

    private static final Key<Long> ATTEMPTS = Key.of(
                    "attempts", Kinds.whole(1, 100), "how often it is tried, the first time included")
            .required("say how often: attempts: 3");
    private static final Key<Duration> BACKOFF =
            Key.of("backoff", Kinds.DURATION, "the pause before the second attempt; `10s` if left out");
    private static final Key<Double> FACTOR =
            Key.of("factor", Kinds.real(1, 10), "what each further pause is multiplied with; 2 if left out");
    static final Shape RETRY_SHAPE = Shape.of(ATTEMPTS, BACKOFF, FACTOR);
    static final Key<Retry> RETRY = Key.of(
            "retry",
            Kinds.either(
                    Kinds.as(
                            Kinds.whole(1, 100),
                            n -> new Retry(n.intValue(), Retry.NEVER.backOff(), Retry.NEVER.factor())),
                    Kinds.shaped(RETRY_SHAPE, StepKeys::retry)),
            "how often it is tried when trying again can help");

    static final Key<Capability> INTEGRATION = Key.of(
                    "integration", Kinds.word("integration", Rule.UNKNOWN_INTEGRATION, INTEGRATIONS), "whom it asks")
            .required("it asks an integration; use one of: " + String.join(", ", INTEGRATIONS.keySet()));
    static final Key<String> METHOD = Key.of("method", Kinds.METHOD, "an operation that the integration offers")
            .required("it calls a method of the integration, such as get_metrics");
    static final Key<Template.MapOf> PARAMS = Key.of("params", Kinds.TEMPLATES, "the values that the method takes");
    static final Shape INVOCATION = Shape.of(INTEGRATION, METHOD, PARAMS);

    static final Key<List<YamlNode.Scalar>> CONTEXT =
            Key.of("context", Kinds.list(Kinds.TEXT), "the steps whose evidence matters most");

    private static final Key<YamlNode.Scalar> CHOOSE =
            Key.of("choose", Kinds.TEXT, "the step that runs; none if left out");
    private static final Key<YamlNode.Scalar> BECAUSE = Key.of(
                    "because", Kinds.TEXT, "the reason, for the people who are asked")
            .required("say why, for the people who are asked about the step");
    private static final Key<Template.MapOf> SET =
            Key.of("set", Kinds.TEMPLATES, "further fields of the step's result");
    private static final Key<Expression> RULE_WHEN =
            Key.of("when", Kinds.CONDITION, "when the rule holds; always if left out");
    static final Shape RULE = Shape.of(RULE_WHEN, CHOOSE, BECAUSE, SET);
    static final Key<List<Step.Decide.Rule>> RULES = Key.of(
                    "rules",
                    Kinds.list(Kinds.shaped(RULE, StepKeys::rule)),
                    "tried in order; the first that holds decides")
            .required("write its rules, each with when, choose and because");

    static final Key<RiskLevel> RISK_LEVEL = Key.of(
            "risk_level",
            Kinds.word("risk level", Rule.BAD_VALUE, Kinds.words(RiskLevel.class)),
            "what it may break; never less than the operation's own risk, which it is if left out");
    static final Key<Boolean> REQUIRES_APPROVAL =
            Key.of("requires_approval", Kinds.TRUTH, "whether somebody is asked whatever the risk");
    static final Key<Template> TARGET =
            Key.of("target", Kinds.TEMPLATE, "what is acted upon, if it is not what the operation says");
    static final Key<Boolean> IDEMPOTENT = Key.of(
            "idempotent", Kinds.TRUTH, "whether doing it twice is the same as once, if not as the operation says");
    static final Key<Expression> SUCCESS = Key.of(
            "success", Kinds.CONDITION, "what must hold afterwards; the incident's symptoms are gone if left out");
    static final Key<Expression> HARM = Key.of("harm", Kinds.CONDITION, "what must not hold afterwards");
    static final Key<Duration> SETTLE =
            Key.of("settle", Kinds.DURATION, "how long the world is given before it is looked at; `1m` if left out");
    static final Key<Optional<Invocation>> UNDO = Key.of(
            "undo",
            Kinds.either(
                    Kinds.word("undo", Rule.BAD_VALUE, Map.of("none", Optional.<Invocation>empty())),
                    Kinds.as(Kinds.shaped(INVOCATION, StepKeys::invocation), Optional::of)),
            "the operation that takes it back; it may use the `result`");

    static final Key<Template> QUESTION =
            Key.of("question", Kinds.TEMPLATE, "what people are asked").required("write what people are asked");

    static final Key<Parameter.Type> TYPE = Key.of(
                    "type", Kinds.word("type", Rule.BAD_VALUE, Kinds.words(Parameter.Type.class)), "its type")
            .required("say what it is: text, whole, number, truth, duration, list or map");
    private static final Key<Template> DEFAULT =
            Key.of("default", Kinds.TEMPLATE, "what it is when it is not given; it must be given if left out");
    private static final Key<List<Value>> OPTIONS =
            Key.of("options", Kinds.list(Kinds.LITERAL), "the only values it may have");
    static final Shape FIELD = Shape.of(TYPE, DESCRIPTION, DEFAULT, OPTIONS);
    static final Kind<Map<String, FieldDraft>> FIELDS = Kinds.named(Kinds.shaped(FIELD, StepKeys::field));
    static final Key<Map<String, FieldDraft>> ANSWERS = Key.of(
                    "answers", Kinds.some(FIELDS), "what they answer, by name")
            .required("say what they can answer, such as: answers: {go_on: {type: truth}}");

    static final Key<Template> DURATION =
            Key.of("duration", Kinds.TEMPLATE, "how long, such as `5m`").required("say how long: duration: 5m");

    static final Key<YamlNode.Scalar> RUNBOOK =
            Key.of("runbook", Kinds.TEXT, "the id of the runbook it runs").required("name the runbook that it runs");
    static final Key<Template.MapOf> GIVEN = Key.of("inputs", Kinds.TEMPLATES, "the inputs of that runbook");

    private StepKeys() {}

    /// A field whose name stands above it.
    record FieldDraft(Parameter.Type type, String description, Optional<Template> fallback, List<Value> options) {
        Field named(String name) {
            return new Field(name, type, description, fallback, options);
        }
    }

    static List<Field> fields(Optional<Map<String, FieldDraft>> drafts) {
        var fields = new ArrayList<Field>();
        drafts.ifPresent(all -> all.forEach((name, draft) -> fields.add(draft.named(name))));
        return fields;
    }

    static String text(Optional<YamlNode.Scalar> scalar) {
        return scalar.map(YamlNode.Scalar::text).orElse("");
    }

    /// An operation with its parameters.
    static Optional<Invocation> invocation(Keyed keys) {
        var parameters = keys.get(PARAMS).orElse(Template.MapOf.EMPTY);
        var capability = keys.get(INTEGRATION);
        var method = keys.get(METHOD);
        return capability.flatMap(c -> method.map(m -> new Invocation(new OperationName(c, m), parameters)));
    }

    private static Optional<Retry> retry(Keyed keys) {
        var pause = keys.get(BACKOFF).orElse(Retry.NEVER.backOff());
        var factor = keys.get(FACTOR).orElse(Retry.NEVER.factor());
        return keys.get(ATTEMPTS).map(n -> new Retry(n.intValue(), pause, factor));
    }

    private static Optional<Step.Decide.Rule> rule(Keyed keys) {
        var when = keys.get(RULE_WHEN);
        var choose = keys.get(CHOOSE).flatMap(scalar -> stepId(scalar.text()));
        var set = keys.get(SET).orElse(Template.MapOf.EMPTY);
        return Optional.of(new Step.Decide.Rule(when, choose, text(keys.get(BECAUSE)), set));
    }

    private static Optional<FieldDraft> field(Keyed keys) {
        var description = text(keys.get(DESCRIPTION));
        var fallback = keys.get(DEFAULT);
        var options = keys.get(OPTIONS).orElse(List.of());
        return keys.get(TYPE).map(type -> new FieldDraft(type, description, fallback, options));
    }

    /// A step's id, if the text can be one; the linter says what is wrong with others.
    static Optional<StepId> stepId(String text) {
        return text.matches("[A-Za-z_][A-Za-z0-9_]{0,99}") ? Optional.of(new StepId(text)) : Optional.empty();
    }

    private static Map<String, Capability> integrations() {
        var integrations = new TreeMap<String, Capability>();
        Arrays.stream(Capability.values()).forEach(c -> integrations.put(c.key(), c));
        return integrations;
    }
}
