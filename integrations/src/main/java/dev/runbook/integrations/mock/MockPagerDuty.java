package dev.runbook.integrations.mock;

import dev.runbook.core.capability.Paging;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.world.Worlds;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.IntStream;

/// On-call schedules and pages as PagerDuty would answer for them.
final class MockPagerDuty extends MockVendor implements Paging {

    MockPagerDuty(Worlds worlds) {
        super("pagerduty", worlds);
    }

    @Override
    public Observation onCall(String service, CallContext context) throws InterruptedException {
        return look("get_on_call", context, sight -> {
            var people = sight.onCall(service);
            var until = sight.now().truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
            return facts(
                    service,
                    "on call",
                    IntStream.range(0, people.size())
                            .mapToObj(i -> Value.fields("name", people.get(i), "level", i + 1, "until", until))
                            .toList());
        });
    }

    @Override
    public Observation pages(Optional<String> service, Duration timeframe, CallContext context)
            throws InterruptedException {
        return look("get_pages", context, sight -> {
            var from = sight.now().minus(timeframe);
            return facts(
                    service.orElse("pages"),
                    "pages",
                    sight.desk().pages().reversed().stream()
                            .filter(p -> service.isEmpty() || service.get().equals(p.service()))
                            .filter(p -> !p.state().equals("resolved") || p.at().isAfter(from))
                            .map(p -> Value.fields(
                                    "number", p.number(),
                                    "title", p.title(),
                                    "status", p.state(),
                                    "service", p.service(),
                                    "created_at", p.at()))
                            .toList());
        });
    }

    @Override
    public Observation pageLog(String incidentNumber, CallContext context) throws InterruptedException {
        return look(
                "get_page_log",
                context,
                sight -> facts(
                        incidentNumber,
                        "page log",
                        sight.desk().pages().stream()
                                .filter(p -> p.number().equals(incidentNumber))
                                .flatMap(p -> p.log().stream())
                                .map(h -> Value.fields(
                                        "time", h.at(), "kind", h.kind(), "text", h.text(), "by", "runbook"))
                                .toList()));
    }

    @Override
    public Outcome addNote(String incidentNumber, String text, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return paging("add_note", Value.fields("number", incidentNumber, "text", text), key, context);
    }

    @Override
    public Outcome sendStatusUpdate(String incidentNumber, String text, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return paging("send_status_update", Value.fields("number", incidentNumber, "text", text), key, context);
    }

    @Override
    public Outcome sendChangeEvent(String service, String summary, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return paging("send_change_event", Value.fields("service", service, "summary", summary), key, context);
    }

    @Override
    public Outcome sendSignal(Signal signal, IdempotencyKey key, CallContext context) throws InterruptedException {
        var parameters = Value.fields(
                "action", signal.action(),
                "alert", signal.alert().orElse(key.key()),
                "source", signal.source(),
                "summary", signal.summary(),
                "severity", signal.severity());
        return paging("send_signal", parameters, key, context);
    }

    private Outcome paging(String method, Value.Fields parameters, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(Capability.PAGING, method, parameters, key, context);
    }

    @Override
    public Outcome page(String service, String title, String details, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(
                Capability.PAGING,
                "page",
                Value.fields("service", service, "title", title, "details", details),
                key,
                context);
    }

    @Override
    public Outcome acknowledge(String incidentNumber, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(Capability.PAGING, "acknowledge", Value.fields("number", incidentNumber), key, context);
    }

    @Override
    public Outcome resolve(String incidentNumber, IdempotencyKey key, CallContext context) throws InterruptedException {
        return act(Capability.PAGING, "resolve", Value.fields("number", incidentNumber), key, context);
    }
}
