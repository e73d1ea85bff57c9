package dev.runbook.app.web.api;

import dev.runbook.app.security.Account;
import dev.runbook.app.security.People;
import dev.runbook.app.security.Reach;
import dev.runbook.app.security.Role;
import dev.runbook.app.web.problem.Problem;
import dev.runbook.app.web.problem.ProblemException;
import dev.runbook.app.web.view.TokenView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.security.Principal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Who may sign in and do what, for administrators. Every change is in the security log.
@RestController
@RequestMapping("/api/v1/users")
@Tag(name = "Users", description = "Accounts, and the tokens that act for them")
class UserController {

    private static final int LONGEST = 200;

    private final People people;

    UserController(People people) {
        this.people = people;
    }

    /// One account.
    record UserView(
            String name,
            String displayName,
            String role,

            @Schema(
                    description =
                            "active, one_time_password, elsewhere (signs in with the identity provider) or disabled")
            String standing,

            @Schema(description = "The services they may act on; every one when empty")
            Set<String> services,

            @Schema(description = "The environments they may act in; every one when empty")
            Set<String> environments) {
        static UserView of(Account account) {
            return new UserView(
                    account.name(),
                    account.displayName(),
                    account.role().key(),
                    standing(account),
                    new TreeSet<>(account.reach().services()),
                    new TreeSet<>(account.reach().environments()));
        }

        private static String standing(Account account) {
            return switch (account.standing()) {
                case ACTIVE -> account.isElsewhere() ? "elsewhere" : "active";
                case MUST_CHANGE_PASSWORD -> "one_time_password";
                case CLOSED -> "disabled";
            };
        }
    }

    /// A password, shown once.
    record PasswordView(
            String name,

            @Schema(description = "Nothing else opens until its holder has changed it")
            String oneTimePassword) {}

    @GetMapping
    @Operation(summary = "List accounts", description = "In the order of names. Needs the role administrator.")
    List<UserView> list() {
        return people.all().stream().map(UserView::of).toList();
    }

    @PostMapping
    @Operation(
            summary = "Add an account",
            description = "With a one-time password, which is shown this once. Needs the role administrator.")
    PasswordView add(@RequestBody Bodies.User body, Principal who) {
        var checks = new Checks();
        var name = checks.text("name", body.name(), LONGEST);
        var shown =
                checks.optionalText("displayName", body.displayName(), LONGEST).orElse(name);
        var role = role(checks, body.role());
        return checks.then(
                () -> new PasswordView(name, done(people.add(name, shown, role, reach(body), who.getName()))));
    }

    @PostMapping("/{name}")
    @Operation(
            summary = "Change what an account may",
            description = "Its role and reach, with the next request it makes. The last administrator stays one, and"
                    + " nobody changes their own account. Needs the role administrator.")
    UserView allow(@PathVariable String name, @RequestBody Bodies.User body, Principal who) {
        var checks = new Checks();
        if (body.name() != null && !body.name().equals(name)) checks.wrong("name", "cannot be changed");
        if (body.displayName() != null) checks.wrong("displayName", "cannot be changed");
        var role = role(checks, body.role());
        return checks.then(() -> {
            done(people.allow(name, role, reach(body), who.getName()));
            return view(name);
        });
    }

    @PostMapping("/{name}/password")
    @Operation(
            summary = "Give an account a one-time password",
            description = "It is shown this once, and the old one no longer counts. Needs the role administrator.")
    PasswordView password(@PathVariable String name, Principal who) {
        return new PasswordView(name, done(people.reset(name, who.getName())));
    }

    @PostMapping("/{name}/disable")
    @Operation(
            summary = "Disable an account",
            description = "It and its tokens are out at once. The last administrator cannot be disabled. Needs the role"
                    + " administrator.")
    UserView disable(@PathVariable String name, Principal who) {
        done(people.close(name, who.getName()));
        return view(name);
    }

    @PostMapping("/{name}/enable")
    @Operation(summary = "Enable a disabled account", description = "Needs the role administrator.")
    UserView enable(@PathVariable String name, Principal who) {
        done(people.reopen(name, who.getName()));
        return view(name);
    }

    @GetMapping("/{name}/tokens")
    @Operation(summary = "List somebody's tokens", description = "Newest first. Needs the role administrator.")
    List<TokenView> tokens(@PathVariable String name) {
        view(name);
        return TokenView.of(people, name);
    }

    @PostMapping("/{name}/tokens/{token}/revoke")
    @Operation(summary = "Revoke somebody's token", description = "Needs the role administrator.")
    List<TokenView> revoke(@PathVariable String name, @PathVariable String token, Principal who) {
        view(name);
        done(people.revoke(name, TokenController.digest(token), who.getName()));
        return TokenView.of(people, name);
    }

    private UserView view(String name) {
        return people.find(name)
                .map(UserView::of)
                .orElseThrow(() -> new ProblemException(
                        Problem.NOT_FOUND, "There is no account '" + name + "'; /api/v1/users lists them"));
    }

    /// The secret that was made; a blank one when none was.
    static String done(People.Result result) {
        return switch (result) {
            case People.Result.Done(var secret) -> secret;
            case People.Result.Refused(var reason) ->
                throw new ProblemException(
                        Problem.INVALID, Character.toUpperCase(reason.charAt(0)) + reason.substring(1));
        };
    }

    /// Any role after a fault, which is refused.
    private static Role role(Checks checks, @Nullable String key) {
        return checks.constant("role", key == null ? "" : key, Role.class).orElse(Role.VIEWER);
    }

    private static Reach reach(Bodies.User body) {
        return new Reach(names(body.services()), names(body.environments()));
    }

    private static Set<String> names(@Nullable List<String> given) {
        if (given == null) return Set.of();
        var names = new HashSet<String>();
        for (var name : given) if (!name.isBlank()) names.add(name.strip());
        if (String.join(",", names).length() > LONGEST)
            throw new ProblemException(Problem.INVALID, "Too many names; use * for some");
        return names;
    }
}
