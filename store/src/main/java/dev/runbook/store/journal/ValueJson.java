package dev.runbook.store.journal;

import dev.runbook.core.value.Value;
import java.util.ArrayList;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.ser.std.StdSerializer;

/// Values as the JSON they stand for.
final class ValueJson {

    private ValueJson() {}

    static final class Writer extends StdSerializer<Value> {
        Writer() {
            super(Value.class);
        }

        @Override
        public void serialize(Value value, JsonGenerator out, SerializationContext context) {
            switch (value) {
                case Value.Nothing _ -> out.writeNull();
                case Value.Truth(var truth) -> out.writeBoolean(truth);
                case Value.Whole(var number) -> out.writeNumber(number);
                // Java's own form, which always has a point or an exponent.
                case Value.Real(var number) -> out.writeNumber(Double.toString(number));
                case Value.Text(var text) -> out.writeString(text);
                case Value.Items(var items) -> {
                    out.writeStartArray();
                    for (var item : items) serialize(item, out, context);
                    out.writeEndArray();
                }
                case Value.Fields(var fields) -> {
                    out.writeStartObject();
                    for (var field : fields.entrySet()) {
                        out.writeName(field.getKey());
                        serialize(field.getValue(), out, context);
                    }
                    out.writeEndObject();
                }
            }
        }
    }

    /// Reads any value where `Value` is expected, and fields where `Value.Fields` is.
    static final class Reader<T extends Value> extends StdDeserializer<T> {
        private final Class<T> type;

        Reader(Class<T> type) {
            super(type);
            this.type = type;
        }

        @Override
        public T deserialize(JsonParser in, DeserializationContext context) {
            return type.cast(value(in));
        }

        @Override
        public Object getNullValue(DeserializationContext context) {
            return new Value.Nothing();
        }

        private static Value value(JsonParser in) {
            return switch (in.currentToken()) {
                case VALUE_NULL -> new Value.Nothing();
                case VALUE_TRUE -> new Value.Truth(true);
                case VALUE_FALSE -> new Value.Truth(false);
                case VALUE_NUMBER_INT -> new Value.Whole(in.getLongValue());
                case VALUE_NUMBER_FLOAT -> new Value.Real(in.getDoubleValue());
                case VALUE_STRING -> new Value.Text(in.getString());
                case START_ARRAY -> items(in);
                case START_OBJECT -> fields(in);
                default -> throw new IllegalArgumentException("no value begins with " + in.currentToken());
            };
        }

        private static Value items(JsonParser in) {
            var items = new ArrayList<Value>();
            while (in.nextToken() != JsonToken.END_ARRAY) items.add(value(in));
            return new Value.Items(items);
        }

        private static Value fields(JsonParser in) {
            var fields = new TreeMap<String, Value>();
            for (var name = in.nextName(); name != null; name = in.nextName()) {
                in.nextToken();
                fields.put(name, value(in));
            }
            return new Value.Fields(fields);
        }
    }
}
