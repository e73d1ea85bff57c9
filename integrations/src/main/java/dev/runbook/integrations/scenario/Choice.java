package dev.runbook.integrations.scenario;

import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/// Reads an object whose `kind` says what else it holds.
final class Choice {

    private Choice() {}

    static <T> T of(Section section, Map<String, Function<Section, T>> readers) {
        var kind = section.text("kind");
        var reader = readers.get(kind);
        if (reader == null)
            throw section.fault(
                    "unknown kind '" + kind + "'; allowed are " + String.join(", ", new TreeSet<>(readers.keySet())));
        return reader.apply(section);
    }
}
