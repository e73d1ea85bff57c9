package dev.runbook.core.operation;

import dev.runbook.core.value.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Which values of its type a parameter takes: what lies outside is refused by every integration, so nobody
/// is asked about it.
public sealed interface Domain {

    /// All of them.
    record Whatever() implements Domain {}

    /// Numbers from one to another, both included; of a span of time, its seconds.
    record Between(double least, double most) implements Domain {
        public Between {
            if (!(least <= most)) throw new IllegalArgumentException(least + " is above " + most);
        }
    }

    /// These texts alone.
    record OneOf(List<String> words) implements Domain {
        public OneOf {
            words = List.copyOf(words);
        }
    }

    /// Text that is not blank.
    record Something() implements Domain {}

    /// What a value must be, such as `from 0 to 1000`; empty when every value will do.
    default Optional<String> wanted() {
        return switch (this) {
            case Whatever _, Something _ -> Optional.empty();
            case Between(var least, var most) -> Optional.of("from " + plain(least) + " to " + plain(most));
            case OneOf(var words) -> Optional.of("one of " + String.join(", ", words));
        };
    }

    /// As [#wanted()], of spans of time.
    default Optional<String> wantedOfSpan() {
        return this instanceof Between(var least, var most)
                ? Optional.of("from " + span(least) + " to " + span(most))
                : wanted();
    }

    /// Whether a value of the right type lies within.
    default boolean holds(Value value) {
        return switch (this) {
            case Whatever _ -> true;
            case Between(var least, var most) ->
                switch (value) {
                    case Value.Whole(var number) -> number >= least && number <= most;
                    case Value.Real(var number) -> number >= least && number <= most;
                    case Value.Text(var text) ->
                        Durations.parse(text)
                                .map(span -> span.toMillis() / 1000.0)
                                .filter(seconds -> seconds >= least && seconds <= most)
                                .isPresent();
                    case Value.Truth _, Value.Nothing _, Value.Items _, Value.Fields _ -> true;
                };
            case OneOf(var words) -> words.contains(value.display());
            case Something _ -> !value.display().isBlank();
        };
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    private static String span(double seconds) {
        return Durations.display(Duration.ofMillis((long) (1000 * seconds)));
    }
}
