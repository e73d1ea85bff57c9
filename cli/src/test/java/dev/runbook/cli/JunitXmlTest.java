package dev.runbook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.app.assembly.RunbookTrial;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.runbook.About;
import dev.runbook.core.runbook.Applicability;
import dev.runbook.core.runbook.Position;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.runbook.Step;
import dev.runbook.core.runbook.StepId;
import dev.runbook.language.parse.RunbookTests;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JunitXmlTest {

    @Test
    void aFailureIsWrittenWithItsReasonAndWithoutMarkup() {
        var step = new Step.Diagnose(Step.Head.of(new StepId("decide"), "", new Position("a.yaml", 1, 1)), List.of());
        var runbook = Runbook.of(
                new RunbookId("a"), About.of("A", ""), Applicability.to(Severity.LOW), List.of(step), "source");
        var read = (RunbookTests.Result.Read)
                RunbookTests.read("a.test.yaml", "tests: [{name: \"5 < 6\", expect: {ending: resolved}}]");
        var trial = new RunbookTrial(read.tests().tests().getFirst(), List.of("it ends \"badly\" & late"), Set.of());

        var xml = JunitXml.of(List.of(new TestCommand.Outcome(runbook, List.of(trial), List.of(), 100)));

        assertThat(xml)
                .contains("<testsuite name=\"a\" tests=\"1\" failures=\"1\">")
                .contains("<testcase classname=\"a\" name=\"5 &lt; 6\">")
                .contains("<failure message=\"it ends &quot;badly&quot; &amp; late\">");
    }
}
