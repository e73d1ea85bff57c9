package dev.runbook.language.yaml;

import dev.runbook.core.runbook.Position;
import dev.runbook.core.value.Value;
import java.util.List;
import java.util.Optional;

/// A node of a YAML document, with its place in the file.
public sealed interface YamlNode {

    /// Where the node begins.
    Position position();

    /// Text, a number, a truth value or nothing.
    ///
    /// @param text as it reads without quotes, escapes and folds
    /// @param value what the text means by YAML's core schema; quoted text means itself
    record Scalar(String text, Value value, TextPlaces places) implements YamlNode {
        @Override
        public Position position() {
            return places.start();
        }
    }

    record Sequence(List<YamlNode> items, Position position) implements YamlNode {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    /// Entries in the order of the file; keys are unique.
    record Mapping(List<Entry> entries, Position position) implements YamlNode {
        public Mapping {
            entries = List.copyOf(entries);
        }

        public Optional<Entry> entry(String key) {
            return entries.stream().filter(e -> e.name().equals(key)).findFirst();
        }
    }

    /// A node that was reported as a problem; nothing more is to be said about it.
    record Refused(Position position) implements YamlNode {}

    record Entry(Scalar key, YamlNode value) {
        public String name() {
            return key.text();
        }
    }

    /// What people call this kind of node.
    default String kind() {
        return switch (this) {
            case Scalar(var _, Value.Text _, var _) -> "text";
            case Scalar(var _, Value.Whole _, var _) -> "a whole number";
            case Scalar(var _, Value.Real _, var _) -> "a number";
            case Scalar(var _, Value.Truth _, var _) -> "true or false";
            case Scalar _ -> "nothing";
            case Sequence _ -> "a list";
            case Mapping _ -> "a mapping";
            case Refused _ -> "something refused";
        };
    }
}
