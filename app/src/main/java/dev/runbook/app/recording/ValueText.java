package dev.runbook.app.recording;

import dev.runbook.core.value.Value;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Values read back from the JSON that sentences show.
final class ValueText {

    private ValueText() {}

    /// The value; empty when the text is no JSON.
    static Optional<Value> read(String json) {
        try {
            return Optional.of(Value.of(JsonMapper.shared().readValue(json, Object.class)));
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }
}
