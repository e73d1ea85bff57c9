package dev.runbook.app.web.page;

import dev.runbook.app.security.Discovery;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Where people sign in.
@Controller
class SignInPage {

    private static final Map<String, String> MESSAGES = Map.of(
            "wrong", "Name or password is wrong.",
            "wait", "Too many attempts. Wait a little, then try again.",
            "unavailable", "The database does not answer, so nobody can sign in now. Try again later.",
            "elsewhere",
                    "You could not be signed in there, or may do nothing here. Ask an administrator which groups have a role.",
            "absent", "The identity provider does not answer. Sign in with a password, or try again later.",
            "bye", "You are signed out.");

    private final ObjectProvider<Discovery> discovery;

    SignInPage(ObjectProvider<Discovery> discovery) {
        this.discovery = discovery;
    }

    @GetMapping("/sign-in")
    String page(@RequestParam Map<String, String> query, Model model) {
        query.keySet().stream()
                .filter(MESSAGES::containsKey)
                .findFirst()
                .ifPresent(key -> model.addAttribute("message", MESSAGES.get(key)));
        model.addAttribute("elsewhere", discovery.getIfAvailable() != null);
        return "sign-in";
    }

    /// Sends people to the identity provider, if it is there.
    @GetMapping("/sign-in/elsewhere")
    String elsewhere() {
        var provider = discovery.getIfAvailable();
        if (provider == null) return "redirect:/sign-in";
        return provider.ready() ? "redirect:/oauth2/authorization/oidc" : "redirect:/sign-in?absent";
    }
}
