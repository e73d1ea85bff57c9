package dev.runbook.app.web.hook;

import dev.runbook.app.security.AccessTable;
import dev.runbook.app.security.Accounts;
import dev.runbook.app.security.Role;
import dev.runbook.app.web.Backend;
import dev.runbook.app.web.api.Decisions;
import dev.runbook.app.web.api.Desk;
import dev.runbook.app.web.problem.Problem;
import dev.runbook.app.web.problem.ProblemException;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.integrations.inbound.Delivery;
import dev.runbook.integrations.inbound.SlackDoor.Wish;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Takes what people decide and ask in Slack. A decision goes the way of every decision: the same command, the
/// same role, the same checks; only who somebody is, is said by Slack's signature and our list of operators.
@RestController
@RequestMapping("/api/v1/webhooks")
@Tag(name = "Webhooks", description = "What monitoring and other systems send by themselves")
class SlackController {

    private final Backend backend;
    private final Desk desk;
    private final Accounts accounts;
    private final AccessTable access;

    SlackController(Backend backend, Desk desk, Accounts accounts, AccessTable access) {
        this.backend = backend;
        this.desk = desk;
        this.accounts = accounts;
        this.access = access;
    }

    /// What Slack shows to whoever asked, and to nobody else.
    record Shown(String response_type, String text) {
        static ResponseEntity<Shown> of(String text) {
            return ResponseEntity.ok(new Shown("ephemeral", text));
        }
    }

    @PostMapping("/slack")
    @Operation(
            summary = "Take in a button or a command of Slack",
            description =
                    "Slack proves itself by its signature over the raw body. The user must be one of our operators"
                            + " by SLACK_OPERATORS, with the role that the decision needs.")
    ResponseEntity<?> take(HttpServletRequest request) throws IOException {
        var delivery = new Delivery(
                WebhookController.headers(request), request.getInputStream().readAllBytes());
        var wish = backend.webhooks()
                .wish(delivery)
                .orElseThrow(() -> new ProblemException(Problem.NOT_FOUND, "There is no webhook 'slack'"));
        return switch (wish) {
            case Wish.Refused _ ->
                throw new ProblemException(Problem.UNAUTHENTICATED, "The delivery does not prove who sent it");
            case Wish.Unknown _ -> Shown.of("Runbook does not know what this is.");
            case Wish.Decides decides -> {
                var told = decide(decides);
                decides.reply().ifPresent(address -> backend.webhooks().reply(address, told));
                yield ResponseEntity.ok().build();
            }
            case Wish.Says(var operator, var text) -> Shown.of(answer(operator, text));
        };
    }

    private String decide(Wish.Decides wish) {
        var who = allowed(wish.operator(), Role.APPROVER);
        if (who.isEmpty()) return stranger(wish.operator(), Role.APPROVER);
        if (!accounts.find(who.get().name())
                .filter(account -> access.reaches(account, wish.incident()))
                .isPresent()) return wish.incident() + " is out of your reach; somebody else must decide.";
        try {
            var id = Desk.id(wish.incident());
            var command = Decisions.decision(
                    wish.decision(),
                    wish.plan(),
                    "from Slack",
                    Desk.request(wish.request()),
                    who.get(),
                    roles(who.get()));
            desk.handle(id, command);
            return who.get().name() + ": " + wish.decision() + " " + id + " " + wish.request() + ". Noted.";
        } catch (ProblemException e) {
            return wish.decision() + " " + wish.incident() + " does not count: " + e.getMessage();
        }
    }

    private String answer(Optional<String> operator, String text) {
        var words = text.split("\\s+", 2);
        var rest = words.length < 2 ? "" : words[1].strip();
        return switch (words[0]) {
            case "report" -> report(operator, rest);
            case "status" -> status(operator, rest);
            default -> "Write `/runbook report WHAT IS WRONG` or `/runbook status INC-...`.";
        };
    }

    private String report(Optional<String> operator, String text) {
        var who = allowed(operator, Role.RESPONDER);
        if (who.isEmpty()) return stranger(operator, Role.RESPONDER);
        if (text.isEmpty()) return "Say what is wrong: `/runbook report checkout is slow`.";
        return backend.desk().report(ProblemReport.of(text), who.get()).id() + " is reported.";
    }

    private String status(Optional<String> operator, String id) {
        if (allowed(operator, Role.VIEWER).isEmpty()) return stranger(operator, Role.VIEWER);
        try {
            var line = desk.view(Desk.id(id)).line();
            return id + " is " + line.phase().replace('_', ' ') + ": " + line.title()
                    + line.waitingFor().map(what -> "\nIt waits: " + what).orElse("");
        } catch (ProblemException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private Optional<Actor.Operator> allowed(Optional<String> operator, Role least) {
        return operator.flatMap(accounts::find)
                .filter(account -> !account.isClosed() && account.role().compareTo(least) >= 0)
                .map(account -> new Actor.Operator(account.name()));
    }

    private Set<String> roles(Actor.Operator who) {
        return accounts.find(who.name())
                .map(account -> Arrays.stream(Role.values())
                        .filter(role -> account.role().compareTo(role) >= 0)
                        .map(Role::key)
                        .collect(Collectors.toSet()))
                .orElseGet(Set::of);
    }

    private static String stranger(Optional<String> operator, Role least) {
        return operator.map(name -> name + " lacks the role " + least.key() + ".")
                .orElse("Runbook does not know who you are; add your Slack id to SLACK_OPERATORS.");
    }
}
