package dev.runbook.language.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.runbook.Expression;
import dev.runbook.core.runbook.Expressions.Evaluation;
import dev.runbook.core.runbook.Position;
import dev.runbook.core.runbook.Template;
import dev.runbook.core.value.Value;
import dev.runbook.language.Problems;
import dev.runbook.language.cel.CelExpressions;
import dev.runbook.language.yaml.YamlNode;
import dev.runbook.language.yaml.YamlReader;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TemplateReaderTest {

    private static final Value.Fields SCOPE =
            Value.fields("host", "web-1", "n", 3, "half", 0.5, "names", List.of("a", "b"), "nothing", null);

    private final CelExpressions expressions = new CelExpressions();

    private static Template read(String value) {
        var problems = new Problems();
        var root = YamlReader.read("f", "k: " + value, problems);
        var node =
                ((YamlNode.Mapping) root.orElseThrow()).entry("k").orElseThrow().value();
        var template = new TemplateReader(problems).read("k", node);
        assertThat(problems.inOrder()).as(value).isEmpty();
        return template;
    }

    private Evaluation render(String value) {
        return expressions.render(read(value), SCOPE);
    }

    private static Evaluation value(Object plain) {
        return new Evaluation.Evaluated(Value.of(plain));
    }

    @Test
    void aTextThatIsOneHoleKeepsTheTypeOfItsValue() {
        assertThat(render("\"{{ n }}\"")).isEqualTo(value(3));
        assertThat(render("'{{names}}'")).isEqualTo(value(List.of("a", "b")));
        assertThat(render("\"{{ half * n }}\"")).isEqualTo(value(1.5));
    }

    @Test
    void textAroundAHoleMakesText() {
        assertThat(render("\"{{ n }} on {{ host }}!\"")).isEqualTo(value("3 on web-1!"));
        assertThat(render("\" {{ n }}\"")).isEqualTo(value(" 3"));
        assertThat(render("|\n  {{ n }}\n")).isEqualTo(value("3\n"));
    }

    @Test
    void holesAreFilledAtAnyDepth() {
        assertThat(render("{a: [1, \"{{ n }}\", {b: \"x{{ host }}\"}]}"))
                .isEqualTo(value(java.util.Map.of("a", List.of(1, 3, java.util.Map.of("b", "xweb-1")))));
    }

    @Test
    void whatHasNoHolesIsALiteral() {
        assertThat(read("{a: [1, 2.5, true, text]}"))
                .isEqualTo(new Template.Literal(Value.fields("a", List.of(1, 2.5, true, "text"))));
        assertThat(read("'{\"json\": {\"a\": {}}}'")).isInstanceOf(Template.Literal.class);
    }

    @Test
    void bracesAndQuotesWithinAHoleCloseNothing() {
        assertThat(render("\"{{ {'a': {'b': n}}.a.b }}\"")).isEqualTo(value(3));
        assertThat(render("\"{{ '}}' }}\"")).isEqualTo(value("}}"));
        assertThat(render("\"{{ '{{' }} is how a hole begins\"")).isEqualTo(value("{{ is how a hole begins"));
        assertThat(render("'{{ \"it''s \\\"}}\\\"\" }}'")).isEqualTo(value("it's \"}}\""));
    }

    @Test
    void whatIsMissingFailsTheWholeText() {
        assertThat(render("\"rm -rf /{{ nothing }}\""))
                .isEqualTo(new Evaluation.Failed("f:1:16: {{ nothing }} has no value"));
        assertThat(render("\"rm -rf /{{ hots }}\""))
                .isEqualTo(new Evaluation.Failed("f:1:16: 'hots': there is no 'hots' here; did you mean 'host'?"));
    }

    @Test
    void anExpressionKnowsWhereItStands() {
        assertThat(read("\"a {{   host }} b\""))
                .isEqualTo(new Template.Mixed(List.of(
                        new Template.Literal(new Value.Text("a ")),
                        new Template.Computed(new Expression("host", new Position("f", 1, 12))),
                        new Template.Literal(new Value.Text(" b")))));
    }

    @Test
    void generatedTextIsWhatItsPartsAre() {
        var literals = new String[] {"", " ", "a", "{", "} ", "{x} ", "%", "é😀", "'", "\\"};
        var holes = new String[] {"n", "host", " host ", "'}}'", "{'a': n}.a", "names[0]", "'{{'", "[n, n][1]"};
        var values = new String[] {"3", "web-1", "web-1", "}}", "3", "a", "{{", "3"};
        for (int seed = 0; seed < 2_000; seed++) {
            var random = new Random(seed);
            var written = new StringBuilder("x");
            var expected = new StringBuilder("x");
            for (int i = 0; i < 1 + random.nextInt(6); i++) {
                var literal = literals[random.nextInt(literals.length)];
                int hole = random.nextInt(holes.length);
                boolean opensByAccident = literal.endsWith("{");
                written.append(literal)
                        .append(opensByAccident ? " {{ " : "{{ ")
                        .append(holes[hole])
                        .append(" }}");
                expected.append(literal).append(opensByAccident ? " " : "").append(values[hole]);
            }
            var yaml = "'" + written.toString().replace("'", "''") + "'";

            assertThat(render(yaml)).as("seed " + seed + ": " + yaml).isEqualTo(value(expected.toString()));
        }
    }
}
