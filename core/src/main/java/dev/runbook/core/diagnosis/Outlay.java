package dev.runbook.core.diagnosis;

import java.time.Duration;
import java.util.stream.Stream;

/// What language models have taken: each part is at least 0.
///
/// @param calls how often one was asked
/// @param tokens read and written, those of the cache included
/// @param costMicros millionths of a US dollar; what costs an unknown price is not counted
/// @param time that the answers took, all of them together
public record Outlay(int calls, long tokens, long costMicros, Duration time) {

    public static final Outlay NONE = new Outlay(0, 0, 0, Duration.ZERO);

    /// What these consultations have taken.
    public static Outlay of(Stream<Consultation> consultations) {
        return consultations.reduce(NONE, Outlay::and, Outlay::and);
    }

    /// With one more consultation.
    public Outlay and(Consultation more) {
        return and(new Outlay(1, more.usage().total(), more.costMicros(), more.latency()));
    }

    private Outlay and(Outlay more) {
        return new Outlay(calls + more.calls, tokens + more.tokens, costMicros + more.costMicros, time.plus(more.time));
    }
}
