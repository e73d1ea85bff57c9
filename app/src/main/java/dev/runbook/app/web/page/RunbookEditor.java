package dev.runbook.app.web.page;

import dev.runbook.app.security.SecurityTrail;
import dev.runbook.app.web.Backend;
import dev.runbook.app.web.problem.Problem;
import dev.runbook.app.web.problem.ProblemException;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.value.Digest;
import java.security.Principal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// A runbook as text to be changed, with what is wrong with it beside the lines, and the texts it had before.
@Controller
@RequestMapping("/runbooks/{id}")
class RunbookEditor {

    private static final int LONGEST = 200_000;

    private final Backend backend;
    private final SecurityTrail trail;

    RunbookEditor(Backend backend, SecurityTrail trail) {
        this.backend = backend;
        this.trail = trail;
    }

    @GetMapping("/edit")
    String edit(@PathVariable String id, Model model) {
        var runbook = find(id);
        return editor(runbook, runbook.source(), model);
    }

    private String editor(Runbook runbook, String text, Model model) {
        var id = runbook.id().id();
        model.addAttribute("id", id);
        model.addAttribute("name", runbook.name());
        model.addAttribute("version", runbook.digest().hex());
        model.addAttribute("text", text);
        model.addAttribute("flaws", backend.workshop().lint(id, text));
        return "runbook-edit";
    }

    /// What is wrong with a text that is being written.
    @PostMapping("/lint")
    String lint(@PathVariable String id, @RequestParam(defaultValue = "") String text, Model model) {
        model.addAttribute("flaws", backend.workshop().lint(find(id).id().id(), checked(text)));
        return "runbook-edit :: flaws";
    }

    /// Writes the text, or brings the page back with it and what is wrong.
    @PostMapping("/edit")
    String save(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "") String from,
            Principal who,
            Model model) {
        var runbook = find(id);
        // Browsers send lines with both ends.
        var plain = checked(text).replace("\r\n", "\n");
        if (plain.equals(runbook.source())) return "redirect:/runbooks/" + id;
        trail.note(
                SecurityTrail.Act.RUNBOOK_CHANGED,
                who.getName(),
                id,
                "from " + from + " to " + Digest.of(plain).hex() + ", if it is in order");
        var refusal = backend.workshop().save(id, plain, from);
        if (refusal.isEmpty()) return "redirect:/runbooks/" + id;
        model.addAttribute("refusal", refusal.get());
        return editor(runbook, plain, model);
    }

    /// How a text that it had differs from the one it has.
    @GetMapping("/versions/{digest}")
    String version(@PathVariable String id, @PathVariable String digest, Model model) {
        var runbook = find(id);
        var version = backend.workshop().versions(id).stream()
                .filter(one -> one.digest().equals(digest))
                .findFirst()
                .orElseThrow(() -> new ProblemException(Problem.NOT_FOUND, "There is no such version of '" + id + "'"));
        model.addAttribute("id", id);
        model.addAttribute("name", runbook.name());
        model.addAttribute("version", version);
        model.addAttribute("lines", TextDifference.of(version.text(), runbook.source()));
        return "runbook-version";
    }

    private static String checked(String text) {
        if (text.length() > LONGEST) throw new ProblemException(Problem.INVALID, "The text is too long");
        return text;
    }

    private Runbook find(String id) {
        return backend.runbooks().all().stream()
                .filter(each -> each.id().id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ProblemException(Problem.NOT_FOUND, "There is no runbook '" + id + "'"));
    }
}
