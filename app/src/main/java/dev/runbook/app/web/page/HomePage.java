package dev.runbook.app.web.page;

import dev.runbook.app.web.Backend;
import dev.runbook.app.web.IncidentIndex;
import dev.runbook.app.web.api.Reports;
import dev.runbook.app.web.problem.Problem;
import dev.runbook.app.web.problem.ProblemException;
import dev.runbook.app.web.view.IncidentLine;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.ProblemReport;
import java.security.Principal;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The first page: say what is wrong, and go on where one left off.
@Controller
class HomePage {

    private static final IncidentIndex.Query RECENT =
            new IncidentIndex.Query(Set.of(), Set.of(), Optional.empty(), 8, 0);

    private final Backend backend;

    HomePage(Backend backend) {
        this.backend = backend;
    }

    @GetMapping("/")
    String page(Model model) {
        model.addAttribute("plays", backend.stage().plays());
        return lines(model, "home");
    }

    /// The list alone, for a page that is open.
    @GetMapping("/incidents/lines")
    String lines(Model model) {
        return lines(model, "home :: lines");
    }

    /// How many incidents wait for people, for a page that is open.
    @GetMapping("/nav/waiting")
    String waiting() {
        return "nav :: waiting";
    }

    private String lines(Model model, String view) {
        var page = backend.index().list(RECENT);
        model.addAttribute(
                "lines", page.incidents().stream().map(IncidentLine::of).toList());
        model.addAttribute("total", page.total());
        return view;
    }

    @PostMapping("/incidents")
    String report(
            @RequestParam(required = false) @Nullable String text,
            @RequestParam(required = false) @Nullable String host,
            @RequestParam(required = false) @Nullable String service,
            Principal who) {
        return begin(Reports.of(text, host, service, backend.stage()), who);
    }

    @PostMapping("/scenarios/{name}/start")
    String play(@PathVariable String name, Principal who) {
        var play = backend.stage()
                .find(name)
                .orElseThrow(() -> new ProblemException(Problem.NOT_FOUND, "There is no scenario '" + name + "'"));
        return begin(play.report(), who);
    }

    private String begin(ProblemReport report, Principal who) {
        var incident = backend.desk().report(report, new Actor.Operator(who.getName()));
        return "redirect:/incidents/" + incident.id();
    }
}
