package dev.runbook.app.web.page;

import dev.runbook.app.security.Accounts;
import dev.runbook.app.security.SavedView;
import dev.runbook.app.web.Backend;
import dev.runbook.app.web.IncidentIndex;
import dev.runbook.app.web.api.Checks;
import dev.runbook.app.web.view.IncidentLine;
import dev.runbook.core.engine.IncidentSummary;
import dev.runbook.core.engine.Phase;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.Severity;
import java.security.Principal;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// What goes on: the decisions that wait, the figures, and the list behind every number.
@Controller
@RequestMapping("/dashboard")
class DashboardPage {

    private static final int LINES = 25;
    private static final int DECISIONS = 6;
    private static final int MAX_NAME = 40;
    static final Duration COUNTED = Duration.ofDays(30);

    private final Backend backend;
    private final Viewers viewers;
    private final Accounts accounts;

    DashboardPage(Backend backend, Viewers viewers, Accounts accounts) {
        this.backend = backend;
        this.viewers = viewers;
        this.accounts = accounts;
    }

    /// What the list shows.
    ///
    /// @param show the key of a [Show], or of what is counted
    /// @param severity in lower case; empty for all
    /// @param text empty for all
    /// @param page from 0
    public record Filter(String show, String severity, String text, int page) {}

    @GetMapping
    String page(
            @RequestParam(required = false) @Nullable String show,
            @RequestParam(required = false) @Nullable String severity,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable Integer page,
            @RequestHeader(name = "HX-Request", required = false) @Nullable String part,
            Model model,
            @Nullable Authentication who) {
        var shown = Shown.of(show);
        var severe = severity(severity);
        var text = Optional.ofNullable(q).map(SearchText::of).filter(words -> !words.isEmpty());
        int number = page == null ? 0 : Math.clamp(page, 0, 100_000);
        var now = backend.pace().now();
        var list = shown.list(
                backend.index(),
                now.minus(COUNTED),
                new IncidentIndex.Query(Set.of(), severe.map(Set::of).orElse(Set.of()), text, LINES, number * LINES));
        model.addAttribute("shown", shown);
        model.addAttribute(
                "filter",
                new Filter(shown.key(), severe.map(DashboardPage::lower).orElse(""), text.orElse(""), number));
        model.addAttribute("shows", Shown.choices(shown));
        model.addAttribute(
                "lines", list.incidents().stream().map(IncidentLine::of).toList());
        model.addAttribute("total", list.total());
        model.addAttribute("last", Math.max(0, (list.total() - 1) / LINES));
        model.addAttribute("views", who == null ? List.of() : accounts.views(who.getName()));
        model.addAttribute("board", Board.of(backend.index().open()));
        var viewer = viewers.viewer(who);
        var waiting = waiting();
        model.addAttribute(
                "mine",
                first(waiting.stream().filter(line -> isFor(viewer, line)).toList()));
        model.addAttribute(
                "others",
                first(waiting.stream().filter(line -> !isFor(viewer, line)).toList()));
        model.addAttribute("integrations", backend.outside().integrations());
        var alerts = backend.index().alerts(now.minus(COUNTED));
        model.addAttribute("alerts", AlertFunnel.of(alerts));
        model.addAttribute(
                "cards",
                MetricCard.of(
                        backend.index().days(now.minus(COUNTED)),
                        alerts,
                        now.atZone(ZoneOffset.UTC).toLocalDate()));
        return part == null ? "dashboard" : "dashboard :: now";
    }

    /// Keeps the list that is shown, under a name.
    @PostMapping("/views")
    String keep(
            @RequestParam(required = false) @Nullable String name,
            @RequestParam(required = false) @Nullable String show,
            @RequestParam(required = false) @Nullable String severity,
            @RequestParam(required = false) @Nullable String q,
            Principal who,
            RedirectAttributes after) {
        var checks = new Checks();
        var called = checks.text("name", name, MAX_NAME);
        var view = checks.then(() -> new SavedView(
                called,
                Shown.of(show).key(),
                severity(severity).map(DashboardPage::lower).orElse(""),
                SearchText.of(q == null ? "" : q)));
        if (!accounts.keepView(who.getName(), view))
            after.addFlashAttribute(
                    "refusal", "You keep " + SavedView.MOST + " views already; forget one before you keep another.");
        return "redirect:/dashboard";
    }

    @PostMapping("/views/forget")
    String forget(@RequestParam(required = false) @Nullable String name, Principal who) {
        accounts.forgetView(who.getName(), name == null ? "" : name);
        return "redirect:/dashboard";
    }

    /// What waits for people, the gravest and then the oldest first.
    private List<IncidentSummary> waiting() {
        return backend
                .index()
                .list(new IncidentIndex.Query(
                        Show.WAITING.phases(), Set.of(), Optional.empty(), IncidentIndex.MAX_LIMIT, 0))
                .incidents()
                .stream()
                .sorted(Comparator.comparing(DashboardPage::takenOver)
                        .thenComparing(
                                Comparator.comparing(IncidentSummary::severity).reversed())
                        .thenComparing(IncidentSummary::reportedAt))
                .toList();
    }

    /// Whether this reader can end the waiting, as far as the line tells: whoever reported a problem does not
    /// approve what is done about it.
    private boolean isFor(Viewer viewer, IncidentSummary line) {
        if (takenOver(line)) return viewer.mayRespond();
        if (!viewer.mayDecide()) return false;
        return line.phase() != Phase.Kind.AWAITING_APPROVAL
                || !(line.reportedBy().equals(viewer.name()) || hasApproved(viewer, line));
    }

    /// Whether this reader has agreed already, and it waits for somebody else. Few lines say that anybody has,
    /// and only these incidents are read.
    private boolean hasApproved(Viewer viewer, IncidentSummary line) {
        return line.waitingFor().filter(text -> text.endsWith(" given")).isPresent()
                && backend.desk()
                        .find(line.id())
                        .filter(incident -> incident.phase() instanceof Phase.AwaitingApproval(var _, var approvals)
                                && approvals.contains(new Actor.Operator(viewer.name())))
                        .isPresent();
    }

    private static List<IncidentLine> first(List<IncidentSummary> lines) {
        return lines.stream().limit(DECISIONS).map(IncidentLine::of).toList();
    }

    private static boolean takenOver(IncidentSummary line) {
        return Show.ESCALATED.phases().contains(line.phase());
    }

    private static Optional<Severity> severity(@Nullable String key) {
        return Arrays.stream(Severity.values())
                .filter(one -> lower(one).equals(key))
                .findFirst();
    }

    private static String lower(Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }
}
