package dev.runbook.app.web.api;

import dev.runbook.app.web.Backend;
import dev.runbook.app.web.live.EventStream;
import dev.runbook.core.engine.Evolution;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.JournalEntry;
import dev.runbook.core.runbook.Step;
import dev.runbook.ml.chat.Chat;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/// Answers questions, sentence by sentence.
@RestController
@RequestMapping("/api/v1/chat")
@Tag(name = "Chat", description = "Ask about an incident or a fresh problem")
class ChatController {

    private static final int LONGEST_QUESTION = 4_000;
    private static final int TURNS = 20;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Backend backend;
    private final Desk desk;

    ChatController(Backend backend, Desk desk) {
        this.backend = backend;
        this.desk = desk;
    }

    @PostMapping
    @Operation(
            summary = "Ask a question",
            description = "Answers from the journal and from looks at the world, as server-sent events: 'look' for what"
                    + " is being looked at, 'sentence' for each sentence of the answer, 'proposal' for the step of a"
                    + " runbook that would do what is wanted, and 'done'. Nothing is changed. Needs the role"
                    + " responder.",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            description = "The answer",
                            content = @Content(mediaType = "text/event-stream")))
    void ask(@RequestBody Bodies.ChatQuestion body, HttpServletResponse response)
            throws IOException, InterruptedException {
        var checks = new Checks();
        var words = checks.text("question", body.question(), LONGEST_QUESTION);
        checks.then(() -> words);
        var id = Optional.ofNullable(body.incident())
                .filter(text -> !text.isBlank())
                .map(Desk::id);
        var question = question(words, id, turns(body.earlier()));
        var labels =
                question.incident().map(incident -> incident.report().labels()).orElseGet(Map::of);
        var stream = new EventStream(response);
        backend.chat().answer(question, new ChatLooks(backend, id, labels), new Streamed(stream));
        stream.send("done", "{}");
        stream.flush();
    }

    private Chat.Question question(String words, Optional<IncidentId> id, List<Chat.Turn> earlier) {
        var entries = id.map(desk::entries).orElseGet(List::of);
        return new Chat.Question(
                words,
                backend.pace().clock().instant(),
                Evolution.replay(entries),
                entries.stream().map(JournalEntry::stamped).toList(),
                earlier,
                actions(),
                backend.runbooks().all());
    }

    private static List<Chat.Turn> turns(@Nullable List<Bodies.ChatTurn> turns) {
        if (turns == null) return List.of();
        return turns.stream()
                .skip(Math.max(0, turns.size() - TURNS))
                .map(turn -> new Chat.Turn(cut(turn.asked()), cut(turn.answered())))
                .toList();
    }

    private static String cut(@Nullable String text) {
        return text == null ? "" : text.substring(0, Math.min(LONGEST_QUESTION, text.length()));
    }

    /// Every step of the library that changes something.
    private List<Chat.Action> actions() {
        return backend.runbooks().all().stream()
                .flatMap(runbook -> runbook.steps().stream()
                        .flatMap(step -> step instanceof Step.Execute execute ? Stream.of(execute) : Stream.empty())
                        .flatMap(step -> backend.provider().catalogue().find(step.operation()).stream()
                                .map(operation -> new Chat.Action(
                                        runbook.id(),
                                        step.id(),
                                        operation,
                                        step.description(),
                                        step.risk().or(operation.riskFloor())))))
                .toList();
    }

    /// Writes what is heard at once.
    private record Streamed(EventStream stream) implements Chat.Listener {
        @Override
        public void looks(String what) {
            send("look", Map.of("what", what));
        }

        @Override
        public void says(String sentence) {
            send("sentence", Map.of("text", sentence));
        }

        @Override
        public void proposes(Chat.Action action) {
            send(
                    "proposal",
                    Map.of(
                            "runbook", action.runbook().id(),
                            "step", action.step().id(),
                            "operation", action.operation().name().toString(),
                            "risk", action.risk().key()));
        }

        private void send(String event, Map<String, String> data) {
            try {
                stream.send(event, JSON.writeValueAsString(data));
                stream.flush();
            } catch (IOException e) {
                throw new UncheckedIOException("the listener is gone", e);
            }
        }
    }
}
