package dev.runbook.app.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.app.assembly.ScenarioFolder;
import dev.runbook.core.value.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GrammarTest {

    private static List<String> files(long seed) {
        return Grammar.stories(seed, 65).stream()
                .map(story -> Json.write(story.json()))
                .toList();
    }

    @Test
    void theSameSeedMakesTheSameIncidents() {
        assertThat(files(5)).isEqualTo(files(5)).doesNotContainAnyElementsOf(files(6));
    }

    @Test
    void everyKindComesEquallyOften() {
        var stories = Grammar.stories(3, 3 * Grammar.kinds().size());

        for (var kind : Grammar.kinds())
            assertThat(stories).filteredOn(s -> s.kind().equals(kind)).hasSize(3);
    }

    @Test
    void onlyWhatIsWrongNowIsTrue() {
        for (var story : Grammar.stories(8, 130)) {
            int wrong = switch (story.kind()) {
                case Grammar.DUAL_FAULT -> 2;
                case Grammar.HEALTHY_ALARM, Grammar.RECOVERED -> 0;
                default -> 1;
            };
            assertThat(story.truths()).as(story.name()).hasSize(wrong);
        }
    }

    @Test
    void everySeedMakesScenariosThatTheWorldTakes() {
        // Whatever does not fit the estate is refused when a scenario is read.
        for (long seed = 100; seed < 140; seed++)
            assertThat(Grammar.stories(seed, 39)).hasSize(39);
    }

    @Test
    void itsNamesAreNotThoseOfTheLibrary() {
        var library = new TreeSet<String>();
        new ScenarioFolder(Path.of("..", "scenarios"))
                .all()
                .forEach(s -> s.estate().components().forEach(c -> library.add(c.name())));

        var made = Grammar.stories(1, 78).stream()
                .flatMap(s -> s.scenario().estate().components().stream())
                .map(c -> c.name());

        assertThat(library).isNotEmpty();
        assertThat(made).isNotEmpty().doesNotContainAnyElementsOf(library);
    }

    @Test
    void signalsAreMissingInSomeAndTroubleIsFaintInSome() {
        var traits = Grammar.stories(1, 130).stream()
                .flatMap(s -> s.traits().stream())
                .distinct();

        assertThat(traits).contains("faint", "vague report", "release of the victim", "no get_metrics", "busy job");
        assertThat(Stream.of(Town.Shape.values()).map(s -> s.name().toLowerCase(java.util.Locale.ROOT)))
                .allMatch(shape -> Grammar.stories(1, 130).stream()
                        .anyMatch(s -> s.traits().contains(shape)));
    }
}
