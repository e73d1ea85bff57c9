package dev.runbook.app.web.hook;

import dev.runbook.app.security.AccessTable;
import dev.runbook.app.security.Accounts;
import dev.runbook.app.security.Role;
import dev.runbook.app.web.Backend;
import dev.runbook.app.web.api.Decisions;
import dev.runbook.app.web.api.Desk;
import dev.runbook.app.web.problem.Problem;
import dev.runbook.app.web.problem.ProblemException;
import dev.runbook.app.web.view.OpenRequestView;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.integrations.inbound.Delivery;
import dev.runbook.integrations.inbound.SlackDoor.Wish;
import dev.runbook.integrations.inbound.SlackReplies.Said;
import dev.runbook.integrations.inbound.SlackReplies.To;
import dev.runbook.integrations.slack.Slack;
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
            case Wish.Says says -> Shown.of(Slack.escaped(answer(says)));
        };
    }

    private Said decide(Wish.Decides wish) {
        var who = allowed(wish.operator(), Role.APPROVER);
        if (who.isEmpty()) return alone(stranger(wish.user(), wish.operator(), Role.APPROVER));
        try {
            decide(wish.decision(), wish.incident(), wish.request(), wish.plan(), who.get());
        } catch (ProblemException e) {
            var why = wish.decision() + " " + wish.incident() + " does not count: " + e.getMessage();
            // A question that is decided elsewhere has no buttons left to press.
            return isOpen(wish.incident(), wish.request()) ? alone(why) : instead(wish, why);
        }
        var noted =
                who.get().name() + ": " + wish.decision() + " " + wish.incident() + " " + wish.request() + ". Noted.";
        return isOpen(wish.incident(), wish.request())
                ? new Said(Slack.escaped(noted + " It needs one more approval."), To.ALL)
                : instead(wish, noted);
    }

    private static Said alone(String text) {
        return new Said(Slack.escaped(text), To.PRESSER);
    }

    /// The message, with the outcome in the place of its buttons.
    private static Said instead(Wish.Decides wish, String text) {
        return new Said(wish.shown() + (wish.shown().isEmpty() ? "" : "\n") + Slack.escaped(text), To.INSTEAD);
    }

    private boolean isOpen(String incident, String request) {
        try {
            return desk.view(Desk.id(incident))
                    .openRequest()
                    .filter(open -> open.request().id().equals(request))
                    .isPresent();
        } catch (ProblemException e) {
            return false;
        }
    }

    private boolean reaches(Actor.Operator who, String incident) {
        return accounts.find(who.name())
                .filter(account -> access.reaches(account, incident))
                .isPresent();
    }

    /// @throws ProblemException when it does not count
    private void decide(String decision, String incident, String request, String plan, Actor.Operator who) {
        if (!reaches(who, incident))
            throw new ProblemException(
                    Problem.FORBIDDEN, incident + " is out of your reach; somebody else must decide");
        desk.handle(
                Desk.id(incident),
                Decisions.decision(decision, plan, "from Slack", Desk.request(request), who, roles(who)));
    }

    private String answer(Wish.Says says) {
        var words = says.text().split("\\s+", 2);
        var rest = words.length < 2 ? "" : words[1].strip();
        return switch (words[0]) {
            case "report" -> report(says, rest);
            case "status" -> status(says, rest);
            case "approve", "deny", "veto" -> decide(says, words[0], rest);
            default ->
                "Write `/runbook report WHAT IS WRONG`, `/runbook status INC-...`, or `/runbook approve INC-...` (or deny, or"
                        + " veto).";
        };
    }

    /// Decides about the request that is open now, and says which plan that was.
    private String decide(Wish.Says says, String decision, String incident) {
        var who = allowed(says.operator(), Role.APPROVER);
        if (who.isEmpty()) return stranger(says.user(), says.operator(), Role.APPROVER);
        try {
            var open = desk.view(Desk.id(incident)).openRequest().map(OpenRequestView::request);
            if (open.isEmpty()) return incident + " waits for no decision.";
            decide(decision, incident, open.get().id(), open.get().planHash(), who.get());
            return decision + " " + incident + " " + open.get().id() + " is noted: "
                    + open.get().plan().operation() + " " + open.get().plan().parameters() + ".";
        } catch (ProblemException e) {
            return decision + " " + incident + " does not count: " + e.getMessage();
        }
    }

    private String report(Wish.Says says, String text) {
        var who = allowed(says.operator(), Role.RESPONDER);
        if (who.isEmpty()) return stranger(says.user(), says.operator(), Role.RESPONDER);
        if (text.isEmpty()) return "Say what is wrong: `/runbook report checkout is slow`.";
        return backend.desk().report(ProblemReport.of(text), who.get()).id() + " is reported.";
    }

    private String status(Wish.Says says, String id) {
        if (allowed(says.operator(), Role.VIEWER).isEmpty()) return stranger(says.user(), says.operator(), Role.VIEWER);
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

    private static String stranger(String user, Optional<String> operator, Role least) {
        return operator.map(name -> name + " lacks the role " + least.key() + ".")
                .orElse("Runbook does not know who you are; an administrator adds " + user
                        + "=YOUR-NAME to SLACK_OPERATORS.");
    }
}
