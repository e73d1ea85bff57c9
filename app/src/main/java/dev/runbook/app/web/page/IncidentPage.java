package dev.runbook.app.web.page;

import dev.runbook.app.web.Backend;
import dev.runbook.app.web.api.Attachments;
import dev.runbook.app.web.api.Corrections;
import dev.runbook.app.web.api.Decisions;
import dev.runbook.app.web.api.Desk;
import dev.runbook.app.web.casefile.CaseFile;
import dev.runbook.app.web.casefile.CaseFiles;
import dev.runbook.app.web.casefile.FactTable;
import dev.runbook.app.web.problem.Problem;
import dev.runbook.app.web.problem.ProblemException;
import dev.runbook.app.web.view.AlertLine;
import dev.runbook.app.web.view.EvidenceLine;
import dev.runbook.app.web.view.EvidenceView;
import dev.runbook.app.web.view.IncidentView;
import dev.runbook.app.web.view.Timeline;
import dev.runbook.core.engine.Command;
import dev.runbook.core.incident.Actor;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// One incident, live. Its forms go where the API's commands go, and bring the page back.
@Controller
@RequestMapping("/incidents/{id}")
class IncidentPage {

    private final Backend backend;
    private final Desk desk;
    private final Viewers viewers;
    private final Attachments attachments;
    private final CaseFiles files;

    IncidentPage(Backend backend, Desk desk, Viewers viewers, Attachments attachments, CaseFiles files) {
        this.files = files;
        this.backend = backend;
        this.desk = desk;
        this.viewers = viewers;
        this.attachments = attachments;
    }

    /// @param at up to which entry; all when it is missing
    @GetMapping
    String page(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable Integer at,
            Model model,
            @Nullable Authentication who) {
        return show(id, at, model, "incident", who);
    }

    /// What changes while the incident goes on, for a page that is open.
    @GetMapping("/now")
    String now(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable Integer at,
            Model model,
            @Nullable Authentication who) {
        return show(id, at, model, "incident-now :: now", who);
    }

    private String show(String id, @Nullable Integer at, Model model, String view, @Nullable Authentication who) {
        var all = desk.entries(Desk.id(id));
        int until = at == null ? all.size() : Math.clamp(at, 1, all.size());
        var replayed = until < all.size();
        var entries = all.subList(0, until);
        model.addAttribute("entries", all.size());
        model.addAttribute("shownTo", entries.size());
        if (replayed) model.addAttribute("asOf", entries.getLast().stamped().at());
        var incident = IncidentView.of(entries, backend.pace()).orElseThrow();
        // Nobody decides in the past.
        var viewer = replayed ? viewers.viewer(who, id).looking() : viewers.viewer(who, id);
        model.addAttribute("viewer", viewer);
        model.addAttribute("incident", incident);
        model.addAttribute("line", incident.line());
        model.addAttribute("timeline", StageGroup.of(Timeline.briefly(entries)));
        model.addAttribute("file", files.whole(entries));
        var came = replayed
                ? List.<AlertLine.Counted>of()
                : AlertLine.Counted.of(backend.alerts().of(Desk.id(id)));
        model.addAttribute("came", came);
        model.addAttribute(
                "stillFiring", FirstFew.of(stillFiring(came, incident.line().phase()), NAMED_ALERTS));
        model.addAttribute("situation", Situation.of(incident, viewer));
        model.addAttribute("correct", CorrectionForm.of(incident, backend.runbooks()));
        model.addAttribute("correctBack", "incidents");
        model.addAttribute(
                "canCorrect",
                viewer.mayDecide() && CorrectionForm.possible(incident.line().phase()));
        incident.openRequest()
                .flatMap(open -> Undo.of(backend.runbooks(), open.request().plan()))
                .ifPresent(undo -> model.addAttribute("undo", undo));
        model.addAttribute("attachTo", Attachments.Place.values());
        model.addAttribute("postMortem", incident.postMortem().map(Markdown::html));
        model.addAttribute(
                "mayDocument", viewer.mayRespond() && !incident.line().phase().equals("closed"));
        return view;
    }

    /// How many of the alerts that still fire are named one by one.
    private static final int NAMED_ALERTS = 5;

    /// The alerts that nobody called off, once the incident counts as over.
    private static List<AlertLine> stillFiring(List<AlertLine.Counted> came, String phase) {
        if (!phase.equals("resolved") && !phase.equals("closed")) return List.of();
        return came.stream()
                .map(AlertLine.Counted::line)
                .filter(alert -> alert.endedAt().isEmpty())
                .toList();
    }

    /// Every piece of evidence in one line each.
    @GetMapping("/evidence")
    String evidence(@PathVariable String id, Model model) {
        model.addAttribute("incidentId", Desk.id(id).id());
        model.addAttribute(
                "evidence", desk.evidence(Desk.id(id)).map(EvidenceLine::of).toList());
        return "evidence-list";
    }

    /// A chart of every metric, for a page that is open.
    @GetMapping("/metrics")
    String metrics(@PathVariable String id, Model model) {
        model.addAttribute("incidentId", id);
        model.addAttribute("charts", CaseFile.everyChart(desk.entries(Desk.id(id))));
        return "charts :: small";
    }

    @GetMapping("/evidence/{evidence}")
    String evidence(@PathVariable String id, @PathVariable String evidence, Model model) {
        var piece = desk.evidence(Desk.id(id))
                .filter(one -> one.id().id().equals(evidence))
                .findFirst()
                .orElseThrow(() -> new ProblemException(Problem.NOT_FOUND, id + " has no evidence '" + evidence + "'"));
        var view = EvidenceView.of(piece);
        model.addAttribute("incidentId", id);
        model.addAttribute("piece", view.line());
        model.addAttribute("parameters", piece.query().parameters());
        model.addAttribute("content", view.content());
        model.addAttribute("table", FactTable.of(piece));
        CaseFile.chart(piece, desk.entries(Desk.id(id))).ifPresent(chart -> model.addAttribute("chart", chart));
        return "evidence";
    }

    /// The post-mortem as a file of Markdown.
    @GetMapping(path = "/post-mortem.md", produces = "text/markdown;charset=UTF-8")
    ResponseEntity<String> markdown(@PathVariable String id) {
        return file(id + ".md", postMortem(id));
    }

    /// The post-mortem as a file that any browser shows and prints.
    @GetMapping(path = "/post-mortem.html", produces = "text/html;charset=UTF-8")
    ResponseEntity<String> html(@PathVariable String id) {
        return file(id + ".html", PostMortemFile.html(Desk.id(id).id(), Markdown.html(postMortem(id))));
    }

    /// The post-mortem as a file to be printed or sent.
    @GetMapping(path = "/post-mortem.pdf", produces = MediaType.APPLICATION_PDF_VALUE)
    ResponseEntity<byte[]> pdf(@PathVariable String id) {
        return file(id + ".pdf", PdfFile.of(Desk.id(id).id(), Markdown.html(postMortem(id))));
    }

    private String postMortem(String id) {
        return desk.view(Desk.id(id))
                .postMortem()
                .orElseThrow(() -> new ProblemException(
                        Problem.NOT_FOUND, id + " has no post-mortem yet; it is written when the incident ends"));
    }

    private static <T> ResponseEntity<T> file(String name, T content) {
        return ResponseEntity.ok()
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename("post-mortem-" + name)
                                .build()
                                .toString())
                .body(content);
    }

    @PostMapping("/approvals/{request}")
    String decide(
            @PathVariable String id,
            @PathVariable String request,
            @RequestParam(required = false) @Nullable String decision,
            @RequestParam(required = false) @Nullable String planHash,
            @RequestParam(required = false) @Nullable String reason,
            Principal who) {
        return done(id, Decisions.decision(decision, planHash, reason, Desk.request(request), who));
    }

    /// Answers a step's question; each answer is a field of the form named `answer-` and its name.
    @PostMapping("/answers/{request}")
    String answer(
            @PathVariable String id,
            @PathVariable String request,
            @RequestParam Map<String, String> form,
            Principal who) {
        var view = desk.view(Desk.id(id));
        return done(id, Decisions.answers(view.question(), form, Desk.request(request), operator(who)));
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

    /// Remembers what the diagnosis says; the remark is kept with it.
    @PostMapping("/memory")
    String remember(@PathVariable String id, @RequestParam(required = false) @Nullable String text, Principal who) {
        return done(id, Decisions.lesson(null, null, text, operator(who)));
    }

    @PostMapping("/memory/forget")
    String forget(@PathVariable String id, @RequestParam(required = false) @Nullable String text, Principal who) {
        return done(id, Decisions.forgetting(text, operator(who)));
    }

    /// Writes the post-mortem anew.
    @PostMapping("/post-mortem")
    String document(@PathVariable String id, @RequestParam(required = false) @Nullable String text, Principal who) {
        return done(id, Decisions.document(text, operator(who)));
    }

    /// Leads to the incident in which the post-mortem is attached to a ticket.
    @PostMapping("/post-mortem/attachments")
    String attach(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String where,
            @RequestParam(required = false) @Nullable String ticket,
            Principal who) {
        return "redirect:/incidents/" + attachments.attach(Desk.id(id), where, ticket, who);
    }

    /// @param hypothesis the kind of its cause, a blank, and its component
    /// @param back to the chat or to this page
    @PostMapping("/corrections")
    String correct(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String category,
            @RequestParam(required = false) @Nullable String severity,
            @RequestParam(required = false) @Nullable String runbook,
            @RequestParam(required = false) @Nullable String hypothesis,
            @RequestParam(required = false) @Nullable String reason,
            @RequestParam(required = false) @Nullable String back,
            Principal who) {
        var cause = hypothesis == null ? null : hypothesis.split(" ", 2);
        var command = Corrections.of(
                category,
                severity,
                runbook,
                cause == null ? null : cause[0],
                cause == null || cause.length < 2 ? null : cause[1],
                reason,
                backend.runbooks(),
                operator(who));
        var done = done(id, command);
        return "chat".equals(back) ? "redirect:/chat/" + Desk.id(id) : done;
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
