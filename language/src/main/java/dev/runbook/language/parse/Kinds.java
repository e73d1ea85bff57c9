package dev.runbook.language.parse;

import dev.runbook.core.operation.Durations;
import dev.runbook.core.runbook.Expression;
import dev.runbook.core.runbook.Template;
import dev.runbook.core.value.Value;
import dev.runbook.language.Nearest;
import dev.runbook.language.Problems;
import dev.runbook.language.Rule;
import dev.runbook.language.yaml.YamlNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/// The kinds of values that runbooks have.
final class Kinds {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");

    private static final Pattern METHOD_NAME = Pattern.compile("[a-z][a-z0-9_]{0,99}");

    private Kinds() {}

    /// Reads a value, or says that it is no such value.
    private interface Read<T> {
        Optional<T> read(String what, YamlNode node, Problems problems);
    }

    private record Plain<T>(String words, Value.Fields schema, Read<T> reading) implements Kind<T> {
        @Override
        public Optional<T> read(String what, YamlNode node, Problems problems) {
            return reading.read(what, node, problems);
        }
    }

    /// Text that is not blank.
    static final Kind<YamlNode.Scalar> TEXT =
            new Plain<>("text", Value.fields("type", "string", "pattern", "\\S"), Kinds::text);

    /// Text, or a number, as it is written.
    static final Kind<YamlNode.Scalar> TEXT_OR_NUMBER = new Plain<>(
            "text or a number",
            Value.fields("type", List.of("string", "number"), "pattern", "\\S"),
            (what, node, problems) -> node instanceof YamlNode.Scalar scalar
                            && (scalar.value() instanceof Value.Whole || scalar.value() instanceof Value.Real)
                    ? Optional.of(scalar)
                    : text(what, node, problems));

    /// The name of an operation.
    static final Kind<String> METHOD = new Plain<>(
            "the name of an operation",
            Value.fields("type", "string", "pattern", "^" + METHOD_NAME.pattern() + "$"),
            (what, node, problems) -> text(what, node, problems).flatMap(scalar -> {
                if (METHOD_NAME.matcher(scalar.text()).matches()) return Optional.of(scalar.text());
                problems.add(
                        scalar.position(),
                        Rule.BAD_VALUE,
                        "'" + scalar.text() + "' cannot name a method",
                        "use small letters, digits and _, such as get_metrics");
                return Optional.empty();
            }));

    static final Kind<Boolean> TRUTH =
            new Plain<>("`true` or `false`", Value.fields("type", "boolean"), (what, node, problems) -> {
                if (node instanceof YamlNode.Scalar(var _, Value.Truth(var truth), var _)) return Optional.of(truth);
                wrongType(what, "true or false", node, "write true or false, without quotes", problems);
                return Optional.empty();
            });

    static final Kind<Duration> DURATION = new Plain<>(
            "a span of time, such as `30s`, `5m` or `1h30m`",
            Value.fields("type", "string", "pattern", "^\\s*(([0-9]{1,9}(ms|s|m|h|d))+|P.+)\\s*$"),
            Kinds::duration);

    /// An expression that is true or false.
    static final Kind<Expression> CONDITION =
            new Plain<>("a condition", Value.fields("type", List.of("string", "boolean")), (what, node, problems) -> {
                if (node instanceof YamlNode.Scalar scalar && !(scalar.value() instanceof Value.Nothing))
                    return ExpressionReader.condition(scalar, problems);
                wrongType(what, "a condition", node, "write one, such as: cpu_usage > 90%", problems);
                return Optional.empty();
            });

    /// Any value, with holes in its texts.
    static final Kind<Template> TEMPLATE = new Plain<>(
            "a value, which may have holes",
            Value.fields("type", List.of("string", "number", "boolean", "array", "object")),
            (what, node, problems) -> Optional.of(new TemplateReader(problems).read(unquoted(what), node)));

    /// Names with values, which may have holes.
    static final Kind<Template.MapOf> TEMPLATES = new Plain<>(
            "names with values, which may have holes",
            Value.fields("type", "object", "additionalProperties", TEMPLATE.schema()),
            (what, node, problems) -> entries(what, node, TEMPLATE, problems).map(Template.MapOf::new));

    /// A value without holes.
    static final Kind<Value> LITERAL = new Plain<>(
            "a value",
            Value.fields("type", List.of("string", "number", "boolean", "array", "object")),
            (what, node, problems) -> switch (new TemplateReader(problems).read(unquoted(what), node)) {
                case Template.Literal(var value) -> Optional.of(value);
                case Template _ -> {
                    problems.add(node.position(), Rule.WRONG_TYPE, what + " has holes", "write the value itself");
                    yield Optional.empty();
                }
            });

    static Kind<Long> whole(long least, long most) {
        return new Plain<>(
                "a whole number from " + least + " to " + most,
                Value.fields("type", "integer", "minimum", least, "maximum", most),
                (what, node, problems) -> {
                    if (node instanceof YamlNode.Scalar(var _, Value.Real _, var _)) {
                        wrongType(what, "a whole number", node, "write digits alone", problems);
                        return Optional.empty();
                    }
                    return number(what, node, (double) least, (double) most, problems)
                            .map(value -> ((Value.Whole) value).number());
                });
    }

    /// Any number.
    static final Kind<Value> NUMBER = new Plain<>(
            "a number",
            Value.fields("type", "number"),
            (what, node, problems) -> number(what, node, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, problems));

    static Kind<Double> real(double least, double most) {
        return new Plain<>(
                "a number from " + least + " to " + most,
                Value.fields("type", "number", "minimum", least, "maximum", most),
                (what, node, problems) ->
                        number(what, node, least, most, problems).map(Kinds::real));
    }

    /// One of some words.
    ///
    /// @param noun what such a word is, for messages
    /// @param rule what another word breaks
    static <T> Kind<T> word(String noun, Rule rule, Map<String, T> words) {
        var names = words.keySet().stream().sorted().toList();
        return new Plain<>(
                "`" + String.join("`, `", names) + "`",
                Value.fields("enum", names),
                (what, node, problems) -> text(what, node, problems).flatMap(scalar -> {
                    var word = words.get(scalar.text());
                    if (word == null)
                        problems.add(
                                scalar.position(),
                                rule,
                                "'" + scalar.text() + "' is no " + noun,
                                Nearest.hint(scalar.text(), words.keySet()));
                    return Optional.ofNullable(word);
                }));
    }

    /// Text of a form that something else knows.
    ///
    /// @param words what it is, for people, such as `a time zone`
    /// @param hint how to write one
    /// @param parse gives the value; fails with an [IllegalArgumentException] or a [DateTimeException] where
    ///     the text is none
    static <T> Kind<T> parsed(String words, String hint, Function<String, T> parse) {
        return new Plain<>(
                words,
                Value.fields("type", "string"),
                (what, node, problems) -> text(what, node, problems).flatMap(scalar -> {
                    try {
                        return Optional.of(parse.apply(scalar.text()));
                    } catch (IllegalArgumentException | DateTimeException e) {
                        problems.add(
                                scalar.position(), Rule.BAD_VALUE, "'" + scalar.text() + "' is not " + words, hint);
                        return Optional.empty();
                    }
                }));
    }

    /// Several values of a kind.
    static <T> Kind<List<T>> list(Kind<T> kind) {
        return new Plain<>(
                "a list: " + kind.words(),
                Value.fields("type", "array", "items", kind.schema()),
                (what, node, problems) -> {
                    if (!(node instanceof YamlNode.Sequence(var items, var _))) {
                        var name = unquoted(what);
                        wrongType(
                                what, "a list", node, "write [" + name + "] or one item a line after a dash", problems);
                        return Optional.empty();
                    }
                    var all = new ArrayList<T>();
                    for (var item : items)
                        kind.read("an item of " + what, item, problems).ifPresent(all::add);
                    return Optional.of(all);
                });
    }

    /// Names, each with a value of a kind, in the order of the file.
    static <T> Kind<Map<String, T>> map(Kind<T> kind) {
        return new Plain<>(
                "names, each with " + kind.words(),
                Value.fields("type", "object", "additionalProperties", kind.schema()),
                (what, node, problems) -> entries(what, node, kind, problems));
    }

    /// As [#map(Kind)], with names that expressions can use.
    static <T> Kind<Map<String, T>> named(Kind<T> kind) {
        return new Plain<>(
                "names, each with " + kind.words(),
                Value.fields(
                        "type",
                        "object",
                        "additionalProperties",
                        kind.schema(),
                        "propertyNames",
                        Value.fields("pattern", "^" + NAME.pattern() + "$")),
                (what, node, problems) -> {
                    if (node instanceof YamlNode.Mapping(var entries, var _))
                        for (var entry : entries)
                            if (!NAME.matcher(entry.name()).matches())
                                problems.add(
                                        entry.key().position(),
                                        Rule.BAD_VALUE,
                                        "'" + entry.name() + "' cannot be a name",
                                        "use letters, digits and _, at most 100, beginning with a letter");
                    return entries(what, node, kind, problems);
                });
    }

    /// Names that are there: at least one.
    static <T> Kind<Map<String, T>> some(Kind<Map<String, T>> kind) {
        return new Plain<>(
                kind.words(), kind.schema().with(Map.of("minProperties", Value.of(1))), (what, node, problems) -> {
                    if (node instanceof YamlNode.Mapping(var entries, var at) && entries.isEmpty())
                        problems.add(at, Rule.WRONG_TYPE, what + " is empty", "name at least one");
                    return kind.read(what, node, problems);
                });
    }

    /// A mapping with keys of its own.
    static <T> Kind<T> shaped(Shape shape, Function<Keyed, Optional<T>> make) {
        return new Plain<>("see below", shape.schema(Map.of()), (what, node, problems) -> {
            if (node instanceof YamlNode.Mapping mapping)
                return make.apply(new Keyed(mapping, what, problems).holding(shape));
            wrongType(what, "a mapping", node, "write its keys below it, indented", problems);
            return Optional.empty();
        });
    }

    /// A mapping where the value is one, else something shorter.
    static <T> Kind<T> either(Kind<T> brief, Kind<T> mapping) {
        return new Plain<>(
                brief.words() + ", or a mapping",
                Value.fields("anyOf", List.of(brief.schema(), mapping.schema())),
                (what, node, problems) ->
                        (node instanceof YamlNode.Mapping ? mapping : brief).read(what, node, problems));
    }

    /// A single value, or a list.
    static <T> Kind<List<T>> oneOrMore(Kind<T> kind) {
        var many = list(kind);
        return new Plain<>(
                kind.words() + ", or a list of such",
                Value.fields("anyOf", List.of(kind.schema(), many.schema())),
                (what, node, problems) -> node instanceof YamlNode.Sequence
                        ? many.read(what, node, problems)
                        : kind.read(what, node, problems).map(List::of));
    }

    /// A value of a kind, as something else.
    static <A, B> Kind<B> as(Kind<A> kind, Function<A, B> change) {
        return new Plain<>(
                kind.words(),
                kind.schema(),
                (what, node, problems) -> kind.read(what, node, problems).map(change));
    }

    private static Optional<YamlNode.Scalar> text(String what, YamlNode node, Problems problems) {
        if (node instanceof YamlNode.Scalar scalar && scalar.value() instanceof Value.Text(var text)) {
            if (!text.isBlank()) return Optional.of(scalar);
            problems.add(node.position(), Rule.WRONG_TYPE, what + " is empty", "write something, or remove the key");
        } else {
            var hint = node instanceof YamlNode.Scalar ? "put it in quotes" : "write one text";
            wrongType(what, "text", node, hint, problems);
        }
        return Optional.empty();
    }

    private static Optional<Duration> duration(String what, YamlNode node, Problems problems) {
        var hint = "write it as 30s, 5m or 1h30m";
        if (node instanceof YamlNode.Scalar scalar && !(scalar.value() instanceof Value.Nothing)) {
            var duration = Durations.parse(scalar.text());
            if (duration.isEmpty())
                problems.add(node.position(), Rule.BAD_VALUE, "'" + scalar.text() + "' is no span of time", hint);
            return duration;
        }
        wrongType(what, "a span of time", node, hint, problems);
        return Optional.empty();
    }

    private static Optional<Value> number(String what, YamlNode node, double least, double most, Problems problems) {
        if (node instanceof YamlNode.Scalar(var text, var value, var _)
                && (value instanceof Value.Whole || value instanceof Value.Real)) {
            double number = real(value);
            if (number >= least && number <= most) return Optional.of(value);
            problems.add(
                    node.position(),
                    Rule.BAD_VALUE,
                    what + " is " + text,
                    "write a number from " + plain(least) + " to " + plain(most));
            return Optional.empty();
        }
        wrongType(what, "a number", node, "write digits alone, without quotes", problems);
        return Optional.empty();
    }

    private static double real(Value number) {
        return number instanceof Value.Whole(var whole) ? (double) whole : ((Value.Real) number).number();
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    private static <T> Optional<Map<String, T>> entries(String what, YamlNode node, Kind<T> kind, Problems problems) {
        if (!(node instanceof YamlNode.Mapping(var entries, var _))) {
            wrongType(what, "a mapping", node, "write its keys below it, indented", problems);
            return Optional.empty();
        }
        var all = new LinkedHashMap<String, T>();
        for (var entry : entries)
            kind.read("'" + entry.name() + "'", entry.value(), problems)
                    .ifPresent(value -> all.put(entry.name(), value));
        return Optional.of(all);
    }

    private static String unquoted(String what) {
        return what.replace("'", "");
    }

    private static void wrongType(String what, String wanted, YamlNode node, String hint, Problems problems) {
        if (!(node instanceof YamlNode.Refused))
            problems.add(
                    node.position(), Rule.WRONG_TYPE, what + " must be " + wanted + ", and it is " + node.kind(), hint);
    }

    /// The words of an enumeration, in lower case.
    static <E extends Enum<E>> Map<String, E> words(Class<E> constants) {
        var words = new TreeMap<String, E>();
        for (var constant : constants.getEnumConstants())
            words.put(constant.name().toLowerCase(java.util.Locale.ROOT), constant);
        return words;
    }
}
