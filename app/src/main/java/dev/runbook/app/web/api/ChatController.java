package dev.runbook.app.web.api;

import dev.runbook.app.web.live.EventStream;
import dev.runbook.core.value.Value;
import dev.runbook.ml.chat.Chat;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
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

    private final Talks talks;
    private final Desk desk;

    ChatController(Talks talks, Desk desk) {
        this.talks = talks;
        this.desk = desk;
    }

    @PostMapping
    @Operation(
            summary = "Ask a question",
            description = "Answers from the journal and from looks at the world, as server-sent events: 'look' for what"
                    + " is being looked at, 'sentence' for each sentence of the answer, 'proposal' for the step of a"
                    + " runbook that would do what is wanted, and 'done'. Nothing is changed: only when the"
                    + " same person then says 'do it' is what was proposed asked for, as an incident of its own, in"
                    + " which policy and approval decide. Needs the role responder.",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            description = "The answer",
                            content = @Content(mediaType = "text/event-stream")))
    void ask(@RequestBody Bodies.ChatQuestion body, HttpServletResponse response, Authentication who)
            throws IOException, InterruptedException {
        var checks = new Checks();
        var words = checks.text("question", body.question(), LONGEST_QUESTION);
        checks.then(() -> words);
        var id = Optional.ofNullable(body.incident())
                .filter(text -> !text.isBlank())
                .map(Desk::id);
        if (id.isPresent()) desk.entries(id.get());
        var stream = new EventStream(response);
        talks.answer(words, id, turns(body.earlier()), who, new Streamed(stream));
        stream.send("done", "{}");
        stream.flush();
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

    /// Writes what is heard at once.
    private record Streamed(EventStream stream) implements Talks.Listener {
        @Override
        public void looks(String what) {
            send("look", Map.of("what", what));
        }

        @Override
        public void says(String sentence) {
            send("sentence", Map.of("text", sentence));
        }

        @Override
        public void proposes(Chat.Action action, Optional<Value.Fields> parameters) {
            var data = new LinkedHashMap<String, Object>();
            data.put("runbook", action.runbook().id());
            data.put("step", action.step().id());
            data.put("operation", action.operation().name().toString());
            data.put("risk", action.risk().key());
            parameters.ifPresent(known -> data.put("parameters", known.plain()));
            send("proposal", data);
        }

        private void send(String event, Map<String, ?> data) {
            try {
                stream.send(event, JSON.writeValueAsString(data));
                stream.flush();
            } catch (IOException e) {
                throw new UncheckedIOException("the listener is gone", e);
            }
        }
    }
}
