package dev.runbook.language.cel;

import dev.cel.runtime.CelFunctionBinding;
import dev.runbook.core.operation.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The functions of expressions: CEL's own, and a few for text and numbers. Those that can make text longer are
/// bounded, since an expression may apply them again and again.
final class Functions {

    /// The longest text and list that an expression may make.
    private static final int MAX_SIZE = 65_536;

    /// The overloads of CEL's own functions that ours stand in for.
    static final Set<String> REPLACED = Set.of("ADD_STRING", "ADD_LIST", "STRING_TO_DURATION", "DURATION_TO_DURATION");

    private Functions() {}

    /// A function was called with something that it does not take.
    static final class Refused extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        Refused(String reason) {
            super(reason);
        }
    }

    static List<CelFunctionBinding> bindings() {
        var all = new ArrayList<CelFunctionBinding>();
        arithmetic(all);
        text(all);
        return List.copyOf(all);
    }

    /// Whole and real numbers mix, as they do in comparisons.
    private static void arithmetic(List<CelFunctionBinding> all) {
        all.addAll(CelFunctionBinding.fromOverloads(
                "_+_",
                CelFunctionBinding.from("add_int64_double", Long.class, Double.class, (a, b) -> a + b),
                CelFunctionBinding.from("add_double_int64", Double.class, Long.class, (a, b) -> a + b),
                CelFunctionBinding.from("add_bounded_string", String.class, String.class, (a, b) -> bounded(a + b)),
                CelFunctionBinding.from("add_bounded_list", List.class, List.class, Functions::joined)));
        all.addAll(CelFunctionBinding.fromOverloads(
                "_-_",
                CelFunctionBinding.from("subtract_int64_double", Long.class, Double.class, (a, b) -> a - b),
                CelFunctionBinding.from("subtract_double_int64", Double.class, Long.class, (a, b) -> a - b)));
        all.addAll(CelFunctionBinding.fromOverloads(
                "_*_",
                CelFunctionBinding.from("multiply_int64_double", Long.class, Double.class, (a, b) -> a * b),
                CelFunctionBinding.from("multiply_double_int64", Double.class, Long.class, (a, b) -> a * b)));
        all.addAll(CelFunctionBinding.fromOverloads(
                "_/_",
                CelFunctionBinding.from("divide_int64_double", Long.class, Double.class, (a, b) -> a / b),
                CelFunctionBinding.from("divide_double_int64", Double.class, Long.class, (a, b) -> a / b)));
        all.addAll(CelFunctionBinding.fromOverloads(
                "round",
                CelFunctionBinding.from("round_double", Double.class, a -> Math.round(a)),
                CelFunctionBinding.from("round_int64", Long.class, a -> a)));
    }

    private static void text(List<CelFunctionBinding> all) {
        all.addAll(CelFunctionBinding.fromOverloads(
                "duration",
                CelFunctionBinding.from("duration_of_string", String.class, Functions::duration),
                CelFunctionBinding.from("duration_of_duration", Duration.class, span -> span)));
        all.addAll(CelFunctionBinding.fromOverloads(
                "lowerAscii", CelFunctionBinding.from("string_lower_ascii", String.class, Functions::lower)));
        all.addAll(CelFunctionBinding.fromOverloads(
                "upperAscii", CelFunctionBinding.from("string_upper_ascii", String.class, Functions::upper)));
        all.addAll(CelFunctionBinding.fromOverloads(
                "trim", CelFunctionBinding.from("string_trim", String.class, String::strip)));
        all.addAll(CelFunctionBinding.fromOverloads(
                "split", CelFunctionBinding.from("string_split", String.class, String.class, Functions::split)));
        all.addAll(CelFunctionBinding.fromOverloads(
                "join", CelFunctionBinding.from("list_join", List.class, String.class, Functions::join)));
        all.addAll(CelFunctionBinding.fromOverloads(
                "replace",
                CelFunctionBinding.from(
                        "string_replace",
                        List.of(String.class, String.class, String.class),
                        arguments -> replace((String) arguments[0], (String) arguments[1], (String) arguments[2]))));
    }

    private static Duration duration(String text) {
        return Durations.parse(text)
                .orElseThrow(() -> new Refused("'" + text + "' is no duration; write it as 90s, 15m, 2h or 1d"));
    }

    private static String lower(String text) {
        return mapAscii(text, 'A', 'Z', 'a' - 'A');
    }

    private static String upper(String text) {
        return mapAscii(text, 'a', 'z', 'A' - 'a');
    }

    private static String mapAscii(String text, char from, char to, int shift) {
        var out = new StringBuilder(text);
        for (int i = 0; i < out.length(); i++) {
            char c = out.charAt(i);
            if (c >= from && c <= to) out.setCharAt(i, (char) (c + shift));
        }
        return out.toString();
    }

    private static List<String> split(String text, String separator) {
        var parts = new ArrayList<String>();
        int from = 0;
        int step = Math.max(1, separator.length());
        for (int at = next(text, separator, from); at >= 0; at = next(text, separator, from)) {
            parts.add(text.substring(from, at));
            from = separator.isEmpty() ? at : at + step;
        }
        parts.add(text.substring(from));
        return parts;
    }

    /// Where the next separator begins; an empty one separates every two characters.
    private static int next(String text, String separator, int from) {
        if (!separator.isEmpty()) return text.indexOf(separator, from);
        return from + 1 < text.length() ? from + 1 : -1;
    }

    private static String join(List<?> parts, String separator) {
        var out = new StringBuilder();
        for (var part : parts) {
            if (!(part instanceof String text)) throw new Refused("join() takes a list of text, and it holds " + part);
            if (!out.isEmpty()) out.append(separator);
            bounded(out.append(text));
        }
        return out.toString();
    }

    private static String replace(String text, String wanted, String replacement) {
        if (wanted.isEmpty()) throw new Refused("replace() needs some text to look for");
        var out = new StringBuilder();
        int from = 0;
        for (int at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, from)) {
            bounded(out.append(text, from, at).append(replacement));
            from = at + wanted.length();
        }
        return out.append(text, from, text.length()).toString();
    }

    private static List<Object> joined(List<?> first, List<?> second) {
        if ((long) first.size() + second.size() > MAX_SIZE)
            throw new Refused("the list grows longer than " + MAX_SIZE + " items");
        var all = new ArrayList<Object>(first.size() + second.size());
        all.addAll(first);
        all.addAll(second);
        return all;
    }

    private static <T extends CharSequence> T bounded(T text) {
        if (text.length() > MAX_SIZE) throw new Refused("the text grows longer than " + MAX_SIZE + " characters");
        return text;
    }
}
