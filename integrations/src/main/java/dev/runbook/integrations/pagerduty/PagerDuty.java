package dev.runbook.integrations.pagerduty;

import dev.runbook.core.capability.Integration;
import dev.runbook.core.capability.Paging;
import dev.runbook.core.capability.Scope;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.Arguments;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Occurrence;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.BaseUrl;
import dev.runbook.integrations.edge.LiveVendor;
import dev.runbook.integrations.edge.Outside;
import dev.runbook.integrations.edge.PartialTicketing;
import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.Scrubber;
import dev.runbook.integrations.edge.Secret;
import dev.runbook.integrations.edge.Unanswered;
import dev.runbook.integrations.edge.Variables;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// PagerDuty, live. A page is an incident of PagerDuty whose `incident_key` is our idempotency key.
public final class PagerDuty extends LiveVendor implements Paging, PartialTicketing {

    private static final String DEFAULT_SERVICE = "PAGERDUTY_DEFAULT_SERVICE";

    private static final String ID = "[A-Za-z0-9]+";
    private static final String SERVICE_ID = "P[A-Z0-9]{5,20}";

    /// The longest key of an alert.
    private static final int ALERT = 255;

    private static final String ROUTING_KEY = "PAGERDUTY_ROUTING_KEY";
    private static final Set<String> ACTIONS = Set.of("trigger", "acknowledge", "resolve");
    private static final Set<String> SEVERITIES = Set.of("critical", "error", "warning", "info");

    /// PagerDuty lists no more at once.
    private static final Duration LONGEST = Duration.ofDays(180);

    /// How far back a change event of ours is looked for.
    private static final Duration REMEMBERED = Duration.ofDays(1);

    private final PagerDutyApi api;
    private final Optional<EventsApi> events;
    private final Optional<String> defaultService;

    private PagerDuty(PagerDutyApi api, Optional<EventsApi> events, Optional<String> defaultService) {
        super(api.http().edge());
        this.api = api;
        this.events = events;
        this.defaultService = defaultService;
    }

    /// Makes the client from the variables that `.env.example` lists.
    public static Integration create(Variables variables, Outside outside) {
        var key = variables.secret("PAGERDUTY_API_KEY");
        var base = variables.url("PAGERDUTY_BASE_URL", "https://api.pagerduty.com");
        var edge = outside.edge("pagerduty");
        var routingKey = variables.optional(ROUTING_KEY).map(Secret::new);
        var scrubber =
                new Scrubber(Stream.concat(Stream.of(key), routingKey.stream()).toList());
        var http = outside.http(edge, base, PagerDutyDialect.rest(key), scrubber);
        var events = outside.http(edge, eventsUrl(variables), PagerDutyDialect.events(), scrubber);
        return new PagerDuty(
                new PagerDutyApi(http, variables.required("PAGERDUTY_FROM")),
                routingKey.map(secret -> new EventsApi(events, secret)),
                variables.optional(DEFAULT_SERVICE));
    }

    /// PagerDuty's own pages give it with and without the version.
    private static BaseUrl eventsUrl(Variables variables) {
        var given = variables.optional("PAGERDUTY_EVENTS_URL").orElse("https://events.pagerduty.com");
        return BaseUrl.parse("PAGERDUTY_EVENTS_URL", given.replaceFirst("/v2(/enqueue)?/?$", ""));
    }

    @Override
    public Observation onCall(String service, CallContext context) throws InterruptedException {
        return look(context, patience -> {
            var found = service(service, patience);
            if (found.isEmpty()) return nothing();
            var policy = found.get().escalationPolicy();
            if (policy.isEmpty()) return nothing();
            var onCalls = api.onCalls(policy.get(), patience);
            var items = onCalls.items().stream()
                    .sorted(Comparator.comparingInt(PagerDutyApi.OnCall::level))
                    .map(o -> Value.fields(
                            "name",
                            o.name(),
                            "level",
                            o.level(),
                            "until",
                            o.end().orElse(null)))
                    .toList();
            return facts(service, "on call", items, onCalls.gap());
        });
    }

    /// The service of this name, whatever its case, or of this id.
    private Optional<PagerDutyApi.Service> service(String name, Patience patience)
            throws Unanswered, InterruptedException {
        var candidates = api.services(name, Integer.MAX_VALUE, patience).items();
        var named = candidates.stream()
                .filter(s -> s.name().equals(name))
                .findFirst()
                .or(() -> candidates.stream()
                        .filter(s -> s.name().equalsIgnoreCase(name))
                        .findFirst());
        return named.isEmpty() && name.matches(SERVICE_ID) ? api.service(name, patience) : named;
    }

    @Override
    public Observation pages(Optional<String> service, Duration timeframe, CallContext context)
            throws InterruptedException {
        return look(context, patience -> {
            var wanted = service.isEmpty() ? Optional.<PagerDutyApi.Service>empty() : service(service.get(), patience);
            if (service.isPresent() && wanted.isEmpty()) return nothing();
            var id = wanted.map(PagerDutyApi.Service::id);
            var now = edge().clock().instant();
            var since = now.minus(timeframe.compareTo(LONGEST) < 0 ? timeframe : LONGEST);
            var open = api.open(id, patience);
            var opened = api.opened(id, since, now, patience);
            var all = new LinkedHashMap<String, PagerDutyApi.Incident>();
            Stream.concat(open.items().stream(), opened.items().stream())
                    .sorted(Comparator.comparing(
                                    (PagerDutyApi.Incident i) -> i.created().orElse(Instant.EPOCH))
                            .reversed())
                    .forEach(incident -> all.putIfAbsent(incident.id(), incident));
            var items = all.values().stream().map(PagerDuty::line).toList();
            return facts(service.orElse("pages"), "pages", items, open.gap().or(opened::gap));
        });
    }

    private static Value.Fields line(PagerDutyApi.Incident incident) {
        return Value.fields(
                "number", incident.id(),
                "title", incident.title(),
                "status", incident.status(),
                "service", incident.service(),
                "created_at", incident.created().orElse(null));
    }

    @Override
    public boolean offers(OperationName operation) {
        return operation.capability() == Capability.TICKETING
                ? operation.method().equals("get_recent_changes")
                : Paging.super.offers(operation);
    }

    /// The change events that others sent; our own tell nothing new.
    @Override
    public Observation recentChanges(Scope scope, Duration timeframe, CallContext context) throws InterruptedException {
        return look(context, patience -> {
            var now = edge().clock().instant();
            var names = names(scope, patience);
            var found = api.changes(now.minus(timeframe), now, patience);
            var changes = found.items().stream()
                    .filter(change -> change.key().isEmpty() && !change.at().isAfter(now))
                    .filter(change -> names.isEmpty() || concerns(change, names))
                    .sorted(Comparator.comparing(PagerDutyApi.Change::at))
                    .toList();
            return answer(
                    changes.stream()
                            .map(c -> new Content.ChangeMade(
                                    c.at(), "change", component(c, scope), "", c.summary(), c.source()))
                            .toList(),
                    changes.stream()
                            .map(c -> Value.fields(
                                    "number", c.id(),
                                    "kind", "change",
                                    "component", component(c, scope),
                                    "summary", c.summary(),
                                    "author", c.source(),
                                    "time", c.at()))
                            .toList(),
                    found.gap());
        });
    }

    /// What a change may call what a scope names: a change may give a service by its id alone.
    private List<String> names(Scope scope, Patience patience) throws Unanswered, InterruptedException {
        var names = new ArrayList<>(
                Stream.concat(scope.host().stream(), scope.service().stream()).toList());
        if (scope.service().isPresent())
            service(scope.service().get(), patience)
                    .map(PagerDutyApi.Service::id)
                    .ifPresent(names::add);
        return names;
    }

    private static boolean concerns(PagerDutyApi.Change change, List<String> names) {
        return Stream.concat(change.services().stream(), Stream.of(change.source()))
                .anyMatch(named -> names.stream().anyMatch(named::equalsIgnoreCase));
    }

    private static String component(PagerDutyApi.Change change, Scope scope) {
        return scope.service()
                .or(scope::host)
                .or(() -> change.services().stream().findFirst())
                .orElseGet(() -> change.source().isEmpty() ? "unknown" : change.source());
    }

    @Override
    public Observation pageLog(String incidentNumber, CallContext context) throws InterruptedException {
        return look(context, patience -> {
            var incident = api.incident(id("incident", incidentNumber, ID), patience);
            var log = api.log(incident.id(), patience);
            var alerts = api.alerts(incident.id(), patience);
            var items = Stream.concat(log.items().stream(), alerts.items().stream())
                    .sorted(Comparator.comparing(PagerDutyApi.Happening::at))
                    .map(h -> Value.fields("time", h.at(), "kind", h.kind(), "text", h.text(), "by", h.by()))
                    .toList();
            return facts(incidentNumber, "page log", items, log.gap().or(alerts::gap));
        });
    }

    @Override
    public Outcome addNote(String incidentNumber, String text, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(context, patience -> {
            var incident = api.incident(id("incident", incidentNumber, ID), patience);
            if (!noted(incident, key, patience)) api.note(incident.id(), text + "\n" + marker(key), patience);
            return new Outcome.Done(result(incident));
        });
    }

    private boolean noted(PagerDutyApi.Incident incident, IdempotencyKey key, Patience patience)
            throws Unanswered, InterruptedException {
        return api.notes(incident.id(), patience).stream().anyMatch(note -> note.contains(marker(key)));
    }

    @Override
    public Outcome sendStatusUpdate(String incidentNumber, String text, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(context, patience -> {
            var incident = api.incident(id("incident", incidentNumber, ID), patience);
            api.statusUpdate(incident.id(), text, patience);
            return new Outcome.Done(result(incident));
        });
    }

    private EventsApi events() throws Unanswered {
        return events.orElseThrow(() -> refused("pagerduty takes events only with an integration's key; set "
                + ROUTING_KEY + " to that of an Events API v2 integration"));
    }

    @Override
    public Outcome sendSignal(Signal signal, IdempotencyKey key, CallContext context) throws InterruptedException {
        return act(context, patience -> {
            if (!ACTIONS.contains(signal.action()))
                throw refused("'" + signal.action() + "' is no action; there are trigger, acknowledge, resolve");
            if (!SEVERITIES.contains(signal.severity()))
                throw refused("'" + signal.severity() + "' is no severity; there are critical, error, warning, info");
            if (signal.alert().isEmpty() && !signal.action().equals("trigger"))
                throw refused("'" + signal.action() + "' needs 'alert': the key that the alert was triggered with");
            var alert = signal.alert().orElse(key.key());
            if (alert.isBlank() || alert.length() > ALERT)
                throw refused("'alert' is the key that all signals of one alert share, of 1 to " + ALERT
                        + " characters; this one has " + alert.length());
            return new Outcome.Done(Value.fields("alert", events().signal(signal, alert, patience)));
        });
    }

    @Override
    public Outcome sendChangeEvent(String service, String summary, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(context, patience -> {
            events().change(service, summary, edge().clock().instant(), key.key(), patience);
            return new Outcome.Done(Value.fields("service", service));
        });
    }

    private Occurrence changeSent(IdempotencyKey key, Patience patience) throws Unanswered, InterruptedException {
        var now = edge().clock().instant();
        var changes = api.changes(now.minus(REMEMBERED), now, patience);
        if (changes.items().stream()
                .anyMatch(change -> change.key().filter(key.key()::equals).isPresent()))
            return new Occurrence.Happened(Value.fields("key", key.key()));
        return changes.gap().<Occurrence>map(Occurrence.CannotTell::new).orElseGet(Occurrence.DidNotHappen::new);
    }

    @Override
    public Outcome page(String service, String title, String details, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(context, patience -> {
            var target = service(service, patience);
            if (target.isEmpty() && defaultService.isPresent()) target = service(defaultService.get(), patience);
            if (target.isEmpty())
                throw refused("pagerduty has no service '" + service + "'"
                        + defaultService
                                .map(name -> ", and no service '" + name + "' as " + DEFAULT_SERVICE + " says")
                                .orElse("; create it, or set " + DEFAULT_SERVICE
                                        + " to the service that takes the rest"));
            return new Outcome.Done(result(create(target.get().id(), title, details, key, patience)));
        });
    }

    /// An incident that is there already under our key was opened by us.
    private PagerDutyApi.Incident create(
            String service, String title, String details, IdempotencyKey key, Patience patience)
            throws Unanswered, InterruptedException {
        try {
            return api.create(service, title, details, key.key(), patience);
        } catch (Unanswered unanswered) {
            if (unanswered.fault().status() != 400) throw unanswered;
            var existing = api.byKey(key.key(), patience);
            if (existing.isEmpty()) throw unanswered;
            return existing.get();
        }
    }

    private static Value.Fields result(PagerDutyApi.Incident incident) {
        return Value.fields(
                "number", incident.id(),
                "incident_number", incident.number(),
                "status", incident.status(),
                "url", incident.url().orElse(null));
    }

    @Override
    public Outcome acknowledge(String incidentNumber, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return move(incidentNumber, "acknowledged", context);
    }

    @Override
    public Outcome resolve(String incidentNumber, IdempotencyKey key, CallContext context) throws InterruptedException {
        return move(incidentNumber, "resolved", context);
    }

    private Outcome move(String number, String status, CallContext context) throws InterruptedException {
        return act(context, patience -> {
            var incident = api.incident(id("incident", number, ID), patience);
            if (reached(incident, status)) return new Outcome.Done(result(incident));
            return new Outcome.Done(result(api.move(incident.id(), status, patience)));
        });
    }

    /// Whether an incident is where it shall go; a resolved one cannot be acknowledged any more.
    private static boolean reached(PagerDutyApi.Incident incident, String status) {
        return incident.status().equals(status) || incident.status().equals("resolved");
    }

    @Override
    public Occurrence occurred(OperationName operation, Arguments arguments, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return recall(context, patience -> switch (operation.method()) {
            case "page" ->
                api.byKey(key.key(), patience)
                        .<Occurrence>map(incident -> new Occurrence.Happened(result(incident)))
                        .orElseGet(Occurrence.DidNotHappen::new);
            case "add_note" -> {
                var incident = api.incident(id("incident", arguments.text("number"), ID), patience);
                yield noted(incident, key, patience)
                        ? new Occurrence.Happened(result(incident))
                        : new Occurrence.DidNotHappen();
            }
            case "send_change_event" -> changeSent(key, patience);
            case "acknowledge" -> moved(arguments, "acknowledged", patience);
            case "resolve" -> moved(arguments, "resolved", patience);
            default -> new Occurrence.CannotTell("pagerduty keeps no record of " + operation);
        });
    }

    private Occurrence moved(Arguments arguments, String status, Patience patience)
            throws Unanswered, InterruptedException {
        var incident = api.incident(id("incident", arguments.text("number"), ID), patience);
        return reached(incident, status) ? new Occurrence.Happened(result(incident)) : new Occurrence.DidNotHappen();
    }

    @Override
    public List<Finding> check(Duration timeout) throws InterruptedException {
        return List.of(find("list services", timeout, patience -> {
            var services = api.services("", 1, patience).items();
            return services.isEmpty()
                    ? "the key works, but sees no service"
                    : "sees services such as '" + services.getFirst().name() + "'";
        }));
    }
}
