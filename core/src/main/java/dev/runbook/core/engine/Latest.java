package dev.runbook.core.engine;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The latest answer of a pure function, kept for as long as it is asked about the very same objects. The
/// parts of an incident's state that an event leaves alone stay the same objects, so what hangs on them
/// alone need not be worked out again.
///
/// Safe for use by many threads; two that ask at once may both work the answer out.
///
/// @param <T> the answer
final class Latest<T> {

    private volatile @Nullable Kept<T> kept;

    private record Kept<T>(List<?> question, T answer) {
        @SuppressWarnings("ReferenceEquality") // whether they are the very same objects is the question
        private boolean answers(List<?> other) {
            if (question.size() != other.size()) return false;
            for (int i = 0; i < question.size(); i++) if (question.get(i) != other.get(i)) return false;
            return true;
        }
    }

    /// The answer.
    ///
    /// @param question the objects that the answer hangs on; they never change
    /// @param workOut gives the answer
    T of(List<?> question, Supplier<T> workOut) {
        var last = kept;
        if (last != null && last.answers(question)) return last.answer();
        var answer = workOut.get();
        kept = new Kept<>(question, answer);
        return answer;
    }
}
