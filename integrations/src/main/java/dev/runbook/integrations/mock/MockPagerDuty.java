package dev.runbook.integrations.mock;

import dev.runbook.core.capability.Paging;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.world.Worlds;
import java.time.temporal.ChronoUnit;
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
