package dev.runbook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.app.assembly.RunbookTrial;
import dev.runbook.language.parse.RunbookTests;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JunitXmlTest {

    @Test
    void aFailureIsWrittenWithItsReasonAndWithoutMarkup() {
        var read = (RunbookTests.Result.Read)
                RunbookTests.read("a.test.yaml", "tests: [{name: \"5 < 6\", expect: {ending: resolved}}]");
        var trial = new RunbookTrial(read.tests().tests().getFirst(), List.of("it ends \"badly\" & late"), Set.of());

        var xml = JunitXml.of(List.of(new TestCommand.Outcome("a", List.of(), List.of(trial), List.of(), 100)), 0);

        assertThat(xml)
                .contains("<testsuite name=\"a\" tests=\"1\" failures=\"1\" errors=\"0\">")
                .contains("<testcase classname=\"a\" name=\"5 &lt; 6\">")
                .contains("<failure message=\"it ends &quot;badly&quot; &amp; late\">");
    }

    @Test
    void whatCannotBeReadAndWhatFallsShortAreFailures() {
        var broken = new TestCommand.Outcome("a", List.of("a.yaml:1:1: error"), List.of(), List.of(), 0);
        var sparse = new TestCommand.Outcome("b", List.of(), List.of(), List.of("step look"), 40);

        var xml = JunitXml.of(List.of(broken, sparse), 80);

        assertThat(xml)
                .contains("<testsuite name=\"a\" tests=\"1\" failures=\"1\" errors=\"0\">")
                .contains("<failure message=\"a.yaml:1:1: error\">")
                .contains("<testsuite name=\"b\" tests=\"1\" failures=\"1\" errors=\"0\">")
                .contains("<failure message=\"40 % are covered\">");
    }
}
