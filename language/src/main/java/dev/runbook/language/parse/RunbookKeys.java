package dev.runbook.language.parse;

import dev.runbook.core.incident.Category;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.runbook.Cues;
import dev.runbook.core.runbook.Expression;
import dev.runbook.core.runbook.Template;
import dev.runbook.core.value.Value;
import dev.runbook.language.Problems;
import dev.runbook.language.Rule;
import dev.runbook.language.yaml.YamlNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The keys that runbooks have. Reader, schema and reference are made of them.
final class RunbookKeys {

    private static final Key<List<String>> PHRASES =
            Key.of("phrases", texts(Kinds.list(Kinds.TEXT)), "words of a problem report");
    private static final Key<List<String>> ALERTS = Key.of("alerts", texts(Kinds.list(Kinds.TEXT)), "names of alerts");
    private static final Key<List<Category>> CATEGORY = Key.of(
            "category",
            Kinds.oneOrMore(Kinds.word("category", Rule.BAD_VALUE, Kinds.words(Category.class))),
            "kinds of problem");
    private static final Key<Map<String, String>> LABELS =
            Key.of("labels", Kinds.map(Kinds.as(Kinds.TEXT, YamlNode.Scalar::text)), "labels of a problem report");
    static final Shape CUES = Shape.of(PHRASES, ALERTS, CATEGORY, LABELS);
    private static final Kind<Cues> CUES_KIND = Kinds.shaped(CUES, RunbookKeys::cues);

    static final Key<YamlNode.Scalar> NAME =
            Key.of("name", Kinds.TEXT, "its title").required("add its title: name: High CPU");
    static final Key<Severity> SEVERITY = Key.of(
                    "severity",
                    Kinds.word("severity", Rule.BAD_VALUE, Kinds.words(Severity.class)),
                    "how bad a problem is that calls for it")
            .required("say how bad the problem is: severity: high");
    static final Key<YamlNode.Sequence> STEPS =
            Key.of("steps", new Steps(), "what to do, in order").required("add a list of steps");
    static final Key<YamlNode.Scalar> ID = Key.of(
            "id",
            Kinds.TEXT,
            "its name in the library: letters, digits, `_`, `-` and `.`; else the file name without `.yaml`");
    static final Key<YamlNode.Scalar> DESCRIPTION = Key.of("description", Kinds.TEXT, "what it is for");
    static final Key<YamlNode.Scalar> VERSION =
            Key.of("version", Kinds.TEXT_OR_NUMBER, "its author's name for this version, for people");
    static final Key<YamlNode.Scalar> OWNER = Key.of("owner", Kinds.TEXT, "the person or team that keeps it");
    static final Key<List<String>> TAGS = Key.of("tags", texts(Kinds.list(Kinds.TEXT)), "words to sort it by");
    static final Key<Expression> TRIGGER =
            Key.of("trigger", Kinds.CONDITION, "a condition on metrics under which it applies");
    static final Key<Cues> MATCH = Key.of("match", CUES_KIND, "what it is found by, besides its title and steps");
    static final Key<Cues> NOT_FOR = Key.of("not_for", CUES_KIND, "what it is not used for, however well it fits");
    static final Key<Map<String, StepKeys.FieldDraft>> INPUTS =
            Key.of("inputs", StepKeys.FIELDS, "what it is given, as `inputs.name`");
    static final Key<Template.MapOf> VARS = Key.of(
            "vars",
            Kinds.as(Kinds.named(Kinds.TEMPLATE), Template.MapOf::new),
            "values that its steps share, as `vars.name`");

    static final Shape RUNBOOK = Shape.of(
            NAME, SEVERITY, STEPS, ID, DESCRIPTION, VERSION, OWNER, TAGS, TRIGGER, MATCH, NOT_FOR, INPUTS, VARS);

    private RunbookKeys() {}

    /// The list of steps. They are read one by one, so that a broken one does not hide the others.
    private record Steps() implements Kind<YamlNode.Sequence> {
        @Override
        public Optional<YamlNode.Sequence> read(String what, YamlNode node, Problems problems) {
            switch (node) {
                case YamlNode.Sequence steps
                when !steps.items().isEmpty() -> {
                    return Optional.of(steps);
                }
                case YamlNode.Refused _ -> {}
                case YamlNode other ->
                    problems.add(
                            other.position(),
                            Rule.WRONG_TYPE,
                            other instanceof YamlNode.Sequence
                                    ? "the runbook has no steps"
                                    : "'steps' must be a list, and it is " + other.kind(),
                            "write each step after a dash");
            }
            return Optional.empty();
        }

        @Override
        public Value.Fields schema() {
            var actions = Arrays.stream(Action.values())
                    .map(action -> action.shape().schema(Map.of(Action.KEY.name(), action.key())))
                    .toList();
            return Value.fields("type", "array", "minItems", 1, "items", Value.fields("oneOf", actions));
        }

        @Override
        public String words() {
            return "a list of steps";
        }
    }

    /// The mappings that the reference describes, by the keys they stand below.
    static Map<String, Shape> shapes() {
        var shapes = new LinkedHashMap<String, Shape>();
        shapes.put("the runbook itself", RUNBOOK);
        shapes.put("match, not_for", CUES);
        shapes.put("inputs, answers", StepKeys.FIELD);
        shapes.put("step", Shape.of(StepKeys.ID, Action.KEY, StepKeys.DESCRIPTION, StepKeys.WHEN));
        for (var action : Action.values()) shapes.put(action.key(), new Shape(action.own()));
        shapes.put("rules", StepKeys.RULE);
        shapes.put("undo", StepKeys.INVOCATION);
        shapes.put("retry", StepKeys.RETRY_SHAPE);
        return shapes;
    }

    private static Kind<List<String>> texts(Kind<List<YamlNode.Scalar>> kind) {
        return Kinds.as(
                kind, scalars -> scalars.stream().map(YamlNode.Scalar::text).toList());
    }

    private static Optional<Cues> cues(Keyed keys) {
        return Optional.of(new Cues(
                keys.get(PHRASES).orElse(List.of()),
                keys.get(ALERTS).orElse(List.of()),
                Set.copyOf(keys.get(CATEGORY).orElse(List.of())),
                keys.get(LABELS).orElse(Map.of())));
    }
}
