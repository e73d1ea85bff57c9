package dev.runbook.app.web.live;

import dev.runbook.app.security.Presence;
import dev.runbook.app.web.Backend;
import dev.runbook.app.web.api.Desk;
import dev.runbook.app.web.problem.Problem;
import dev.runbook.app.web.problem.ProblemException;
import dev.runbook.app.web.view.IncidentLine;
import dev.runbook.app.web.view.Timeline;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.JournalException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.ObjectMapper;

/// Tells clients what happens as it happens. A stream occupies its request's virtual thread until the client
/// goes.
///
/// The feed of changes only rings; what is sent is read from the journal after the last entry that was sent. So
/// a ring that comes twice or stands for several entries does no harm, and nothing is missed.
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
@Tag(name = "Live", description = "Server-sent events")
class LiveController {

    /// How long a stream is silent at most, so that proxies keep it and lost clients are noticed.
    private static final Duration BEAT = Duration.ofSeconds(15);

    private static final Logger LOG = LoggerFactory.getLogger(LiveController.class);

    private final Backend backend;
    private final Desk desk;
    private final LiveStreams streams;
    private final LiveAnswers answers;
    private final ObjectMapper json;
    private final Presence presence;

    LiveController(
            Backend backend,
            Desk desk,
            LiveStreams streams,
            LiveAnswers answers,
            ObjectMapper json,
            Presence presence) {
        this.backend = backend;
        this.desk = desk;
        this.streams = streams;
        this.answers = answers;
        this.json = json;
        this.presence = presence;
    }

    @GetMapping("/incidents/{id}/events")
    @Operation(
            summary = "Follow an incident",
            description =
                    "Sends every entry of the timeline as an event `entry` whose data is the entry and whose id is"
                            + " its seq, first those there are, then each new one. A client that reconnects with Last-Event-ID"
                            + " misses nothing. While a question is being answered, an event `answers` has all that"
                            + " was said so far, each time anew and without an id: what is said in the end is an"
                            + " entry. An event `health` has what keeps the server from its work, when that changes."
                            + " A stream ends after some minutes; come back to go on.",
            responses = @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(type = "string"))))
    void incident(
            @PathVariable String id,
            @Parameter(description = "Send only entries after this seq") @RequestParam(required = false) @Nullable
                    Long after,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException, InterruptedException {
        var incident = Desk.id(id);
        desk.entries(incident);
        long sent = lastEventId != null ? seq(lastEventId) : after != null ? after : 0;
        try (var bell = streams.listen(incident)) {
            var stream = new EventStream(response);
            sent = entries(incident, sent, stream);
            var said = answers(incident, List.of(), stream);
            var wrong = health(List.of(), stream);
            stream.flush();
            var leave = new Leave(presence.of(request));
            for (var heard = bell.await(BEAT); leave.lasts(heard); heard = bell.await(BEAT)) {
                if (heard.nothing()) stream.beat();
                if (heard.news()) sent = entries(incident, sent, stream);
                said = answers(incident, said, stream);
                wrong = health(wrong, stream);
                stream.flush();
            }
        } catch (JournalException e) {
            // The answer has begun: the client comes back and goes on from where it was.
            LOG.warn("stream of {} broken off: {}", incident, e.getMessage());
        }
    }

    /// Sends what keeps the system from its work, unless it was told before, and returns it.
    private List<String> health(List<String> told, EventStream stream) throws IOException {
        var problems = backend.vitals().problems();
        if (!problems.equals(told)) stream.send("health", json.writeValueAsString(Map.of("problems", problems)));
        return problems;
    }

    /// Sends the entries after one, and returns the last that was sent.
    private long entries(IncidentId incident, long after, EventStream stream) throws IOException {
        long sent = after;
        for (var entry : Timeline.after(desk.entries(incident), after)) {
            stream.send(entry.seq(), "entry", json.writeValueAsString(entry));
            sent = entry.seq();
        }
        return sent;
    }

    /// Sends what is being said, unless it was told before, and returns it.
    private List<LiveAnswers.SoFar> answers(IncidentId incident, List<LiveAnswers.SoFar> told, EventStream stream)
            throws IOException {
        var said = answers.of(incident);
        if (!said.equals(told)) stream.send("answers", json.writeValueAsString(said));
        return said;
    }

    @GetMapping("/events")
    @Operation(
            summary = "Follow all incidents",
            description = "Begins with an event `ready`, which comes again when changes may have gone unheard: a client"
                    + " that reads the list each time misses nothing. Every change of an incident is an event"
                    + " `incident` whose data is its line as in the list; changes in quick succession may come as"
                    + " one. An event `health` has what keeps the server from its work, when that changes. A stream"
                    + " ends after some minutes; come back to go on.",
            responses = @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(type = "string"))))
    void all(HttpServletRequest request, HttpServletResponse response) throws IOException, InterruptedException {
        try (var bell = streams.listen()) {
            var stream = new EventStream(response);
            stream.send("ready", "{}");
            var wrong = health(List.of(), stream);
            stream.flush();
            var leave = new Leave(presence.of(request));
            for (var heard = bell.await(BEAT); leave.lasts(heard); heard = bell.await(BEAT)) {
                wrong = health(wrong, stream);
                tell(heard, stream);
            }
        }
    }

    private void tell(Doorbell.Heard heard, EventStream stream) throws IOException {
        if (heard.nothing()) stream.beat();
        if (heard.missed()) stream.send("ready", "{}");
        for (var incident : heard.changed()) {
            var line = backend.index().find(incident);
            if (line.isPresent()) stream.send("incident", json.writeValueAsString(IncidentLine.of(line.get())));
        }
        stream.flush();
    }

    private static long seq(String lastEventId) {
        try {
            return Long.parseLong(lastEventId);
        } catch (NumberFormatException _) {
            throw new ProblemException(
                    Problem.MALFORMED_REQUEST,
                    "Last-Event-ID '" + lastEventId + "' is no number; send the id of the last event you have");
        }
    }
}
