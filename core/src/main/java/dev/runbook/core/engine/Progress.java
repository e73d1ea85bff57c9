package dev.runbook.core.engine;

import dev.runbook.core.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How far a step has come that is not over.
///
/// @param attempt which attempt comes next, from 1
/// @param until when it goes on; empty when it does not wait
/// @param loop what a `for_each` step has done so far; empty for a step without one
public record Progress(int attempt, Optional<Instant> until, Optional<Loop> loop) {

    /// The values a step runs for.
    ///
    /// @param items all of them; never empty
    /// @param done the results of the first so many of them
    public record Loop(List<Value> items, List<Value> done) {
        public Loop {
            items = List.copyOf(items);
            done = List.copyOf(done);
        }

        /// The value it runs for now.
        Value item() {
            return items.get(done.size());
        }

        Loop with(Value result) {
            var more = new ArrayList<>(done);
            more.add(result);
            return new Loop(items, more);
        }

        boolean isOver() {
            return done.size() == items.size();
        }
    }

    /// Before anything happened.
    static final Progress NONE = new Progress(1, Optional.empty(), Optional.empty());

    Progress waiting(int next, Instant end) {
        return new Progress(next, Optional.of(end), loop);
    }

    /// At the first attempt for the next value.
    static Progress in(Loop loop) {
        return new Progress(1, Optional.empty(), Optional.of(loop));
    }
}
