package dev.runbook.core.capability;

import static dev.runbook.core.operation.Parameter.optional;
import static dev.runbook.core.operation.Parameter.required;
import static dev.runbook.core.operation.Parameter.withDefault;

import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.Arguments;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.Catalogue;
import dev.runbook.core.operation.Effect;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Operation;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.operation.Parameter;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.value.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The operations that the capabilities offer, each bound to the method that carries it out. This is the
/// one place where the names that runbooks use meet the typed ports.
public final class Operations {

    /// Spans of time in seconds.
    private static final double SECOND = 1;

    private static final double YEAR = 366 * 86_400.0;

    private static final int MOST_LINES = 10_000;
    private static final int MOST_ROWS = 1_000;
    private static final int MOST_REPLICAS = 1_000;

    private static final Parameter HOST = required("host", Parameter.Type.TEXT, "the host");
    private static final Parameter SERVICE = required("service", Parameter.Type.TEXT, "the service");
    private static final Parameter SOME_HOST = optional("host", Parameter.Type.TEXT, "only this host");
    private static final Parameter SOME_SERVICE = optional("service", Parameter.Type.TEXT, "only this service");
    private static final Parameter TIMEFRAME = withDefault(
                    "timeframe", Parameter.Type.DURATION, "how far to look back, such as 2h", "1h")
            .between(SECOND, YEAR);

    private static final List<Bound> ALL = bind();
    private static final Map<OperationName, Bound> BY_NAME =
            ALL.stream().collect(Collectors.toUnmodifiableMap(b -> b.operation().name(), Function.identity()));

    /// All standard operations.
    public static final Catalogue CATALOGUE =
            new Catalogue(ALL.stream().map(Bound::operation).toList());

    private Operations() {}

    /// Calls a read on an integration that has the capability.
    ///
    /// @throws IllegalArgumentException when there is no such read, or the integration lacks the capability
    public static Observation observe(
            Integration integration, OperationName name, Arguments arguments, CallContext context)
            throws InterruptedException {
        if (BY_NAME.get(name) instanceof Bound.Reading<?> reading) return reading.call(integration, arguments, context);
        throw new IllegalArgumentException(name + " is no operation that reads");
    }

    /// Calls a change on an integration that has the capability.
    ///
    /// @throws IllegalArgumentException when there is no such change, or the integration lacks the capability
    public static Outcome act(
            Integration integration, OperationName name, Arguments arguments, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        if (BY_NAME.get(name) instanceof Bound.Changing<?> changing)
            return changing.call(integration, arguments, key, context);
        throw new IllegalArgumentException(name + " is no operation that changes anything");
    }

    /// The port an integration must implement to have a capability.
    public static Class<? extends Integration> portOf(Capability capability) {
        return switch (capability) {
            case MONITORING -> Monitoring.class;
            case COMPUTE -> Compute.class;
            case TICKETING -> Ticketing.class;
            case PAGING -> Paging.class;
            case ISSUE_TRACKING -> IssueTracking.class;
            case CHAT -> Chat.class;
            case DEPLOYMENTS -> Deployments.class;
            case MEMORY -> Memory.class;
            case KNOWLEDGE -> Knowledge.class;
        };
    }

    private static List<Bound> bind() {
        var all = new ArrayList<Bound>();
        monitoring(all);
        compute(all);
        deployments(all);
        ticketing(all);
        paging(all);
        issueTracking(all);
        chat(all);
        memory(all);
        knowledge(all);
        return List.copyOf(all);
    }

    private static void monitoring(List<Bound> all) {
        var port = new Port<>(Capability.MONITORING, Monitoring.class);
        all.add(port.reads("get_current_alerts", "The alerts that fire now or fired lately")
                .with(SOME_HOST, SOME_SERVICE, TIMEFRAME)
                .answers(Results.ALERTS)
                .by((m, a, c) -> m.currentAlerts(Scope.of(a), a.duration("timeframe"), c)));
        all.add(port.reads("get_metrics", "Metrics over time")
                .with(SOME_HOST, SOME_SERVICE, optional("metric", Parameter.Type.TEXT, "only this metric"), TIMEFRAME)
                .answers(Results.METRICS)
                .by((m, a, c) -> m.metrics(Scope.of(a), a.optionalText("metric"), a.duration("timeframe"), c)));
        all.add(port.reads("get_logs", "Log lines, newest last")
                .with(
                        SOME_HOST,
                        SOME_SERVICE,
                        optional("query", Parameter.Type.TEXT, "text that the lines contain"),
                        TIMEFRAME,
                        withDefault("limit", Parameter.Type.WHOLE, "how many lines at most", 500)
                                .between(1, MOST_LINES))
                .answers(Results.LOGS)
                .by((m, a, c) ->
                        m.logs(Scope.of(a), a.optionalText("query"), a.duration("timeframe"), a.whole("limit"), c)));
        all.add(port.reads("get_dependencies", "Who calls whom")
                .with(SOME_HOST, SOME_SERVICE)
                .answers(Results.EDGES)
                .by((m, a, c) -> m.dependencies(Scope.of(a), c)));
        all.add(port.reads("get_monitors", "What is watched, and its state")
                .with(SOME_HOST, SOME_SERVICE)
                .answers(Results.MONITORS)
                .by((m, a, c) -> m.monitors(Scope.of(a), c)));
        all.add(port.reads("get_events", "What happened lately: deployments, restarts, failures to start")
                .with(SOME_HOST, SOME_SERVICE, TIMEFRAME)
                .answers(Results.EVENTS)
                .by((m, a, c) -> m.events(Scope.of(a), a.duration("timeframe"), c)));
        monitoringInTheVendorsWords(port, all);
        muting(port, all);
    }

    private static void monitoringInTheVendorsWords(Port<Monitoring> port, List<Bound> all) {
        var query = required("query", Parameter.Type.TEXT, "the query, in the language of the monitoring system");
        all.add(port.reads("query_metrics", "Metrics by a query of the monitoring system's own")
                .with(query, TIMEFRAME)
                .answers(Results.METRICS)
                .by((m, a, c) -> m.queryMetrics(a.text("query"), a.duration("timeframe"), c)));
        all.add(port.reads("query_logs", "Log lines by a query of the log system's own, newest last")
                .with(
                        query,
                        TIMEFRAME,
                        withDefault("limit", Parameter.Type.WHOLE, "how many lines at most", 500)
                                .between(1, MOST_LINES))
                .answers(Results.LOGS)
                .by((m, a, c) -> m.queryLogs(a.text("query"), a.duration("timeframe"), a.whole("limit"), c)));
    }

    private static void muting(Port<Monitoring> port, List<Bound> all) {
        all.add(port.reads("get_mutes", "Which alerts are muted now")
                .answers(Results.MUTES)
                .by((m, _, c) -> m.mutes(c)));
        all.add(port.changes("mute", "Mutes the alerts of a host or service for a while", RiskLevel.MEDIUM)
                .with(
                        SOME_HOST,
                        SOME_SERVICE,
                        required("duration", Parameter.Type.DURATION, "for how long, such as 30m")
                                .between(SECOND, YEAR),
                        withDefault("reason", Parameter.Type.TEXT, "why", "Runbook acts on it"))
                .by((m, a, k, c) -> m.mute(Scope.of(a), a.duration("duration"), a.text("reason"), k, c)));
        all.add(port.changes("unmute", "Ends a mute", RiskLevel.LOW)
                .with(required("id", Parameter.Type.TEXT, "the mute's id"))
                .idempotent()
                .by((m, a, k, c) -> m.unmute(a.text("id"), k, c)));
        all.add(port.changes("post_event", "Notes an event beside metrics and alerts", RiskLevel.LOW)
                .with(
                        SOME_HOST,
                        SOME_SERVICE,
                        required("title", Parameter.Type.TEXT, "one line"),
                        withDefault("text", Parameter.Type.TEXT, "the whole story", ""))
                .by((m, a, k, c) -> m.postEvent(Scope.of(a), a.text("title"), a.text("text"), k, c)));
    }

    private static void compute(List<Bound> all) {
        var port = new Port<>(Capability.COMPUTE, Compute.class);
        all.add(port.reads("get_top_processes", "The processes of a host that use most CPU")
                .with(
                        HOST,
                        withDefault("limit", Parameter.Type.WHOLE, "how many processes", 10)
                                .between(1, MOST_ROWS))
                .answers(Results.PROCESSES)
                .by((m, a, c) -> m.topProcesses(a.text("host"), a.whole("limit"), c)));
        all.add(port.reads("get_resources", "The state of hosts and services")
                .with(SOME_HOST, SOME_SERVICE)
                .answers(Results.RESOURCES)
                .by((m, a, c) -> m.resources(Scope.of(a), c)));
        all.add(port.reads("get_disk_usage", "What fills the volumes of a host")
                .with(HOST)
                .answers(Results.DISK)
                .by((m, a, c) -> m.diskUsage(a.text("host"), c)));
        var database = required("database", Parameter.Type.TEXT, "the database");
        all.add(port.reads("get_database_status", "Who is connected to a database, and how many may be")
                .with(database)
                .answers(Results.DATABASE)
                .by((m, a, c) -> m.databaseStatus(a.text("database"), c)));
        all.add(port.changes("restart_service", "Stops and starts a service on a host", RiskLevel.MEDIUM)
                .with(HOST, SERVICE)
                .on("service")
                .cures(
                        CauseKind.RUNAWAY_PROCESS,
                        CauseKind.MEMORY_LEAK,
                        CauseKind.APPLICATION_FAULT,
                        CauseKind.DEPENDENCY_FAILURE,
                        CauseKind.DATABASE_SLOW)
                .by((m, a, k, c) -> m.restartService(a.text("host"), a.text("service"), k, c)));
        all.add(port.changes("scale_service", "Sets the number of replicas of a service", RiskLevel.MEDIUM)
                .with(
                        SERVICE,
                        required("replicas", Parameter.Type.WHOLE, "how many replicas")
                                .between(0, MOST_REPLICAS))
                .on("service")
                .idempotent()
                .cures(CauseKind.TRAFFIC_SURGE)
                .by((m, a, k, c) -> m.scaleService(a.text("service"), a.whole("replicas"), k, c)));
        all.add(port.changes("clean_disk", "Deletes rotated logs and temporary files below a path", RiskLevel.HIGH)
                .with(HOST, required("path", Parameter.Type.TEXT, "the folder to clean"))
                .on("host")
                .destroys()
                .cures(CauseKind.DISK_FULL)
                .by((m, a, k, c) -> m.cleanDisk(a.text("host"), a.text("path"), k, c)));
        all.add(port.changes(
                        "terminate_connections",
                        "Ends the idle connections of an application to a database",
                        RiskLevel.HIGH)
                .with(database, required("application", Parameter.Type.TEXT, "whose connections"))
                .on("database")
                .cures(CauseKind.DATABASE_CONNECTIONS)
                .by((m, a, k, c) -> m.terminateConnections(a.text("database"), a.text("application"), k, c)));
        all.add(port.changes(
                        "reroute_traffic", "Sends the traffic of a service around a region or link", RiskLevel.CRITICAL)
                .with(SERVICE, required("avoid", Parameter.Type.TEXT, "the region or link to avoid"))
                .on("service")
                .cures(CauseKind.NETWORK_DEGRADATION)
                .by((m, a, k, c) -> m.rerouteTraffic(a.text("service"), a.text("avoid"), k, c)));
        all.add(port.changes("run_command", "Runs a command of a shell on a host", RiskLevel.CRITICAL)
                .with(HOST, required("command", Parameter.Type.TEXT, "the command"))
                .on("host")
                .destroys()
                .by((m, a, k, c) -> m.runCommand(a.text("host"), a.text("command"), k, c)));
        all.add(port.changes("reboot_database", "Restarts a database server", RiskLevel.CRITICAL)
                .with(database)
                .on("database")
                .by((m, a, k, c) -> m.rebootDatabase(a.text("database"), k, c)));
        all.add(port.changes("reboot_host", "Restarts a whole host", RiskLevel.CRITICAL)
                .with(HOST)
                .on("host")
                .cures(CauseKind.RUNAWAY_PROCESS, CauseKind.MEMORY_LEAK)
                .by((m, a, k, c) -> m.rebootHost(a.text("host"), k, c)));
    }

    private static void deployments(List<Bound> all) {
        var port = new Port<>(Capability.DEPLOYMENTS, Deployments.class);
        all.add(port.reads("get_recent_deployments", "Releases, newest last")
                .with(SOME_HOST, SOME_SERVICE, TIMEFRAME)
                .answers(Results.RELEASES)
                .by((m, a, c) -> m.recentDeployments(Scope.of(a), a.duration("timeframe"), c)));
        all.add(port.changes("rollback_deployment", "Puts the version before the current one back", RiskLevel.HIGH)
                .with(SERVICE)
                .on("service")
                .cures(CauseKind.BAD_DEPLOYMENT, CauseKind.CONFIGURATION_CHANGE)
                .by((m, a, k, c) -> m.rollback(a.text("service"), k, c)));
    }

    private static void ticketing(List<Bound> all) {
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

    private static void paging(List<Bound> all) {
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

    private static void issueTracking(List<Bound> all) {
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

    private static Chat.Post post(Arguments arguments) {
        return new Chat.Post(
                arguments.text("text"),
                arguments.optionalText("thread"),
                Chat.Card.of(arguments.values().get("card")),
                arguments.optionalText("document"));
    }

    private static void chat(List<Bound> all) {
        var port = new Port<>(Capability.CHAT, Chat.class);
        var channel = required("channel", Parameter.Type.TEXT, "the channel");
        var text = required("text", Parameter.Type.TEXT, "the message");
        var thread = optional("thread", Parameter.Type.TEXT, "the id of the message that it answers");
        all.add(port.reads("get_messages", "The latest messages of a channel")
                .with(
                        channel,
                        withDefault("limit", Parameter.Type.WHOLE, "how many", 20)
                                .between(1, MOST_ROWS))
                .answers(Results.MESSAGES)
                .by((m, a, c) -> m.messages(a.text("channel"), a.whole("limit"), c)));
        all.add(port.changes("post_message", "Posts a message to a channel", RiskLevel.LOW)
                .with(
                        channel,
                        text,
                        thread,
                        optional("card", Parameter.Type.MAP, "the question that it puts to people"),
                        optional("document", Parameter.Type.TEXT, "a longer text in Markdown that stands under it"))
                .by((m, a, k, c) -> m.postMessage(a.text("channel"), post(a), k, c)));
        all.add(port.changes("update_message", "Puts another text in the place of a message of ours", RiskLevel.LOW)
                .with(channel, required("ts", Parameter.Type.TEXT, "the message's id"), text)
                .idempotent()
                .by((m, a, k, c) -> m.updateMessage(a.text("channel"), a.text("ts"), a.text("text"), k, c)));
        all.add(port.changes("upload_file", "Posts a text as a file", RiskLevel.LOW)
                .with(
                        channel,
                        required("name", Parameter.Type.TEXT, "the file's name"),
                        required("text", Parameter.Type.TEXT, "what is in it"),
                        thread)
                .by((m, a, k, c) -> m.uploadFile(
                        a.text("channel"), a.text("name"), a.text("text"), a.optionalText("thread"), k, c)));
    }

    private static void memory(List<Bound> all) {
        var port = new Port<>(Capability.MEMORY, Memory.class);
        all.add(port.reads(
                        "find_similar", "Incidents of the past that were like a problem, and how actions did on causes")
                .with(
                        required("problem", Parameter.Type.TEXT, "the problem in words"),
                        SOME_HOST,
                        SOME_SERVICE,
                        withDefault("limit", Parameter.Type.WHOLE, "how many incidents", 3)
                                .between(1, MOST_ROWS))
                .by((m, a, c) -> m.similar(a.text("problem"), Scope.of(a), a.whole("limit"), c)));
    }

    private static void knowledge(List<Bound> all) {
        var port = new Port<>(Capability.KNOWLEDGE, Knowledge.class);
        all.add(port.reads("find_pages", "Pages that people wrote about a problem or its cause")
                .with(
                        required("problem", Parameter.Type.TEXT, "the problem in words"),
                        optional("cause", Parameter.Type.TEXT, "what is believed to be the cause"),
                        withDefault("limit", Parameter.Type.WHOLE, "how many pages", 3)
                                .between(1, MOST_ROWS))
                .by((m, a, c) -> m.pages(a.text("problem"), a.optionalText("cause"), a.whole("limit"), c)));
    }

    /// An operation and the method that carries it out.
    private sealed interface Bound {
        Operation operation();

        record Reading<P extends Integration>(Operation operation, Class<P> port, Read<P> method) implements Bound {
            Observation call(Integration integration, Arguments arguments, CallContext context)
                    throws InterruptedException {
                return method.call(cast(port, integration, operation), arguments, context);
            }
        }

        record Changing<P extends Integration>(Operation operation, Class<P> port, Change<P> method) implements Bound {
            Outcome call(Integration integration, Arguments arguments, IdempotencyKey key, CallContext context)
                    throws InterruptedException {
                return method.call(cast(port, integration, operation), arguments, key, context);
            }
        }

        private static <P> P cast(Class<P> port, Integration integration, Operation operation) {
            if (port.isInstance(integration)) return port.cast(integration);
            throw new IllegalArgumentException(integration.name() + " does not offer " + operation.name());
        }
    }

    @FunctionalInterface
    private interface Read<P> {
        Observation call(P port, Arguments arguments, CallContext context) throws InterruptedException;
    }

    @FunctionalInterface
    private interface Change<P> {
        Outcome call(P port, Arguments arguments, IdempotencyKey key, CallContext context) throws InterruptedException;
    }

    /// Builds the operations of one capability.
    private record Port<P extends Integration>(Capability capability, Class<P> type) {
        Draft<P> reads(String method, String description) {
            return new Draft<>(this, method, description, Effect.READS, RiskLevel.LOW);
        }

        Draft<P> changes(String method, String description, RiskLevel floor) {
            return new Draft<>(this, method, description, Effect.CHANGES, floor);
        }
    }

    private static final class Draft<P extends Integration> {
        private final Port<P> port;
        private final OperationName name;
        private final String description;
        private final RiskLevel floor;
        private Effect effect;
        private boolean idempotent;
        private List<Parameter> parameters = List.of();
        private Set<CauseKind> remedies = Set.of();
        private Optional<String> target = Optional.empty();
        private Shape result = Shape.anything();

        private Draft(Port<P> port, String method, String description, Effect effect, RiskLevel floor) {
            this.port = port;
            this.name = new OperationName(port.capability(), method);
            this.description = description;
            this.effect = effect;
            this.idempotent = effect == Effect.READS;
            this.floor = floor;
        }

        Draft<P> with(Parameter... given) {
            parameters = List.of(given);
            return this;
        }

        Draft<P> answers(Shape shape) {
            result = shape;
            return this;
        }

        Draft<P> on(String parameter) {
            target = Optional.of(parameter);
            return this;
        }

        Draft<P> idempotent() {
            idempotent = true;
            return this;
        }

        Draft<P> destroys() {
            effect = Effect.DESTROYS;
            return this;
        }

        Draft<P> cures(CauseKind... kinds) {
            remedies = Set.of(kinds);
            return this;
        }

        Bound by(Read<P> method) {
            return new Bound.Reading<>(operation(), port.type(), method);
        }

        Bound by(Change<P> method) {
            return new Bound.Changing<>(operation(), port.type(), method);
        }

        private Operation operation() {
            return new Operation(name, description, parameters, effect, idempotent, floor, remedies, target, result);
        }
    }
}
