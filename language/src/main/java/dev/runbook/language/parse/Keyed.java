package dev.runbook.language.parse;

import dev.runbook.core.runbook.Position;
import dev.runbook.language.Nearest;
import dev.runbook.language.Problems;
import dev.runbook.language.Rule;
import dev.runbook.language.yaml.YamlNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Reads the values of a mapping by key and reports each that is not what it should be. A value that was
/// reported comes back empty. One thread at a time.
final class Keyed {

    private final YamlNode.Mapping mapping;
    private final String owner;
    private final Problems problems;

    /// @param owner what the mapping is, for messages: `the runbook`, `step 'restart'`
    Keyed(YamlNode.Mapping mapping, String owner, Problems problems) {
        this.mapping = mapping;
        this.owner = owner;
        this.problems = problems;
    }

    /// Reports every key that the shape does not have, and every one that it needs and that is missing.
    Keyed holding(Shape shape) {
        return holding(shape, _ -> false);
    }

    /// As [#holding(Shape)], but leaves a key to `known`, which says whether it has reported it.
    Keyed holding(Shape shape, Predicate<YamlNode.Entry> known) {
        var unknown = new ArrayList<String>();
        for (var entry : mapping.entries())
            if (!shape.has(entry.name()) && !problems.isFull() && !known.test(entry)) {
                unknown.add(entry.name());
                unknown(entry, shape.names());
            }
        // A key that is misspelt is not missing as well.
        for (var key : shape.keys()) if (Nearest.misspelled(key.name(), unknown).isEmpty()) need(key);
        return this;
    }

    /// Reports keys that are missing and must not be, in a mapping whose shape is not known; what looks like
    /// one of them and is no key at all is reported in its place.
    void needing(List<Key<?>> keys, Predicate<String> known) {
        for (var key : keys) {
            var meant = mapping.entries().stream()
                    .filter(entry -> !known.test(entry.name())
                            && Nearest.misspelled(entry.name(), List.of(key.name()))
                                    .isPresent())
                    .findFirst();
            if (meant.isEmpty() || has(key)) need(key);
            else unknown(meant.get(), List.of(key.name()));
        }
    }

    private void unknown(YamlNode.Entry entry, Collection<String> names) {
        problems.add(
                entry.key().position(),
                Rule.UNKNOWN_KEY,
                owner + " has no key '" + entry.name() + "'",
                Nearest.hint(entry.name(), names));
    }

    /// Reports a key that is missing and must not be.
    void need(Key<?> key) {
        if (key.required().isPresent() && !has(key))
            problems.add(
                    position(),
                    Rule.MISSING_KEY,
                    owner + " has no '" + key.name() + "'",
                    key.required().get());
    }

    /// Where further faults of the mapping are reported.
    Problems problems() {
        return problems;
    }

    Position position() {
        return mapping.position();
    }

    boolean has(Key<?> key) {
        return mapping.entry(key.name()).isPresent();
    }

    Optional<YamlNode> node(Key<?> key) {
        return mapping.entry(key.name()).map(YamlNode.Entry::value);
    }

    /// Reports that a value does not fit with the others.
    ///
    /// @return nothing, to go on with
    <T> Optional<T> refuse(Key<?> key, String message) {
        problems.add(place(key), Rule.BAD_VALUE, message, "correct it");
        return Optional.empty();
    }

    /// Where the value of a key stands.
    Position place(Key<?> key) {
        return node(key).map(YamlNode::position).orElseGet(this::position);
    }

    /// The value of a key; empty when it is not there, or is reported.
    <T> Optional<T> get(Key<T> key) {
        return node(key).flatMap(node -> key.kind().read("'" + key.name() + "'", node, problems));
    }
}
