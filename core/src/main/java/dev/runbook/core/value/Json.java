package dev.runbook.core.value;

import java.util.HexFormat;

/// Writes values as canonical JSON: names sorted, no white space, one form for each number. Equal values
/// give equal text, so digests are taken over it.
public final class Json {

    private Json() {}

    /// The canonical JSON of a value.
    public static String write(Value value) {
        var out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static void write(Value value, StringBuilder out) {
        switch (value) {
            case Value.Nothing _ -> out.append("null");
            case Value.Truth(var truth) -> out.append(truth);
            case Value.Whole(var number) -> out.append(number);
            case Value.Real(var number) ->
                out.append(
                        number == Math.rint(number) && Math.abs(number) < 1e15
                                ? Long.toString((long) number) + ".0"
                                : Double.toString(number));
            case Value.Text(var text) -> quote(text, out);
            case Value.Items(var items) -> {
                out.append('[');
                for (int i = 0; i < items.size(); i++) {
                    if (i > 0) out.append(',');
                    write(items.get(i), out);
                }
                out.append(']');
            }
            case Value.Fields(var fields) -> {
                out.append('{');
                var first = true;
                for (var field : fields.entrySet()) {
                    if (!first) out.append(',');
                    first = false;
                    quote(field.getKey(), out);
                    out.append(':');
                    write(field.getValue(), out);
                }
                out.append('}');
            }
        }
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20) out.append("\\u").append(HexFormat.of().toHexDigits(c));
                    else out.append(c);
                }
            }
        }
        out.append('"');
    }
}
