package dev.runbook.app.web.page;

import dev.runbook.app.web.Backend;
import dev.runbook.app.web.api.Decisions;
import dev.runbook.app.web.api.Desk;
import dev.runbook.app.web.api.Reports;
import dev.runbook.app.web.casefile.CaseFiles;
import dev.runbook.app.web.view.IncidentView;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.IncidentId;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// An incident as a conversation, with what was seen so far beside it.
@Controller
@RequestMapping("/chat")
class ChatPage {

    private final Backend backend;
    private final Desk desk;
    private final Viewers viewers;
    private final Replies replies;
    private final CaseFiles files;

    ChatPage(Backend backend, Desk desk, Viewers viewers, Replies replies, CaseFiles files) {
        this.files = files;
        this.replies = replies;
        this.backend = backend;
        this.desk = desk;
        this.viewers = viewers;
    }

    /// Begins a conversation, and with it an incident.
    @PostMapping
    String begin(
            @RequestParam(required = false) @Nullable String text,
            @RequestParam(required = false) @Nullable String host,
            @RequestParam(required = false) @Nullable String service,
            Principal who) {
        var report = Reports.of(text, host, service, backend.stage());
        var incident = backend.desk().report(report, new Actor.Operator(who.getName()));
        return "redirect:/chat/" + incident.id();
    }

    @GetMapping("/{id}")
    String page(@PathVariable String id, Model model, @Nullable Authentication who) {
        return show(id, model, "chat", who);
    }

    /// What changes while the incident goes on, for a page that is open.
    @GetMapping("/{id}/now")
    String now(@PathVariable String id, Model model, @Nullable Authentication who) {
        return show(id, model, "chat :: now", who);
    }

    private String show(String id, Model model, String view, @Nullable Authentication who) {
        var entries = desk.entries(Desk.id(id));
        var incident = IncidentView.of(entries, backend.pace()).orElseThrow();
        var viewer = viewers.viewer(who, id);
        model.addAttribute("viewer", viewer);
        model.addAttribute("incident", incident);
        model.addAttribute("line", incident.line());
        model.addAttribute("partial", view.endsWith(":: now"));
        model.addAttribute("messages", Conversation.of(entries));
        model.addAttribute("file", files.brief(entries));
        model.addAttribute("situation", Situation.of(incident, viewer));
        model.addAttribute("correct", CorrectionForm.of(incident, backend.runbooks()));
        model.addAttribute("correctBack", "chat");
        model.addAttribute(
                "canCorrect",
                viewer.mayDecide() && CorrectionForm.possible(incident.line().phase()));
        incident.openRequest()
                .flatMap(open -> Undo.of(backend.runbooks(), open.request().plan()))
                .ifPresent(undo -> model.addAttribute("undo", undo));
        return view;
    }

    /// Says or asks something; it stands in the timeline, and so does the answer.
    @PostMapping("/{id}/messages")
    String say(@PathVariable String id, @RequestParam(required = false) @Nullable String text, Authentication who)
            throws InterruptedException {
        var incident = Desk.id(id);
        replies.to(incident, said(incident, text, who), who);
        return "redirect:/chat/" + incident;
    }

    /// The same for a page that is open: it hears the answer as it grows.
    @PostMapping(path = "/{id}/messages", headers = "HX-Request")
    String ask(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String text,
            Model model,
            Authentication who) {
        var incident = Desk.id(id);
        replies.begin(incident, said(incident, text, who), who);
        return show(id, model, "chat :: now", who);
    }

    private String said(IncidentId incident, @Nullable String text, Authentication who) {
        var remark = Decisions.remark(text, new Actor.Operator(who.getName()));
        desk.handle(incident, remark);
        return remark.text();
    }
}
