package dev.runbook.app.web.api;

import dev.runbook.app.web.Backend;
import dev.runbook.app.web.IncidentIndex;
import dev.runbook.app.web.problem.Problem;
import dev.runbook.app.web.problem.ProblemException;
import dev.runbook.app.web.view.EntryView;
import dev.runbook.app.web.view.EvidenceLine;
import dev.runbook.app.web.view.EvidenceView;
import dev.runbook.app.web.view.IncidentLine;
import dev.runbook.app.web.view.IncidentView;
import dev.runbook.app.web.view.Timeline;
import dev.runbook.core.engine.Phase;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.Severity;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.security.Principal;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Reports problems and shows incidents.
@RestController
@RequestMapping("/api/v1/incidents")
@Tag(name = "Incidents", description = "Report problems and see what became of them")
class IncidentController {

    private final Backend backend;
    private final Desk desk;

    IncidentController(Backend backend, Desk desk) {
        this.backend = backend;
        this.desk = desk;
    }

    /// One page of a list.
    ///
    /// @param total how many there are on all pages
    record ListView(List<IncidentLine> items, long total, int limit, int offset) {}

    @PostMapping
    @Operation(
            summary = "Report a problem",
            description = "Takes a problem in. When the answer comes, the incident is in the journal and is worked on."
                    + " Needs the role responder.",
            responses = @ApiResponse(responseCode = "201", description = "The incident, at its address"))
    ResponseEntity<IncidentView> report(@RequestBody Bodies.Report body, Principal who) {
        var report = Reports.of(body, backend.stage());
        var incident = backend.desk().report(report, new Actor.Operator(who.getName()));
        return ResponseEntity.created(URI.create("/api/v1/incidents/" + incident.id()))
                .body(desk.view(incident.id()));
    }

    @GetMapping
    @Operation(summary = "List incidents", description = "One line for each incident, the newest first.")
    ListView list(
            @Parameter(description = "Only in one of these phases, separated by commas", example = "awaiting_approval")
                    @RequestParam(required = false)
                    @Nullable
                    List<String> phase,
            @Parameter(description = "Only of one of these severities, separated by commas", example = "high,critical")
                    @RequestParam(required = false)
                    @Nullable
                    List<String> severity,
            @Parameter(description = "Only where this occurs in the id, title, host or service")
                    @RequestParam(required = false)
                    @Nullable
                    String q,
            @Parameter(description = "How many lines, from 1 to 200") @RequestParam(defaultValue = "50") int limit,
            @Parameter(description = "How many of the newest to pass over") @RequestParam(defaultValue = "0")
                    int offset) {
        var checks = new Checks();
        var phases = constants(checks, "phase", phase, Phase.Kind.class);
        var severities = constants(checks, "severity", severity, Severity.class);
        var text = checks.optionalText("q", q, 200);
        if (limit < 1 || limit > IncidentIndex.MAX_LIMIT)
            checks.wrong("limit", "is " + limit + ", must be from 1 to " + IncidentIndex.MAX_LIMIT);
        if (offset < 0) checks.wrong("offset", "is " + offset + ", must not be negative");
        var page = backend.index()
                .list(checks.then(() -> new IncidentIndex.Query(phases, severities, text, limit, offset)));
        return new ListView(page.incidents().stream().map(IncidentLine::of).toList(), page.total(), limit, offset);
    }

    @GetMapping("/{id}")
    @Operation(
            summary = "Show an incident",
            description = "Everything known about it: classification, hypotheses, recommendations, the open decision,"
                    + " executions, verifications and the post-mortem.")
    IncidentView show(@PathVariable String id) {
        return desk.view(Desk.id(id));
    }

    @GetMapping("/{id}/timeline")
    @Operation(
            summary = "Show an incident's timeline",
            description = "Every entry of its journal in order, as a sentence and as data.")
    List<EntryView> timeline(@PathVariable String id) {
        return Timeline.of(desk.entries(Desk.id(id)));
    }

    @GetMapping("/{id}/evidence")
    @Operation(
            summary = "List an incident's evidence",
            description = "One line for each piece, in the order of gathering.")
    List<EvidenceLine> evidence(@PathVariable String id) {
        return desk.evidence(Desk.id(id)).map(EvidenceLine::of).toList();
    }

    @GetMapping("/{id}/evidence/{evidence}")
    @Operation(
            summary = "Show one piece of evidence",
            description = "With everything that was seen, such as the raw points of a metric.")
    EvidenceView evidence(@PathVariable String id, @PathVariable String evidence) {
        return desk.evidence(Desk.id(id))
                .filter(piece -> piece.id().id().equals(evidence))
                .findFirst()
                .map(EvidenceView::of)
                .orElseThrow(() -> new ProblemException(
                        Problem.NOT_FOUND,
                        id + " has no evidence '" + evidence + "'; /api/v1/incidents/" + id + "/evidence lists it"));
    }

    private static <E extends Enum<E>> Set<E> constants(
            Checks checks, String field, @Nullable List<String> values, Class<E> type) {
        if (values == null) return Set.of();
        return values.stream()
                .flatMap(value -> checks.constant(field, value, type).stream())
                .collect(Collectors.toSet());
    }
}
