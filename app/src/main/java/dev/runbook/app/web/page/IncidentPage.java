package dev.runbook.app.web.page;

import dev.runbook.app.web.Backend;
import dev.runbook.app.web.api.Decisions;
import dev.runbook.app.web.api.Desk;
import dev.runbook.app.web.problem.Problem;
import dev.runbook.app.web.problem.ProblemException;
import dev.runbook.app.web.view.EvidenceLine;
import dev.runbook.app.web.view.EvidenceView;
import dev.runbook.app.web.view.IncidentView;
import dev.runbook.app.web.view.Timeline;
import dev.runbook.core.engine.Command;
import dev.runbook.core.incident.Actor;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// One incident, live. Its forms go where the API's commands go, and bring the page back.
@Controller
@RequestMapping("/incidents/{id}")
class IncidentPage {

    private final Backend backend;
    private final Desk desk;

    IncidentPage(Backend backend, Desk desk) {
        this.backend = backend;
        this.desk = desk;
    }

    @GetMapping
    String page(@PathVariable String id, Model model) {
        return show(id, model, "incident");
    }

    /// What changes while the incident goes on, for a page that is open.
    @GetMapping("/now")
    String now(@PathVariable String id, Model model) {
        return show(id, model, "incident-now :: now");
    }

    private String show(String id, Model model, String view) {
        var entries = desk.entries(Desk.id(id));
        var incident = IncidentView.of(entries, backend.pace()).orElseThrow();
        model.addAttribute("incident", incident);
        model.addAttribute("line", incident.line());
        model.addAttribute("timeline", Timeline.of(entries).reversed());
        model.addAttribute(
                "evidence", desk.evidence(Desk.id(id)).map(EvidenceLine::of).toList());
        model.addAttribute("postMortem", incident.postMortem().map(Markdown::html));
        return view;
    }

    @GetMapping("/evidence/{evidence}")
    String evidence(
            @PathVariable String id,
            @PathVariable String evidence,
            @RequestHeader(name = "HX-Request", required = false) @Nullable String part,
            Model model) {
        var piece = desk.evidence(Desk.id(id))
                .filter(one -> one.id().id().equals(evidence))
                .findFirst()
                .orElseThrow(() -> new ProblemException(Problem.NOT_FOUND, id + " has no evidence '" + evidence + "'"));
        var view = EvidenceView.of(piece);
        model.addAttribute("incidentId", id);
        model.addAttribute("piece", view.line());
        model.addAttribute("content", view.content());
        Chart.of(view.content()).ifPresent(chart -> model.addAttribute("chart", chart));
        return part == null ? "evidence" : "evidence :: content";
    }

    @PostMapping("/approvals/{request}")
    String decide(
            @PathVariable String id,
            @PathVariable String request,
            @RequestParam(required = false) @Nullable String decision,
            @RequestParam(required = false) @Nullable String planHash,
            @RequestParam(required = false) @Nullable String reason,
            Principal who) {
        return done(id, Decisions.decision(decision, planHash, reason, Desk.request(request), operator(who)));
    }

    @PostMapping("/attestation")
    String attest(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable Boolean happened,
            @RequestParam(required = false) @Nullable String note,
            Principal who) {
        return done(id, Decisions.attestation(happened, note, operator(who)));
    }

    @PostMapping("/resolve")
    String resolve(@PathVariable String id, @RequestParam(required = false) @Nullable String text, Principal who) {
        return done(id, Decisions.resolution(text, operator(who)));
    }

    @PostMapping("/close")
    String close(@PathVariable String id, @RequestParam(required = false) @Nullable String text, Principal who) {
        return done(id, Decisions.closing(text, operator(who)));
    }

    @PostMapping("/comments")
    String comment(@PathVariable String id, @RequestParam(required = false) @Nullable String text, Principal who) {
        return done(id, Decisions.remark(text, operator(who)));
    }

    private String done(String id, Command command) {
        var incident = Desk.id(id);
        desk.handle(incident, command);
        return "redirect:/incidents/" + incident;
    }

    private static Actor.Operator operator(Principal who) {
        return new Actor.Operator(who.getName());
    }
}
