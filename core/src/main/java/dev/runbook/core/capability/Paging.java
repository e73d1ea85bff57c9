package dev.runbook.core.capability;

import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Outcome;
import java.time.Duration;
import java.util.Optional;

/// Knows who is on call, and wakes them.
public interface Paging extends Integration {

    /// Who is on call for a service.
    ///
    /// @return [dev.runbook.core.evidence.Content.Facts]; output: a list of `{name, level, until}`
    Observation onCall(String service, CallContext context) throws InterruptedException;

    /// The pages that are open, or were opened within the timeframe, newest first.
    ///
    /// @param service only those of this service; all when empty
    /// @return [dev.runbook.core.evidence.Content.Facts]; output: a list of `{number, title, status, service,
    ///     created_at}`
    Observation pages(Optional<String> service, Duration timeframe, CallContext context) throws InterruptedException;

    /// What happened to a page and under it, oldest first.
    ///
    /// @return [dev.runbook.core.evidence.Content.Facts]; output: a list of `{time, kind, text, by}`
    Observation pageLog(String incidentNumber, CallContext context) throws InterruptedException;

    /// A signal to the pager, as a monitoring system sends it. Whether anybody is woken is the pager's own
    /// decision.
    ///
    /// @param action `trigger`, `acknowledge` or `resolve`
    /// @param alert what the signal is about: the same for all signals about one alert; the idempotency key
    ///     when empty
    /// @param source the host or service that it comes from
    /// @param severity `critical`, `error`, `warning` or `info`
    record Signal(String action, Optional<String> alert, String source, String summary, String severity) {}

    /// Sends a signal. Sent twice, it counts once.
    Outcome sendSignal(Signal signal, IdempotencyKey key, CallContext context) throws InterruptedException;

    /// Wakes whoever is on call.
    Outcome page(String service, String title, String details, IdempotencyKey key, CallContext context)
            throws InterruptedException;

    /// Says that somebody works on it.
    Outcome acknowledge(String incidentNumber, IdempotencyKey key, CallContext context) throws InterruptedException;

    /// Notes something on a page, for those who work on it.
    Outcome addNote(String incidentNumber, String text, IdempotencyKey key, CallContext context)
            throws InterruptedException;

    /// Tells those who follow a page how it stands.
    Outcome sendStatusUpdate(String incidentNumber, String text, IdempotencyKey key, CallContext context)
            throws InterruptedException;

    /// Tells the pager about a change of a service, so that it is seen beside pages.
    Outcome sendChangeEvent(String service, String summary, IdempotencyKey key, CallContext context)
            throws InterruptedException;

    Outcome resolve(String incidentNumber, IdempotencyKey key, CallContext context) throws InterruptedException;
}
