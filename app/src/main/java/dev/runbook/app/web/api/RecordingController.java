package dev.runbook.app.web.api;

import dev.runbook.app.web.Backend;
import dev.runbook.app.web.problem.Problem;
import dev.runbook.app.web.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Gives incidents as files.
@RestController
@Tag(name = "Incidents")
class RecordingController {

    private static final MediaType JSON_LINES = MediaType.parseMediaType("application/jsonl;charset=UTF-8");

    private final Backend backend;

    RecordingController(Backend backend) {
        this.backend = backend;
    }

    @GetMapping("/api/v1/incidents/{id}/recording")
    @Operation(
            summary = "Export an incident",
            description =
                    "Everything about it in one file, one JSON object a line: every entry of the journal with its"
                            + " hash, the runbooks, the settings. The commands runbook audit verify and runbook replay take it.")
    ResponseEntity<String> recording(
            @PathVariable String id,
            @Parameter(description = "Whether to sign it with the key of this server")
                    @RequestParam(defaultValue = "false")
                    boolean sign) {
        var incident = Desk.id(id);
        var text = backend.recorder()
                .record(incident, sign)
                .orElseThrow(() -> new ProblemException(
                        Problem.NOT_FOUND, "There is no incident " + incident + "; /api/v1/incidents lists them"));
        return ResponseEntity.ok()
                .contentType(JSON_LINES)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + incident + ".jsonl\"")
                .body(text);
    }
}
