package dev.runbook.app.web.api;

import dev.runbook.app.assembly.OperatorCall;
import dev.runbook.app.web.Backend;
import dev.runbook.app.web.problem.Problem;
import dev.runbook.app.web.problem.ProblemException;
import dev.runbook.core.engine.IncidentSummary;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.operation.Operation;
import dev.runbook.core.value.Value;
import java.security.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Attaches post-mortems to tickets, as operators' calls: policy, approvals, governor and journal have
/// their say as about every other action. Safe for use by many threads.
public class Attachments {

    /// Jira takes comments of 32,767 characters; what a ticket's reader needs comes first.
    private static final int LONGEST = 20_000;

    private static final int LONGEST_TICKET = 100;

    private final Backend backend;
    private final Desk desk;

    Attachments(Backend backend, Desk desk) {
        this.backend = backend;
        this.desk = desk;
    }

    /// Where a post-mortem can be attached.
    public enum Place {
        TICKETING("ticketing", "add_work_note", "number", "Work note in the service desk"),
        ISSUE_TRACKING("issue_tracking", "add_comment", "issue", "Comment on an issue");

        private final String capability;
        private final String method;
        private final String parameter;
        private final String display;

        Place(String capability, String method, String parameter, String display) {
            this.capability = capability;
            this.method = method;
            this.parameter = parameter;
            this.display = display;
        }

        /// What requests call it.
        public String key() {
            return capability;
        }

        /// What people call it.
        public String display() {
            return display;
        }
    }

    /// Asks that the post-mortem of an incident be attached to a ticket.
    ///
    /// @return the incident in which that is done
    /// @throws ProblemException when there is no post-mortem yet, or the request is not whole
    public IncidentId attach(IncidentId id, @Nullable String where, @Nullable String ticket, Principal who) {
        var checks = new Checks();
        var number = checks.text("ticket", ticket, LONGEST_TICKET).strip();
        var place = checks.constant("where", where == null ? "" : where, Place.class);
        var incident = desk.view(id);
        var text = incident.postMortem()
                .orElseThrow(() -> new ProblemException(
                        Problem.NOT_FOUND, id + " has no post-mortem yet; it is written when the incident ends"));
        return checks.then(() -> {
            var operator = new Actor.Operator(who.getName());
            var call = call(place.orElseThrow(), number, text, report(id));
            var asked = backend.desk()
                    .instruct(call.report(), call.runbook(), operator)
                    .id();
            desk.handle(id, Decisions.remark("attaches the post-mortem to " + number + "; that is " + asked, operator));
            return asked;
        });
    }

    private OperatorCall call(Place place, String ticket, String text, ProblemReport about) {
        var parameters = Value.fields(place.parameter, ticket, "text", fitting(text));
        var words = "An operator asked to attach the post-mortem to " + ticket + ": " + about.text();
        return OperatorCall.of(
                operation(place),
                parameters,
                new ProblemReport(
                        words, about.host(), about.service(), about.environment(), List.of(), about.labels()));
    }

    private Operation operation(Place place) {
        var name = place.capability + "." + place.method;
        return backend.provider().catalogue().all().stream()
                .filter(operation -> operation.name().toString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /// What the incident is about, in one line.
    private ProblemReport report(IncidentId id) {
        var report = backend.desk().find(id).orElseThrow().opening().report();
        var line = IncidentSummary.titleOf(report);
        return new ProblemReport(
                line, report.host(), report.service(), report.environment(), List.of(), report.labels());
    }

    /// Two opening braces would begin an expression of the runbook language.
    private static String fitting(String text) {
        var plain = text.replace("{{", "{ {");
        return plain.length() <= LONGEST
                ? plain
                : plain.substring(0, LONGEST) + "\n\nThe rest is in Runbook, where this comes from.";
    }
}
