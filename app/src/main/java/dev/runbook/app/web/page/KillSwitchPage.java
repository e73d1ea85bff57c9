package dev.runbook.app.web.page;

import dev.runbook.app.web.api.Brake;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Takes the forms that stop all execution and let it go on. They stand on every page.
@Controller
@RequestMapping("/kill-switch")
class KillSwitchPage {

    private final Brake brake;

    KillSwitchPage(Brake brake) {
        this.brake = brake;
    }

    @PostMapping("/stop")
    String stop(@RequestParam(required = false) @Nullable String reason, Principal who) {
        brake.stop(reason, who);
        return "redirect:/";
    }

    @PostMapping("/resume")
    String resume(@RequestParam(required = false) @Nullable String reason, Principal who) {
        brake.resume(reason, who);
        return "redirect:/";
    }
}
