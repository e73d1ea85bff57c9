package dev.runbook.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Keeps `docs/state-machine.md` in step with [Transition#TABLE]. To write it anew:
/// `scripts/mvn -pl core test -Dtest=StateDiagramTest -Drunbook.docs.write=true`.
class StateDiagramTest {

    private static final Path PAGE = Path.of("..", "docs", "state-machine.md");
    private static final String WRITE = "runbook.docs.write";

    /// Where two phases are joined by several events.
    private record Arrow(Phase.Kind from, Phase.Kind to) {}

    @Test
    void thePageShowsTheTableAsItIs() throws IOException {
        if (Boolean.getBoolean(WRITE)) Files.writeString(PAGE, page());

        assertThat(PAGE)
                .as("stale: write it anew with -Dtest=StateDiagramTest -D%s=true", WRITE)
                .content()
                .isEqualTo(page());
    }

    private static String page() {
        return """
                # The state machine of an incident

                Generated from `dev.runbook.core.engine.Transition`; `StateDiagramTest` fails when this page is stale and
                says how to write it anew. An event that the table does not allow cannot be written to the journal.

                ```mermaid
                stateDiagram-v2
                    [*] --> reported: Reported
                %s
                    closed --> [*]
                ```

                Events that stay in a phase, beside those above:

                | Phase | Events |
                |---|---|
                %s

                In every phase: %s, and the outcome of any other notice.
                """.formatted(moves(), stays(), names(sorted(Transition.ANYWHERE)));
    }

    private static String moves() {
        return arrows().entrySet().stream()
                .filter(arrow -> arrow.getKey().from() != arrow.getKey().to())
                .map(arrow -> "    " + name(arrow.getKey().from()) + " --> "
                        + name(arrow.getKey().to()) + ": " + names(arrow.getValue()))
                .collect(Collectors.joining("\n"));
    }

    private static String stays() {
        return arrows().entrySet().stream()
                .filter(arrow -> arrow.getKey().from() == arrow.getKey().to())
                .map(arrow -> "| " + name(arrow.getKey().from()) + " | " + names(arrow.getValue()) + " |")
                .collect(Collectors.joining("\n"));
    }

    private static Map<Arrow, List<Class<? extends Event>>> arrows() {
        var arrows = new LinkedHashMap<Arrow, List<Class<? extends Event>>>();
        for (var row : Transition.TABLE)
            arrows.computeIfAbsent(new Arrow(row.from(), row.to()), _ -> new ArrayList<>())
                    .add(row.event());
        return arrows;
    }

    private static List<Class<? extends Event>> sorted(Iterable<Class<? extends Event>> events) {
        var all = new ArrayList<Class<? extends Event>>();
        events.forEach(all::add);
        all.sort(java.util.Comparator.comparing(Class::getSimpleName));
        return all;
    }

    private static String names(List<Class<? extends Event>> events) {
        return events.stream().map(Class::getSimpleName).collect(Collectors.joining(", "));
    }

    private static String name(Phase.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
