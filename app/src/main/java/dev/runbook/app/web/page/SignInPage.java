package dev.runbook.app.web.page;

import java.util.Map;
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
            "bye", "You are signed out.");

    @GetMapping("/sign-in")
    String page(@RequestParam Map<String, String> query, Model model) {
        query.keySet().stream()
                .filter(MESSAGES::containsKey)
                .findFirst()
                .ifPresent(key -> model.addAttribute("message", MESSAGES.get(key)));
        return "sign-in";
    }
}
