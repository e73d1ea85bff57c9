package dev.runbook.app.web.page;

import dev.runbook.app.security.Account;
import dev.runbook.app.security.People;
import dev.runbook.app.security.Role;
import dev.runbook.app.web.problem.Problem;
import dev.runbook.app.web.problem.ProblemException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// One's own password and tokens.
@Controller
@RequestMapping("/account")
class AccountPage {

    private static final int LONGEST_LABEL = 100;
    private static final List<Integer> DAYS = List.of(1, 7, 30, 90, 365);

    private final People people;

    AccountPage(People people) {
        this.people = people;
    }

    @GetMapping
    String page(Authentication who, Model model) {
        var account = people.find(who.getName())
                .orElseThrow(() -> new ProblemException(Problem.NOT_FOUND, "There is no account " + who.getName()));
        model.addAttribute("account", account);
        model.addAttribute("mustChange", account.standing() == Account.Standing.MUST_CHANGE_PASSWORD);
        model.addAttribute("tokens", TokenLine.of(people, account.name()));
        model.addAttribute("days", DAYS);
        var highest = Role.highest(who.getAuthorities());
        model.addAttribute(
                "roles",
                Arrays.stream(Role.values())
                        .filter(role -> role.compareTo(highest) <= 0)
                        .map(Role::key)
                        .toList());
        return "account";
    }

    @PostMapping("/password")
    String password(
            @RequestParam(defaultValue = "") String old,
            @RequestParam(defaultValue = "") String password,
            @RequestParam(defaultValue = "") String again,
            Authentication who,
            RedirectAttributes after) {
        if (!password.equals(again))
            throw new ProblemException(Problem.INVALID, "The new password was written in two ways; write it again");
        PeoplePage.done(people.changePassword(who.getName(), old, password));
        after.addFlashAttribute("news", "Your password is changed.");
        return "redirect:/account";
    }

    @PostMapping("/tokens")
    String issue(
            @RequestParam(defaultValue = "") String label,
            @RequestParam(defaultValue = "") String role,
            @RequestParam(defaultValue = "30") int days,
            Authentication who,
            RedirectAttributes after) {
        var most = Role.highest(who.getAuthorities());
        var wanted = Role.ofKey(role).filter(one -> one.compareTo(most) <= 0);
        if (wanted.isEmpty())
            throw new ProblemException(Problem.INVALID, "A token of yours is " + most.key() + " at most");
        if (!DAYS.contains(days) || label.length() > LONGEST_LABEL)
            throw new ProblemException(
                    Problem.INVALID, "A token lasts " + DAYS + " days, and its label has at most 100 characters");
        var made = PeoplePage.done(people.issue(who.getName(), label.strip(), wanted.get(), Duration.ofDays(days)));
        after.addFlashAttribute("made", made);
        after.addFlashAttribute("madeFor", "The token for " + label.strip());
        return "redirect:/account";
    }

    @PostMapping("/tokens/{token}/revoke")
    String revoke(@PathVariable String token, Authentication who) {
        PeoplePage.done(people.revoke(who.getName(), PeoplePage.digest(token), who.getName()));
        return "redirect:/account";
    }

    /// One token as pages show it.
    ///
    /// @param id its digest
    /// @param state `counts`, `revoked` or `expired`
    record TokenLine(String id, String label, String role, String state, String ends) {

        static List<TokenLine> of(People people, String name) {
            return people.tokens(name).reversed().stream()
                    .map(token -> new TokenLine(
                            token.digest().hex(),
                            token.label(),
                            token.atMost().map(Role::key).orElse("all of yours"),
                            people.counts(token) ? "counts" : token.revoked() ? "revoked" : "expired",
                            token.expiresAt().map(end -> end.toString()).orElse("")))
                    .toList();
        }
    }
}
