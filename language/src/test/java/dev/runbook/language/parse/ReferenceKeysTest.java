package dev.runbook.language.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// Keeps the tables of keys in `docs/RUNBOOK_LANGUAGE.md` in step with the reader. To write them anew:
/// `scripts/mvn -pl language -am test -Dtest=ReferenceKeysTest -Drunbook.docs.write=true`.
class ReferenceKeysTest {

    private static final Path PAGE = Path.of("..", "docs", "RUNBOOK_LANGUAGE.md");
    private static final String BEGIN = "<!-- keys, written by ReferenceKeysTest -->\n";
    private static final String END = "<!-- end of keys -->";
    private static final String WRITE = "runbook.docs.write";

    @Test
    void thePageHasEveryKeyThatTheReaderKnows() throws IOException {
        var page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);
        assertThat(begin).isLessThanOrEqualTo(end);
        if (Boolean.getBoolean(WRITE))
            Files.writeString(PAGE, page.substring(0, begin) + tables() + page.substring(end));

        assertThat(Files.readString(PAGE)
                        .substring(begin, Files.readString(PAGE).indexOf(END)))
                .as("stale: write it anew with -Dtest=ReferenceKeysTest -D%s=true", WRITE)
                .isEqualTo(tables());
    }

    @Test
    void noPartOfTheLanguageStandsInThePlaceOfAnother() {
        assertThat(RunbookKeys.shapes().values()).contains(RunbookKeys.RUNBOOK).hasSize(Action.values().length + 7);
    }

    private static String tables() {
        var out = new StringBuilder();
        RunbookKeys.shapes().forEach((name, shape) -> {
            out.append("\n#### ").append(name).append("\n\n");
            Arrays.stream(Action.values())
                    .filter(action -> action.key().equals(name) && shape.keys().equals(action.own()))
                    .forEach(action -> out.append("`action: ")
                            .append(name)
                            .append("` ")
                            .append(action.about())
                            .append(".\n\n"));
            out.append("| key | is | |\n|---|---|---|\n");
            for (var key : shape.keys())
                out.append("| `%s` | %s; %s | %s |\n"
                        .formatted(
                                key.name(),
                                key.about(),
                                key.kind().words(),
                                key.required().isPresent() ? "required" : ""));
        });
        return out.append('\n').toString();
    }
}
