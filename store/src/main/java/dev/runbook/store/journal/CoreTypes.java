package dev.runbook.store.journal;

import dev.runbook.core.approval.RequestId;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.value.Digest;
import dev.runbook.core.value.Value;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;
import tools.jackson.databind.ser.std.ToStringSerializer;

/// The types of core that are not written component by component: ids, values, measurements.
final class CoreTypes extends SimpleModule {
    private static final long serialVersionUID = 1L;

    CoreTypes() {
        name(IncidentId.class, IncidentId::new);
        name(EvidenceId.class, EvidenceId::new);
        name(RequestId.class, RequestId::new);
        name(RunbookId.class, RunbookId::new);
        name(StepId.class, StepId::new);
        name(IdempotencyKey.class, IdempotencyKey::new);
        name(Digest.class, Digest::new);
        name(OperationName.class, OperationName::of);
        addSerializer(Value.class, new ValueJson.Writer());
        addDeserializer(Value.class, new ValueJson.Reader<>(Value.class));
        addDeserializer(Value.Fields.class, new ValueJson.Reader<>(Value.Fields.class));
        addSerializer(Content.Point.class, new PointWriter());
        addDeserializer(Content.Point.class, new PointReader());
    }

    /// A type whose text form says it all.
    private <T> void name(Class<T> type, Function<String, T> parse) {
        addSerializer(type, ToStringSerializer.instance);
        addDeserializer(type, new StdDeserializer<T>(type) {
            @Override
            public T deserialize(JsonParser in, DeserializationContext context) {
                return parse.apply(in.getString());
            }
        });
    }

    /// `[epoch milliseconds, value]`; a time with a finer part is written in full.
    private static final class PointWriter extends StdSerializer<Content.Point> {
        PointWriter() {
            super(Content.Point.class);
        }

        @Override
        public void serialize(Content.Point point, JsonGenerator out, SerializationContext context) {
            out.writeStartArray();
            var time = point.time();
            if (time.equals(time.truncatedTo(ChronoUnit.MILLIS))) out.writeNumber(time.toEpochMilli());
            else out.writeString(time.toString());
            out.writeNumber(point.value());
            out.writeEndArray();
        }
    }

    private static final class PointReader extends StdDeserializer<Content.Point> {
        PointReader() {
            super(Content.Point.class);
        }

        @Override
        public Content.Point deserialize(JsonParser in, DeserializationContext context) {
            var time = in.nextToken() == JsonToken.VALUE_STRING
                    ? IsoTime.parse(in.getString())
                    : Instant.ofEpochMilli(in.getLongValue());
            in.nextToken();
            var value = in.getDoubleValue();
            in.nextToken();
            return new Content.Point(time, value);
        }
    }
}
