package dev.runbook.language.cel;

import dev.runbook.core.value.Value;
import dev.runbook.language.Nearest;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds which name of an expression its scope does not have.
final class Missing {

    /// More names than this are no help to anybody.
    private static final int MOST_SHOWN = 12;

    /// @param holder the name that lacks it; empty for the scope itself
    private record Gap(String name, String holder, Collection<String> present) {
        String describe() {
            var where = holder.isEmpty() ? "there is no '" + name + "' here" : "'" + holder + "' has no '" + name + "'";
            return where + "; "
                    + Nearest.to(name, present)
                            .map(near -> "did you mean '" + near + "'?")
                            .orElseGet(this::names);
        }

        private String names() {
            if (present.isEmpty()) return "it is empty";
            var shown = present.stream().limit(MOST_SHOWN).toList();
            var more = present.size() > shown.size() ? ", …" : "";
            return (holder.isEmpty() ? "there are " : "it has ") + String.join(", ", shown) + more;
        }
    }

    private Missing() {}

    /// Why an evaluation failed, when it failed because a name is missing.
    ///
    /// @param failure what CEL said; it names the last field, but not whose
    static Optional<String> reason(String failure, List<Reference> references, Value.Fields scope) {
        var gaps = references.stream().flatMap(r -> gap(r, scope)).toList();
        return Stream.concat(gaps.stream().filter(gap -> names(failure, gap.name())), gaps.stream())
                .findFirst()
                .filter(_ -> failure.contains("not present") || failure.contains("No such attribute"))
                .map(Gap::describe);
    }

    private static boolean names(String failure, String name) {
        return failure.contains("'" + name + "'") || failure.endsWith(": " + name);
    }

    private static Stream<Gap> gap(Reference reference, Value.Fields scope) {
        var names = Stream.concat(Stream.of(reference.root()), reference.path().stream())
                .toList();
        var needed = reference.asked() ? names.subList(0, names.size() - 1) : names;
        var holder = "";
        Value at = scope;
        for (var name : needed) {
            if (!(at instanceof Value.Fields fields)) return Stream.empty();
            var next = fields.get(name);
            if (next.isEmpty())
                return Stream.of(new Gap(name, holder, fields.fields().keySet()));
            at = next.get();
            holder = holder.isEmpty() ? name : holder + "." + name;
        }
        return Stream.empty();
    }
}
