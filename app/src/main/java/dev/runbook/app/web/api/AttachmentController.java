package dev.runbook.app.web.api;

import dev.runbook.app.web.view.IncidentView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.security.Principal;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Attaches post-mortems to tickets.
@RestController
@RequestMapping("/api/v1/incidents/{id}/post-mortem/attachments")
@Tag(name = "Incidents")
class AttachmentController {

    private final Attachments attachments;
    private final Desk desk;

    AttachmentController(Attachments attachments, Desk desk) {
        this.attachments = attachments;
        this.desk = desk;
    }

    @PostMapping
    @Operation(
            summary = "Attach the post-mortem to a ticket",
            description = "As a work note of the service desk, or as a comment on an issue. It becomes an incident of"
                    + " its own, in which policy, approvals and the governor decide as about every other action."
                    + " Needs the role responder.",
            responses = @ApiResponse(responseCode = "201", description = "That incident, at its address"))
    ResponseEntity<IncidentView> attach(@PathVariable String id, @RequestBody Bodies.Attachment body, Principal who) {
        var asked = attachments.attach(Desk.id(id), body.where(), body.ticket(), who);
        return ResponseEntity.created(URI.create("/api/v1/incidents/" + asked)).body(desk.view(asked));
    }
}
