package dev.runbook.integrations.pagerduty;

import static java.time.temporal.ChronoUnit.SECONDS;

import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.Answer;
import dev.runbook.integrations.edge.Cut;
import dev.runbook.integrations.edge.Fault;
import dev.runbook.integrations.edge.Harvest;
import dev.runbook.integrations.edge.Nodes;
import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.Rate;
import dev.runbook.integrations.edge.Request;
import dev.runbook.integrations.edge.Unanswered;
import dev.runbook.integrations.edge.VendorHttp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// The parts of PagerDuty's REST API that we use, in records of our own. Safe for use by many threads.
///
/// @param http to the REST API
/// @param from the e-mail address of a user of the account; most changes need it
record PagerDutyApi(VendorHttp http, String from) {

    /// 960 a minute for each key.
    private static final Rate RATE = Rate.perMinute("rest", 960);

    private static final int PAGE = 100;

    /// Offset and limit together may not go beyond it.
    private static final int LAST = 10_000;

    private static final int TITLE = 1024;

    /// A service.
    record Service(String id, String name, Optional<String> escalationPolicy) {}

    /// Somebody who is on call.
    ///
    /// @param end empty when it is for good
    record OnCall(String name, int level, Optional<Instant> end) {}

    /// An incident, which is what our domain calls a page.
    record Incident(
            String id,
            String number,
            String status,
            String title,
            String service,
            Optional<Instant> created,
            Optional<String> url) {}

    /// Something that happened to an incident, or under it.
    record Happening(Instant at, String kind, String text, String by) {}

    /// The services whose name holds a text; all when it is empty.
    Harvest<Service> services(String query, int most, Patience patience) throws Unanswered, InterruptedException {
        var all = Request.get(RATE, "/services");
        return list(
                query.isEmpty() ? all : all.with("query", query), "services", most, patience, PagerDutyApi::service);
    }

    private static Optional<Service> service(JsonNode node) {
        return Nodes.text(node, "id")
                .map(id -> new Service(
                        id,
                        Nodes.text(node, "name")
                                .or(() -> Nodes.text(node, "summary"))
                                .orElse(id),
                        Nodes.text(node, "escalation_policy", "id")));
    }

    /// The service of an id.
    Optional<Service> service(String id, Patience patience) throws Unanswered, InterruptedException {
        try {
            return service(http.send(Request.get(RATE, "/services/{}", id), patience)
                    .body()
                    .path("service"));
        } catch (Unanswered unanswered) {
            if (unanswered.fault().kind() == Fault.Kind.ABSENT) return Optional.empty();
            throw unanswered;
        }
    }

    /// Who is on call for an escalation policy now.
    Harvest<OnCall> onCalls(String escalationPolicy, Patience patience) throws Unanswered, InterruptedException {
        var request = Request.get(RATE, "/oncalls")
                .with("escalation_policy_ids[]", escalationPolicy)
                .with("earliest", true);
        return list(
                request,
                "oncalls",
                Integer.MAX_VALUE,
                patience,
                node -> Nodes.text(node, "user", "summary")
                        .or(() -> Nodes.text(node, "user", "name"))
                        .or(() -> Nodes.text(node, "user", "id"))
                        .map(name -> new OnCall(
                                name,
                                Nodes.whole(node, "escalation_level").orElse(1L).intValue(),
                                Nodes.time(node, "end"))));
    }

    /// Opens an incident.
    ///
    /// @param key while an incident with it is open, no second one is opened
    Incident create(String service, String title, String details, String key, Patience patience)
            throws Unanswered, InterruptedException {
        var incident = Value.fields(
                "type",
                "incident",
                "title",
                Cut.at(TITLE, title),
                "service",
                Value.fields("id", service, "type", "service_reference"),
                "incident_key",
                key);
        if (!details.isBlank())
            incident = incident.with(Value.fields("body", Value.fields("type", "incident_body", "details", details))
                    .fields());
        // PagerDuty refuses a second incident with the same key, so asking again does no harm.
        var request = Request.of("POST", RATE, "/incidents")
                .header("From", from)
                .json(Value.fields("incident", incident))
                .safeToRepeat();
        return one(http.send(request, patience), request);
    }

    /// The newest incident with this key, whatever became of it.
    Optional<Incident> byKey(String key, Patience patience) throws Unanswered, InterruptedException {
        var request = Request.get(RATE, "/incidents")
                .with("incident_key", key)
                .with("date_range", "all")
                .with("sort_by", "created_at:desc");
        return list(request, "incidents", 1, patience, PagerDutyApi::incident).items().stream()
                .findFirst();
    }

    /// An incident by its id or its number.
    Incident incident(String idOrNumber, Patience patience) throws Unanswered, InterruptedException {
        var request = Request.get(RATE, "/incidents/{}", idOrNumber);
        return one(http.send(request, patience), request);
    }

    /// Moves an incident to `acknowledged` or `resolved`.
    Incident move(String id, String status, Patience patience) throws Unanswered, InterruptedException {
        var request = Request.of("PUT", RATE, "/incidents/{}", id)
                .header("From", from)
                .json(Value.fields("incident", Value.fields("type", "incident_reference", "status", status)))
                .safeToRepeat();
        return one(http.send(request, patience), request);
    }

    private static Incident one(Answer answer, Request request) throws Unanswered {
        return incident(answer.body().path("incident"))
                .orElseThrow(() -> new Unanswered(Fault.of(
                        Fault.Kind.UNREADABLE,
                        "pagerduty answered " + request.method() + " " + request.path() + " without an incident",
                        !request.method().equals("GET"))));
    }

    private static Optional<Incident> incident(JsonNode node) {
        return Nodes.text(node, "id")
                .map(id -> new Incident(
                        id,
                        Nodes.text(node, "incident_number").orElse(id),
                        Nodes.text(node, "status").orElse(""),
                        Nodes.text(node, "title")
                                .or(() -> Nodes.text(node, "summary"))
                                .orElse(""),
                        Nodes.text(node, "service", "summary").orElse(""),
                        Nodes.time(node, "created_at"),
                        Nodes.text(node, "html_url")));
    }

    /// Incidents that are open now.
    Harvest<Incident> open(Optional<String> service, Patience patience) throws Unanswered, InterruptedException {
        var request = Request.get(RATE, "/incidents")
                .with("date_range", "all")
                .withEach("statuses[]", List.of("triggered", "acknowledged"));
        return list(of(service, request), "incidents", Integer.MAX_VALUE, patience, PagerDutyApi::incident);
    }

    /// Incidents that were opened between two times, whatever became of them.
    Harvest<Incident> opened(Optional<String> service, Instant since, Instant until, Patience patience)
            throws Unanswered, InterruptedException {
        var request = Request.get(RATE, "/incidents")
                .with("since", since.truncatedTo(SECONDS))
                .with("until", until.truncatedTo(SECONDS));
        return list(of(service, request), "incidents", Integer.MAX_VALUE, patience, PagerDutyApi::incident);
    }

    private static Request of(Optional<String> service, Request request) {
        return service.map(id -> request.with("service_ids[]", id)).orElse(request);
    }

    /// The log of an incident.
    Harvest<Happening> log(String id, Patience patience) throws Unanswered, InterruptedException {
        return list(
                Request.get(RATE, "/incidents/{}/log_entries", id),
                "log_entries",
                Integer.MAX_VALUE,
                patience,
                node -> happening(node, Nodes.text(node, "type").orElse("entry").replaceFirst("_log_entry.*$", "")));
    }

    /// The alerts under an incident.
    Harvest<Happening> alerts(String id, Patience patience) throws Unanswered, InterruptedException {
        return list(
                Request.get(RATE, "/incidents/{}/alerts", id),
                "alerts",
                Integer.MAX_VALUE,
                patience,
                node -> happening(node, "alert " + Nodes.text(node, "status").orElse("")));
    }

    private static Optional<Happening> happening(JsonNode node, String kind) {
        return Nodes.time(node, "created_at")
                .map(at -> new Happening(
                        at,
                        kind.strip().replace('_', ' '),
                        Nodes.text(node, "summary").orElse(""),
                        Nodes.text(node, "agent", "summary")
                                .or(() -> Nodes.text(node, "integration", "summary"))
                                .orElse("")));
    }

    /// The notes on an incident.
    List<String> notes(String id, Patience patience) throws Unanswered, InterruptedException {
        var body = http.send(Request.get(RATE, "/incidents/{}/notes", id), patience)
                .body();
        return Nodes.list(body, "notes").stream()
                .flatMap(node -> Nodes.text(node, "content").stream())
                .toList();
    }

    /// Notes something on an incident.
    void note(String id, String text, Patience patience) throws Unanswered, InterruptedException {
        http.send(
                Request.of("POST", RATE, "/incidents/{}/notes", id)
                        .header("From", from)
                        .json(Value.fields("note", Value.fields("content", text))),
                patience);
    }

    /// Tells the subscribers of an incident how it stands.
    void statusUpdate(String id, String text, Patience patience) throws Unanswered, InterruptedException {
        http.send(
                Request.of("POST", RATE, "/incidents/{}/status_updates", id)
                        .header("From", from)
                        .json(Value.fields("message", text)),
                patience);
    }

    /// A change that somebody told PagerDuty about.
    ///
    /// @param services the ids and names of those that it is about
    /// @param key the key that it carries, when it is ours
    record Change(String id, Instant at, String summary, String source, List<String> services, Optional<String> key) {}

    /// The changes between two times.
    Harvest<Change> changes(Instant since, Instant until, Patience patience) throws Unanswered, InterruptedException {
        return list(
                Request.get(RATE, "/change_events")
                        .with("since", since.truncatedTo(SECONDS))
                        .with("until", until.truncatedTo(SECONDS)),
                "change_events",
                Integer.MAX_VALUE,
                patience,
                PagerDutyApi::change);
    }

    private static Optional<Change> change(JsonNode node) {
        return Nodes.time(node, "timestamp")
                .map(at -> new Change(
                        Nodes.text(node, "id").orElse(""),
                        at,
                        Nodes.text(node, "summary").orElse(""),
                        Nodes.text(node, "source").orElse(""),
                        Nodes.list(node, "services").stream()
                                .flatMap(service -> Stream.of(Nodes.text(service, "summary"), Nodes.text(service, "id"))
                                        .flatMap(Optional::stream))
                                .toList(),
                        Nodes.text(node, "custom_details", "runbook_key")));
    }

    private <T> Harvest<T> list(
            Request request, String name, int most, Patience patience, Function<JsonNode, Optional<T>> read)
            throws Unanswered, InterruptedException {
        int limit = Math.min(PAGE, most);
        int pages = Math.min(http.edge().limits().pages(), LAST / limit);
        return Harvest.of("pagerduty", pages, most, (Optional<Integer> cursor) -> {
            int offset = cursor.orElse(0);
            var body = http.send(request.with("limit", limit).with("offset", offset), patience)
                    .body();
            var nodes = Nodes.list(body, name);
            int next = offset + nodes.size();
            var more = Nodes.isTrue(body, "more") && !nodes.isEmpty();
            return new Harvest.Page<>(
                    nodes.stream().map(read).flatMap(Optional::stream).toList(),
                    more ? Optional.of(next) : Optional.empty());
        });
    }
}
