package dev.runbook.ml.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.capability.Operations;
import dev.runbook.core.diagnosis.CaseFile;
import dev.runbook.core.diagnosis.Investigation.Standing;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.value.Value;
import dev.runbook.ml.chat.Chat;
import dev.runbook.ml.llm.stub.AnthropicStub;
import dev.runbook.ml.llm.stub.Reply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A chat with a model, and under it one without.
class LlmChatTest {

    private final AnthropicStub stub = new AnthropicStub();
    private final Consultant consultant = new StubbedEngine().asking(stub);
    private final CaseFile caseFile = LlmDiagnoserTest.busyHost();
    private final NotedInvestigation noted = new NotedInvestigation(
            new Content.Facts("rep-9", "disks", Value.fields("used_percent", 41)),
            caseFile.evidence().size());

    @AfterEach
    void close() {
        assertThat(stub.violations()).isEmpty();
        stub.close();
    }

    private final List<String> said = new ArrayList<>();
    private final List<Chat.Action> proposed = new ArrayList<>();

    private void ask(String words) throws InterruptedException {
        var restart = new Chat.Action(
                new RunbookId("restarting"),
                new StepId("act"),
                Operations.CATALOGUE.get(new OperationName(Capability.COMPUTE, "restart_service")),
                "restart it",
                RiskLevel.MEDIUM);
        new LlmChat(consultant, (_, _, listener) -> listener.says("offline answer"))
                .answer(
                        new Chat.Question(
                                words,
                                Instant.parse("2025-03-04T10:00:00Z"),
                                Optional.empty(),
                                List.of(),
                                List.of(new Chat.Turn("hello", "hello")),
                                List.of(restart),
                                List.of()),
                        noted,
                        new Chat.Listener() {
                            @Override
                            public void looks(String what) {
                                said.add("(" + what + ")");
                            }

                            @Override
                            public void says(String sentence) {
                                said.add(sentence);
                            }

                            @Override
                            public void proposes(Chat.Action action) {
                                proposed.add(action);
                            }
                        });
    }

    @Test
    void anAnswerComesSentenceBySentenceAfterItsLooksAndIsChecked() throws InterruptedException {
        stub.then(
                Reply.calls("compute_get_disk_usage", "host", "rep-9"),
                Reply.concludes(
                        "answer",
                        "The disk of rep-9 is at 41 percent [ev-4]. It will be full in 9 days. That is all.",
                        "evidence",
                        List.of("ev-4")));

        ask("is the disk of rep-9 full?");

        assertThat(said)
                .containsExactly(
                        "(compute_get_disk_usage {\"host\":\"rep-9\"})",
                        "The disk of rep-9 is at 41 percent [ev-4].",
                        "That is all.");
        assertThat(noted.checks.getLast().remarks()).singleElement().asString().contains("'9'");
        assertThat(proposed).isEmpty();
    }

    @Test
    void aWishIsProposedByItsNumber() throws InterruptedException {
        stub.then(Reply.concludes("answer", "I cannot do it; it goes to approval.", "action", "A1"));

        ask("restart it");

        assertThat(proposed)
                .singleElement()
                .satisfies(action -> assertThat(action.runbook()).hasToString("restarting"));
    }

    @Test
    void withoutAModelTheChatStillAnswers() throws InterruptedException {
        stub.always(Reply.refuses(401, "authentication_error"));

        ask("is the disk full?");

        assertThat(said).hasSize(2).last().isEqualTo("offline answer");
        assertThat(said.getFirst())
                .startsWith("The offline engine answers instead of the model: ")
                .contains("401")
                .endsWith(".");
        assertThat(noted.checks.getLast().standing()).isEqualTo(Standing.OFFLINE);
    }
}
