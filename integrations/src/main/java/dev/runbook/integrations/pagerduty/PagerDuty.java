package dev.runbook.integrations.pagerduty;

import dev.runbook.core.capability.Integration;
import dev.runbook.core.capability.Paging;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.Arguments;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Occurrence;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.LiveVendor;
import dev.runbook.integrations.edge.Outside;
import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.Scrubber;
import dev.runbook.integrations.edge.Unanswered;
import dev.runbook.integrations.edge.Variables;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// PagerDuty, live. A page is an incident of PagerDuty whose `incident_key` is our idempotency key.
public final class PagerDuty extends LiveVendor implements Paging {

    private static final String DEFAULT_SERVICE = "PAGERDUTY_DEFAULT_SERVICE";

    private static final String ID = "[A-Za-z0-9]+";

    private final PagerDutyApi api;
    private final Optional<String> defaultService;

    private PagerDuty(PagerDutyApi api, Optional<String> defaultService) {
        super(api.http().edge());
        this.api = api;
        this.defaultService = defaultService;
    }

    /// Makes the client from the variables that `.env.example` lists.
    public static Integration create(Variables variables, Outside outside) {
        var key = variables.secret("PAGERDUTY_API_KEY");
        var base = variables.url("PAGERDUTY_BASE_URL", "https://api.pagerduty.com");
        var edge = outside.edge("pagerduty");
        var http = outside.http(edge, base, PagerDutyDialect.rest(key), new Scrubber(List.of(key)));
        return new PagerDuty(
                new PagerDutyApi(http, variables.required("PAGERDUTY_FROM")), variables.optional(DEFAULT_SERVICE));
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

    /// The service of this name; names are compared without their case, and ids are taken as they are.
    private Optional<PagerDutyApi.Service> service(String name, Patience patience)
            throws Unanswered, InterruptedException {
        var candidates = api.services(name, Integer.MAX_VALUE, patience).items();
        return candidates.stream()
                .filter(s -> s.name().equals(name))
                .findFirst()
                .or(() -> candidates.stream()
                        .filter(s -> s.name().equalsIgnoreCase(name))
                        .findFirst());
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
