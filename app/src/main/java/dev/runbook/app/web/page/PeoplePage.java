package dev.runbook.app.web.page;

import dev.runbook.app.security.Account;
import dev.runbook.app.security.People;
import dev.runbook.app.security.Reach;
import dev.runbook.app.security.Role;
import dev.runbook.app.web.problem.Problem;
import dev.runbook.app.web.problem.ProblemException;
import dev.runbook.core.value.Digest;
import java.security.Principal;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Who may sign in and do what, for administrators.
@Controller
@RequestMapping("/settings/people")
class PeoplePage {

    private static final int LONGEST = 200;

    private final People people;

    PeoplePage(People people) {
        this.people = people;
    }

    /// One person as the page shows them.
    ///
    /// @param services the patterns, as forms write them
    record Line(Account account, String services, String environments, List<AccountPage.TokenLine> tokens) {

        /// In words.
        public String standing() {
            return switch (account.standing()) {
                case ACTIVE -> account.isElsewhere() ? "by the identity provider" : "active";
                case MUST_CHANGE_PASSWORD -> "one-time password";
                case CLOSED -> "closed";
            };
        }
    }

    @GetMapping
    String page(Model model) {
        model.addAttribute(
                "people",
                people.all().stream()
                        .map(account -> new Line(
                                account,
                                written(account.reach().services()),
                                written(account.reach().environments()),
                                AccountPage.TokenLine.of(people, account.name())))
                        .toList());
        model.addAttribute("roles", Arrays.stream(Role.values()).map(Role::key).toList());
        return "people";
    }

    private static String written(Set<String> names) {
        return String.join(", ", new TreeSet<>(names));
    }

    @PostMapping
    String add(
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String displayName,
            @RequestParam(defaultValue = "") String role,
            @RequestParam(defaultValue = "") String services,
            @RequestParam(defaultValue = "") String environments,
            Principal who,
            RedirectAttributes after) {
        var shown = displayName.isBlank() ? name : displayName.strip();
        if (shown.length() > LONGEST) throw new ProblemException(Problem.INVALID, "The name to show is too long");
        var password = done(people.add(name.strip(), shown, role(role), reach(services, environments), who.getName()));
        after.addFlashAttribute("made", password);
        after.addFlashAttribute("madeFor", "The one-time password of " + name.strip());
        return "redirect:/settings/people";
    }

    @PostMapping("/{name}")
    String allow(
            @PathVariable String name,
            @RequestParam(defaultValue = "") String role,
            @RequestParam(defaultValue = "") String services,
            @RequestParam(defaultValue = "") String environments,
            Principal who) {
        done(people.allow(name, role(role), reach(services, environments), who.getName()));
        return "redirect:/settings/people";
    }

    @PostMapping("/{name}/password")
    String password(@PathVariable String name, Principal who, RedirectAttributes after) {
        after.addFlashAttribute("made", done(people.reset(name, who.getName())));
        after.addFlashAttribute("madeFor", "The one-time password of " + name);
        return "redirect:/settings/people";
    }

    @PostMapping("/{name}/close")
    String close(@PathVariable String name, Principal who) {
        done(people.close(name, who.getName()));
        return "redirect:/settings/people";
    }

    @PostMapping("/{name}/reopen")
    String reopen(@PathVariable String name, Principal who) {
        done(people.reopen(name, who.getName()));
        return "redirect:/settings/people";
    }

    @PostMapping("/{name}/tokens/{token}/revoke")
    String revoke(@PathVariable String name, @PathVariable String token, Principal who) {
        done(people.revoke(name, digest(token), who.getName()));
        return "redirect:/settings/people";
    }

    /// The secret that was made; a blank one when none was.
    ///
    /// @throws ProblemException when it was not done
    static String done(People.Result result) {
        return switch (result) {
            case People.Result.Done(var secret) -> secret;
            case People.Result.Refused(var reason) -> throw new ProblemException(Problem.INVALID, capital(reason));
        };
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    static Digest digest(String text) {
        try {
            return new Digest(text);
        } catch (IllegalArgumentException _) {
            throw new ProblemException(Problem.NOT_FOUND, "There is no such token");
        }
    }

    private static Role role(String key) {
        return Role.ofKey(key).orElseThrow(() -> new ProblemException(Problem.INVALID, "'" + key + "' is no role"));
    }

    private static Reach reach(String services, String environments) {
        return new Reach(names(services), names(environments));
    }

    private static Set<String> names(String text) {
        if (text.length() > LONGEST) throw new ProblemException(Problem.INVALID, "Too many names; use * for some");
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
    }
}
