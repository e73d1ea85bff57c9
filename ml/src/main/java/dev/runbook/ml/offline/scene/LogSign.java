package dev.runbook.ml.offline.scene;

import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.ml.facts.Condition;
import dev.runbook.ml.logs.LogEvent;
import dev.runbook.ml.logs.LogLevel;
import dev.runbook.ml.logs.PatternChange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// What a component logs that is new, or comes several times as often, since trouble began.
///
/// @param conditions what it speaks of, as far as it points at a kind of cause; the weightiest first
public record LogSign(String component, PatternChange pattern, List<Condition> conditions, Set<EvidenceId> evidence) {

    private static final Pattern TROUBLE =
            Pattern.compile("(?i)\\b(error|err|fatal|critical|severe|panic|exception|fail(ed|ure|s|ing)?|refused|denied"
                    + "|timed? ?out|timeout|unreachable|killed|exhausted|deadlock|expired|abort(ed)?|crash(ed)?"
                    + "|unavailable|reset)\\b");

    private static final Duration SINGLE = Duration.ofMinutes(30);
    private static final Duration LEAST_PATIENCE = Duration.ofMinutes(3);

    /// One of the lines, whole.
    public String example() {
        return text(pattern.last());
    }

    /// The lines of an event, with what followed the first.
    static String text(LogEvent event) {
        return event.trace().isEmpty() ? event.message() : event.message() + "\n" + String.join("\n", event.trace());
    }

    /// Whether nothing like it was seen before, although lines of the component were.
    public boolean isNew() {
        return pattern.kind() == PatternChange.Kind.NEW;
    }

    /// Whether its level or its words speak of trouble.
    public boolean troubling() {
        return pattern.level().compareTo(LogLevel.ERROR) >= 0
                || TROUBLE.matcher(example()).find();
    }

    /// How many came since trouble began.
    public int count() {
        return Math.toIntExact(pattern.now());
    }

    /// When the first of them came.
    public Instant since() {
        return pattern.first().time().orElseThrow();
    }

    /// Whether more of it is to be expected: the last line is not much longer ago than lines of its
    /// kind are apart, and not over half an hour.
    public boolean goesOn(Instant now) {
        var last = pattern.last().time().orElseThrow();
        var silence = Duration.between(last, now);
        var apart = count() > 1 ? Duration.between(since(), last).dividedBy(count() - 1L) : SINGLE;
        var patience = apart.multipliedBy(5).compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : apart.multipliedBy(5);
        return silence.compareTo(patience) <= 0 && silence.compareTo(SINGLE) <= 0;
    }
}
