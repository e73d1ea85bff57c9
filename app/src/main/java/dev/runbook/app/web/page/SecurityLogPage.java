package dev.runbook.app.web.page;

import dev.runbook.app.security.SecurityTrail;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// What was done about access, newest first.
@Controller
@RequestMapping("/settings/log")
class SecurityLogPage {

    private static final int ON_A_PAGE = 100;

    private final SecurityTrail trail;

    SecurityLogPage(SecurityTrail trail) {
        this.trail = trail;
    }

    @GetMapping
    String page(@RequestParam(required = false) @Nullable Long before, Model model) {
        var entries = trail.newest(ON_A_PAGE, before == null ? Long.MAX_VALUE : before);
        model.addAttribute("entries", entries);
        if (!entries.isEmpty() && entries.getLast().seq() > 1)
            model.addAttribute("older", entries.getLast().seq());
        return "security-log";
    }
}
