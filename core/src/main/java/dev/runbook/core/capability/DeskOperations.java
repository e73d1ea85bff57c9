package dev.runbook.core.capability;

import static dev.runbook.core.capability.Parameters.MOST_ROWS;
import static dev.runbook.core.capability.Parameters.SERVICE;
import static dev.runbook.core.capability.Parameters.SOME_HOST;
import static dev.runbook.core.capability.Parameters.SOME_SERVICE;
import static dev.runbook.core.capability.Parameters.TIMEFRAME;
import static dev.runbook.core.operation.Parameter.optional;
import static dev.runbook.core.operation.Parameter.required;
import static dev.runbook.core.operation.Parameter.withDefault;

import dev.runbook.core.operation.Arguments;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.Parameter;
import dev.runbook.core.operation.RiskLevel;
import java.util.List;

/// What the desks of people offer: ticketing, paging and issue tracking.
final class DeskOperations {

    private DeskOperations() {}

    static void ticketing(List<Bound> all) {
        var port = new Port<>(Capability.TICKETING, Ticketing.class);
        all.add(port.reads("get_recent_changes", "Changes that were made lately")
                .with(SOME_HOST, SOME_SERVICE, TIMEFRAME)
                .answers(Results.CHANGES)
                .by((m, a, c) -> m.recentChanges(Scope.of(a), a.duration("timeframe"), c)));
        all.add(port.reads("find_incidents", "Incidents of the service desk whose text matches")
                .with(required("query", Parameter.Type.TEXT, "the words to look for"))
                .answers(Results.INCIDENTS)
                .by((m, a, c) -> m.findIncidents(a.text("query"), c)));
        var number = required("number", Parameter.Type.TEXT, "the incident's number");
        var item = required("name", Parameter.Type.TEXT, "the configuration item");
        all.add(port.reads("get_configuration_item", "What the service desk knows about a configuration item")
                .with(item)
                .answers(Results.CONFIGURATION)
                .by((m, a, c) -> m.configurationItem(a.text("name"), c)));
        all.add(port.reads("get_item_relations", "What a configuration item depends on, and what depends on it")
                .with(item)
                .answers(Results.EDGES)
                .by((m, a, c) -> m.itemRelations(a.text("name"), c)));
        all.add(port.changes("create_change", "Opens a change request", RiskLevel.LOW)
                .with(
                        required("component", Parameter.Type.TEXT, "the configuration item that is changed"),
                        required("title", Parameter.Type.TEXT, "one line"),
                        withDefault("description", Parameter.Type.TEXT, "the whole story", ""))
                .by((m, a, k, c) -> m.createChange(a.text("component"), a.text("title"), a.text("description"), k, c)));
        all.add(port.changes("move_change", "Moves a change request to another state", RiskLevel.LOW)
                .with(
                        required("number", Parameter.Type.TEXT, "the change's number"),
                        required("state", Parameter.Type.TEXT, "the state, as people see it"))
                .idempotent()
                .by((m, a, k, c) -> m.moveChange(a.text("number"), a.text("state"), k, c)));
        all.add(port.changes("create_incident", "Opens an incident in the service desk", RiskLevel.LOW)
                .with(
                        required("title", Parameter.Type.TEXT, "one line"),
                        withDefault("description", Parameter.Type.TEXT, "the whole story", ""))
                .by((m, a, k, c) -> m.createIncident(a.text("title"), a.text("description"), k, c)));
        all.add(port.changes("add_work_note", "Adds a note to an incident of the service desk", RiskLevel.LOW)
                .with(number, required("text", Parameter.Type.TEXT, "the note"))
                .by((m, a, k, c) -> m.addWorkNote(a.text("number"), a.text("text"), k, c)));
        all.add(port.changes("update_incident", "Changes columns of an incident of the service desk", RiskLevel.LOW)
                .with(number, required("changes", Parameter.Type.MAP, "the new values, by the desk's column names"))
                .idempotent()
                .by((m, a, k, c) -> m.updateIncident(a.text("number"), a.fields("changes"), k, c)));
        all.add(port.changes("resolve_incident", "Resolves an incident of the service desk", RiskLevel.LOW)
                .with(number, withDefault("note", Parameter.Type.TEXT, "how it was resolved", ""))
                .by((m, a, k, c) -> m.resolveIncident(a.text("number"), a.text("note"), k, c)));
    }

    static void paging(List<Bound> all) {
        var port = new Port<>(Capability.PAGING, Paging.class);
        all.add(port.reads("get_on_call", "Who is on call for a service")
                .with(SERVICE)
                .answers(Results.ON_CALL)
                .by((m, a, c) -> m.onCall(a.text("service"), c)));
        var number = required("number", Parameter.Type.TEXT, "the page's number");
        all.add(port.reads("get_pages", "Pages that are open, or were opened lately")
                .with(SOME_SERVICE, TIMEFRAME)
                .answers(Results.PAGES)
                .by((m, a, c) -> m.pages(a.optionalText("service"), a.duration("timeframe"), c)));
        all.add(port.reads("get_page_log", "What happened to a page, and the alerts under it")
                .with(number)
                .answers(Results.PAGE_LOG)
                .by((m, a, c) -> m.pageLog(a.text("number"), c)));
        all.add(port.changes("page", "Wakes whoever is on call for a service", RiskLevel.LOW)
                .with(
                        SERVICE,
                        required("title", Parameter.Type.TEXT, "one line"),
                        withDefault("details", Parameter.Type.TEXT, "the whole story", ""))
                .by((m, a, k, c) -> m.page(a.text("service"), a.text("title"), a.text("details"), k, c)));
        all.add(port.changes("add_note", "Notes something on a page", RiskLevel.LOW)
                .with(number, required("text", Parameter.Type.TEXT, "the note"))
                .by((m, a, k, c) -> m.addNote(a.text("number"), a.text("text"), k, c)));
        all.add(port.changes("send_status_update", "Tells those who follow a page how it stands", RiskLevel.LOW)
                .with(number, required("text", Parameter.Type.TEXT, "the message"))
                .by((m, a, k, c) -> m.sendStatusUpdate(a.text("number"), a.text("text"), k, c)));
        all.add(port.changes("send_change_event", "Tells the pager about a change of a service", RiskLevel.LOW)
                .with(SERVICE, required("summary", Parameter.Type.TEXT, "one line"))
                .by((m, a, k, c) -> m.sendChangeEvent(a.text("service"), a.text("summary"), k, c)));
        all.add(port.changes("send_signal", "Sends the pager a signal, as a monitoring system does", RiskLevel.LOW)
                .with(
                        withDefault("action", Parameter.Type.TEXT, "trigger, acknowledge or resolve", "trigger")
                                .oneOf("trigger", "acknowledge", "resolve"),
                        optional("alert", Parameter.Type.TEXT, "what the signal is about; a new alert when left out"),
                        required("source", Parameter.Type.TEXT, "the host or service that it comes from"),
                        required("summary", Parameter.Type.TEXT, "one line"),
                        withDefault("severity", Parameter.Type.TEXT, "critical, error, warning or info", "critical")
                                .oneOf("critical", "error", "warning", "info"))
                .idempotent()
                .by((m, a, k, c) -> m.sendSignal(signal(a), k, c)));
        all.add(port.changes("acknowledge", "Says that somebody works on it", RiskLevel.LOW)
                .with(number)
                .idempotent()
                .by((m, a, k, c) -> m.acknowledge(a.text("number"), k, c)));
        all.add(port.changes("resolve", "Says that it is over", RiskLevel.LOW)
                .with(number)
                .idempotent()
                .by((m, a, k, c) -> m.resolve(a.text("number"), k, c)));
    }

    private static Paging.Signal signal(Arguments arguments) {
        return new Paging.Signal(
                arguments.text("action"),
                arguments.optionalText("alert"),
                arguments.text("source"),
                arguments.text("summary"),
                arguments.text("severity"));
    }

    static void issueTracking(List<Bound> all) {
        var port = new Port<>(Capability.ISSUE_TRACKING, IssueTracking.class);
        all.add(port.reads("search_issues", "Issues whose text matches")
                .with(
                        required("query", Parameter.Type.TEXT, "the words to look for"),
                        withDefault("limit", Parameter.Type.WHOLE, "how many", 20)
                                .between(1, MOST_ROWS))
                .answers(Results.ISSUES)
                .by((m, a, c) -> m.searchIssues(a.text("query"), a.whole("limit"), c)));
        all.add(port.changes("create_issue", "Files an issue", RiskLevel.LOW)
                .with(
                        required("summary", Parameter.Type.TEXT, "one line"),
                        withDefault("description", Parameter.Type.TEXT, "the whole story", ""))
                .by((m, a, k, c) -> m.createIssue(a.text("summary"), a.text("description"), k, c)));
        var issue = required("issue", Parameter.Type.TEXT, "the issue's key");
        all.add(port.changes("transition_issue", "Moves an issue to another status", RiskLevel.LOW)
                .with(issue, required("status", Parameter.Type.TEXT, "the status, as people see it"))
                .idempotent()
                .by((m, a, k, c) -> m.transition(a.text("issue"), a.text("status"), k, c)));
        all.add(port.changes("link_issues", "Links two issues", RiskLevel.LOW)
                .with(
                        issue,
                        required("other", Parameter.Type.TEXT, "the other issue's key"),
                        withDefault("kind", Parameter.Type.TEXT, "how, such as Relates or Blocks", "Relates"))
                .idempotent()
                .by((m, a, k, c) -> m.link(a.text("issue"), a.text("other"), a.text("kind"), k, c)));
        all.add(port.changes("add_comment", "Comments on an issue", RiskLevel.LOW)
                .with(issue, required("text", Parameter.Type.TEXT, "the comment"))
                .by((m, a, k, c) -> m.addComment(a.text("issue"), a.text("text"), k, c)));
    }
}
