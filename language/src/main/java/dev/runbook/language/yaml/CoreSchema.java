package dev.runbook.language.yaml;

import dev.runbook.core.value.Value;
import java.util.regex.Pattern;

/// What unquoted text means: the core schema of [YAML 1.2.2, section
/// 10.3](https://yaml.org/spec/1.2.2/#103-core-schema).
final class CoreSchema {

    private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]+");
    private static final Pattern OCTAL = Pattern.compile("0o[0-7]+");
    private static final Pattern HEXADECIMAL = Pattern.compile("0x[0-9a-fA-F]+");
    private static final Pattern REAL = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final Pattern NOT_FINITE = Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

    /// Longer digits are no number anybody writes.
    private static final int LONGEST_NUMBER = 100;

    private CoreSchema() {}

    sealed interface Meaning {
        record Of(Value value) implements Meaning {}

        record None(String reason) implements Meaning {}
    }

    static Meaning meaningOf(String text) {
        return switch (text) {
            case "", "~", "null", "Null", "NULL" -> new Meaning.Of(new Value.Nothing());
            case "true", "True", "TRUE" -> new Meaning.Of(new Value.Truth(true));
            case "false", "False", "FALSE" -> new Meaning.Of(new Value.Truth(false));
            default -> mayBeNumber(text) ? number(text) : new Meaning.Of(new Value.Text(text));
        };
    }

    private static boolean mayBeNumber(String text) {
        char first = text.charAt(0);
        boolean starts = (first >= '0' && first <= '9') || first == '-' || first == '+' || first == '.';
        return starts && text.length() <= LONGEST_NUMBER;
    }

    private static Meaning number(String text) {
        if (NOT_FINITE.matcher(text).matches()) return new Meaning.None("is no finite number");
        try {
            if (WHOLE.matcher(text).matches()) return new Meaning.Of(new Value.Whole(Long.parseLong(text)));
            if (OCTAL.matcher(text).matches())
                return new Meaning.Of(new Value.Whole(Long.parseLong(text.substring(2), 8)));
            if (HEXADECIMAL.matcher(text).matches())
                return new Meaning.Of(new Value.Whole(Long.parseLong(text.substring(2), 16)));
        } catch (NumberFormatException tooLarge) {
            return new Meaning.None("is too large for a number");
        }
        if (!REAL.matcher(text).matches()) return new Meaning.Of(new Value.Text(text));
        double number = Double.parseDouble(text);
        return Double.isFinite(number)
                ? new Meaning.Of(new Value.Real(number))
                : new Meaning.None("is too large for a number");
    }
}
