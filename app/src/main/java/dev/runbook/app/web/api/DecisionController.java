package dev.runbook.app.web.api;

import dev.runbook.app.web.view.IncidentView;
import dev.runbook.core.engine.Command;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.IncidentId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.security.Principal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Takes what people decide about an incident. Each answers with the incident as it is afterwards.
@RestController
@RequestMapping("/api/v1/incidents/{id}")
@Tag(name = "Decisions", description = "Approve, deny, veto, and what else people decide about an incident")
class DecisionController {

    private final Desk desk;

    DecisionController(Desk desk) {
        this.desk = desk;
    }

    @PostMapping("/approvals/{request}")
    @Operation(
            summary = "Approve, deny or veto",
            description = "Decides about the exact plan of an open request. An approval names the plan's hash; it does"
                    + " not count when the plan has changed, the request is closed, you approved already, or you"
                    + " reported the incident and the policy wants somebody else (409). Needs the role approver.")
    IncidentView decide(
            @PathVariable String id, @PathVariable String request, @RequestBody Bodies.Decision body, Principal who) {
        return done(id, Decisions.of(body, Desk.request(request), who));
    }

    @PostMapping("/answers/{request}")
    @Operation(
            summary = "Answer a question",
            description = "Answers what a step of the runbook asks, with values of the types it names; what has a"
                    + " default may be left out. Needs the role approver.")
    IncidentView answer(
            @PathVariable String id, @PathVariable String request, @RequestBody Bodies.Answers body, Principal who) {
        return done(id, Decisions.of(body, Desk.request(request), operator(who)));
    }

    @PostMapping("/attestation")
    @Operation(
            summary = "Say whether a change happened",
            description = "Settles a change of which nobody knows whether it was made. Needs the role approver.")
    IncidentView attest(@PathVariable String id, @RequestBody Bodies.Attestation body, Principal who) {
        return done(id, Decisions.of(body, operator(who)));
    }

    @PostMapping("/resolve")
    @Operation(
            summary = "Resolve by hand",
            description = "Says that an escalated incident is over. Needs the role responder.")
    IncidentView resolve(@PathVariable String id, @RequestBody Bodies.Resolution body, Principal who) {
        return done(id, Decisions.of(body, operator(who)));
    }

    @PostMapping("/close")
    @Operation(summary = "Close", description = "Puts a resolved or escalated incident away. Needs the role responder.")
    IncidentView close(@PathVariable String id, @RequestBody Bodies.Closing body, Principal who) {
        return done(id, Decisions.of(body, operator(who)));
    }

    @PostMapping("/memory")
    @Operation(
            summary = "Remember",
            description =
                    "Confirms what a resolved or closed incident taught, so that it is shown where a problem is like"
                            + " it and counts in the record of actions. Cause and component are the diagnosis's unless given."
                            + " Needs the role responder.")
    IncidentView remember(@PathVariable String id, @RequestBody Bodies.Lesson body, Principal who) {
        return done(id, Decisions.of(body, operator(who)));
    }

    @PostMapping("/memory/forget")
    @Operation(
            summary = "Forget",
            description = "Takes back what was confirmed of an incident. Needs the role responder.")
    IncidentView forget(@PathVariable String id, @RequestBody Bodies.Forgetting body, Principal who) {
        return done(id, Decisions.forgetting(body.reason(), operator(who)));
    }

    @PostMapping("/comments")
    @Operation(summary = "Comment", description = "Adds a remark to the timeline. Needs the role responder.")
    IncidentView comment(@PathVariable String id, @RequestBody Bodies.Remark body, Principal who) {
        return done(id, Decisions.of(body, operator(who)));
    }

    private IncidentView done(String id, Command command) {
        IncidentId incident = Desk.id(id);
        desk.handle(incident, command);
        return desk.view(incident);
    }

    private static Actor.Operator operator(Principal who) {
        return new Actor.Operator(who.getName());
    }
}
