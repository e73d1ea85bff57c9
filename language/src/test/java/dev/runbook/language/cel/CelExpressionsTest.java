package dev.runbook.language.cel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.runbook.Expression;
import dev.runbook.core.runbook.Expressions.Evaluation;
import dev.runbook.core.runbook.Expressions.Evaluation.Evaluated;
import dev.runbook.core.runbook.Expressions.Evaluation.Failed;
import dev.runbook.core.runbook.Position;
import dev.runbook.core.value.Value;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CelExpressionsTest {

    private static final Value.Fields SCOPE = Value.fields(
            "cpu_usage",
            95.5,
            "connections",
            180,
            "incident",
            Value.fields("host", "web-1", "severity", "high", "labels", Value.fields("team", "shop"), "owner", null),
            "processes",
            Value.fields("count", 3, "top", java.util.List.of("java", "python", "cron")));

    private final CelExpressions expressions = new CelExpressions();

    private Evaluation evaluate(String source) {
        return expressions.evaluate(new Expression(source, new Position("a.yaml", 7, 12)), SCOPE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "cpu_usage > 90%; true",
                "cpu_usage > 95.6%; false",
                "cpu_usage > 90 && connections >= 180.0; true",
                "cpu_usage * 2; 191.0",
                "connections / 2.0; 90.0",
                "connections % 7; 5",
                "round(cpu_usage); 96",
                "incident.host; web-1",
                "incident['labels'].team; shop",
                "has(incident.hots); false",
                "has(restart.result); false",
                "has(restart.result) || connections > 1; true",
                "incident.owner == null; true",
                "processes.top.exists(p, p == 'java'); true",
                "processes.top.all(p, p.size() > 3); true",
                "processes.top.filter(p, p.startsWith('c')); [\"cron\"]",
                "processes.top.map(p, p.upperAscii()); [\"JAVA\",\"PYTHON\",\"CRON\"]",
                "size(processes.top); 3",
                "'python' in processes.top; true",
                "incident.host.matches('^web-[0-9]+$'); true",
                "incident.host.contains('eb'); true",
                "processes.top.join(', '); java, python, cron",
                "'a-b-c'.split('-'); [\"a\",\"b\",\"c\"]",
                "'abc'.split(''); [\"a\",\"b\",\"c\"]",
                "' x '.trim().replace('x', 'yy'); yy",
                "duration('1d') > duration('2h'); true",
                "duration('90s') + duration('PT30S'); PT2M",
                "incident.severity == 'high' ? 'page' : 'mail'; page",
            })
    void anExpressionHasTheValueItSays(String source, String expected) {
        assertThat(evaluate(source))
                .isInstanceOfSatisfying(
                        Evaluated.class,
                        result -> assertThat(result.value().display()).isEqualTo(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "incident.hots; 'incident' has no 'hots'; did you mean 'host'?",
                "incident.labels.region; 'incident.labels' has no 'region'; it has team",
                "incidnet.host; there is no 'incidnet' here; did you mean 'incident'?",
                "decide_action.target_service; there is no 'decide_action' here; there are connections, cpu_usage",
                "memory > 3; there is no 'memory' here",
                "incident.host * 2; '*' cannot be applied",
                "cpu_usage > '3'; '>' cannot be applied",
                "incident.host && true; true or false is needed here, found",
                "incident.host.name; a field is asked of something that has no fields",
                "connections / 0; by zero",
                "connections / 0.0; is no finite number",
                "processes.top[7]; out of bounds",
                "duration('soon'); 'soon' is no duration",
                "cpu_usage >; the expression ends too early",
                "cpu_usage = 3; '=' compares nothing at character 11; write ==",
                "lenght('a'); there is no function 'lenght'",
                "{1: 2}; keys must be text",
                "b'abc'; is no value that a runbook can use",
            })
    void whatHasNoValueFailsWithPlaceExpressionAndReason(String source, String reason) {
        assertThat(evaluate(source))
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.reason())
                                .startsWith("a.yaml:7:12: '" + source + "': ")
                                .contains(reason));
    }

    @Test
    void manyThreadsGetTheAnswersOfOne() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var askers = IntStream.range(0, 400)
                    .<Callable<Boolean>>mapToObj(i ->
                            () -> evaluate("connections + " + i % 20).equals(new Evaluated(Value.of(180 + i % 20))))
                    .toList();

            for (var right : threads.invokeAll(askers)) assertThat(right.get()).isTrue();
        }
    }

    @Test
    void costIsBoundedWhateverIsWritten() {
        var doubling = "[processes.top[0]]" + ".map(a, a + a)".repeat(20);
        var sharing = "[1]" + ".map(a, [a, a])".repeat(20);
        var many = "[1,2,3,4,5,6,7,8,9,10]";
        var loops = many + ".all(a, " + many + ".all(b, " + many + ".all(c, " + many + ".all(d, " + many
                + ".all(e, true)))))";

        assertThat(evaluate(doubling)).asString().contains("longer than 65536 characters");
        assertThat(evaluate(sharing)).asString().contains("more than 10000 parts");
        assertThat(evaluate(loops)).asString().containsIgnoringCase("iteration");
        assertThat(evaluate("1 + ".repeat(1000) + "1")).asString().contains("4001 characters");
        assertThat(evaluate("(".repeat(500) + "1" + ")".repeat(500))).asString().contains("nested too deeply");
    }
}
