package dev.runbook.store.journal;

import dev.runbook.core.journal.Stamped;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/// Turns events into JSON and back, without loss. Safe for use by many threads.
///
/// A record is an object of its components in their order. Where a sealed type is expected, `type` names the
/// case. Ids and digests are strings, times and durations ISO-8601, an absent optional is null. Values have
/// their natural JSON; a real number always has a point or an exponent, so that it never comes back whole.
public final class EventJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .annotationIntrospector(new SealedTypes())
            .addModule(new CoreTypes())
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            // Text may hold what UTF-8 cannot say (half a surrogate pair) and PostgreSQL does not take (NUL).
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    private EventJson() {}

    public static String write(Stamped stamped) {
        return MAPPER.writeValueAsString(stamped);
    }

    /// @throws IllegalArgumentException when the text is no event
    public static Stamped read(String json) {
        try {
            return MAPPER.readValue(json, Stamped.class);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not an event: " + e.getOriginalMessage(), e);
        }
    }
}
