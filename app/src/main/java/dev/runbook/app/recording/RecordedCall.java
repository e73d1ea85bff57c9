package dev.runbook.app.recording;

import dev.runbook.core.capability.Operations;
import dev.runbook.core.diagnosis.Investigation;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.operation.Operation;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.value.Json;
import dev.runbook.core.value.Value;
import java.util.Optional;

/// A question with all its values, as it is found again in a recording.
///
/// @param parameters with defaults filled in
/// @param step which step asks; empty where that is not known
record RecordedCall(OperationName operation, Value.Fields parameters, Optional<String> step) {

    private static final String MARK = "\u0000call ";

    /// Whether this is the question that a piece of evidence answers.
    boolean isAsked(Evidence.Query query) {
        return query.operation().equals(operation.toString()) && isGiven(query.parameters());
    }

    /// The reason of a gap that this question left; empty when the gap is another question's.
    ///
    /// @param text ends with the operation, its values, a colon and the reason
    Optional<String> gapIn(String text) {
        var begin = operation + " {";
        int start = text.indexOf(begin);
        if (start < 0) return Optional.empty();
        int values = start + begin.length() - 1;
        for (int end = text.indexOf("}: ", values); end >= 0; end = text.indexOf("}: ", end + 1)) {
            var given = parse(text.substring(values, end + 1));
            if (given.isPresent())
                return isGiven(given.get()) ? Optional.of(text.substring(end + 3)) : Optional.empty();
        }
        return Optional.empty();
    }

    /// The question that left a gap, with the values that were given.
    ///
    /// @param text begins with the operation, its values, a colon and the reason
    static Optional<Investigation.Look> questionOf(String text) {
        int values = text.indexOf(" {") + 1;
        if (values == 0) return Optional.empty();
        var operation = Operations.CATALOGUE.all().stream()
                .map(Operation::name)
                .filter(name -> text.substring(0, values - 1).equals(name.toString()))
                .findFirst();
        if (operation.isEmpty()) return Optional.empty();
        for (int end = text.indexOf("}: ", values); end >= 0; end = text.indexOf("}: ", end + 1)) {
            var given = parse(text.substring(values, end + 1));
            if (given.isPresent()) return Optional.of(new Investigation.Look(operation.get(), given.get()));
        }
        return Optional.empty();
    }

    private static Optional<Value.Fields> parse(String json) {
        return ValueText.read(json).filter(Value.Fields.class::isInstance).map(Value.Fields.class::cast);
    }

    private boolean isGiven(Value.Fields given) {
        return Operations.CATALOGUE
                .find(operation)
                .filter(known -> known.faults(given).isEmpty())
                .map((Operation known) -> known.check(given).values().equals(parameters))
                .orElse(false);
    }

    /// A value that stands for the answer of this question while it is not known.
    Value mark() {
        return Value.text(MARK + marking());
    }

    /// The question and who asks it.
    String marking() {
        return step.map(one -> one + " ").orElse("") + this;
    }

    /// The question that a mark stands for, as text.
    static Optional<String> marked(Value value) {
        return value instanceof Value.Text(var text) && text.startsWith(MARK)
                ? Optional.of(text.substring(MARK.length()))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return operation + " " + Json.write(parameters);
    }
}
