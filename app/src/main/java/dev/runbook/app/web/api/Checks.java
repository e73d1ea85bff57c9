package dev.runbook.app.web.api;

import dev.runbook.app.web.problem.InvalidRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Checks the fields of one request and keeps everything that is wrong, so that it is said at once. One thread
/// at a time.
public final class Checks {

    private final List<InvalidRequest.Fault> faults = new ArrayList<>();

    /// A text that must be there.
    ///
    /// @return the text, or a blank one after a fault
    public String text(String field, @Nullable String value, int maxLength) {
        if (value == null || value.isBlank()) {
            wrong(field, "must be given");
            return "";
        }
        return clean(field, value, maxLength);
    }

    /// A text that may be missing; a blank one counts as missing.
    public Optional<String> optionalText(String field, @Nullable String value, int maxLength) {
        return value == null || value.isBlank() ? Optional.empty() : Optional.of(clean(field, value, maxLength));
    }

    /// Free labels; none when missing.
    public Map<String, String> labels(String field, @Nullable Map<String, @Nullable String> values) {
        if (values == null) return Map.of();
        if (values.size() > 50) wrong(field, "has " + values.size() + " labels, at most 50 are taken");
        var labels = new TreeMap<String, String>();
        values.forEach((name, value) -> {
            if (name.isBlank()) wrong(field, "has a label without a name");
            else clean(field, name, 100);
            if (!name.isBlank()) labels.put(name, text(field + "." + name, value, 1000));
        });
        return labels;
    }

    /// One of the constants, written in lower case with underscores.
    public <E extends Enum<E>> Optional<E> constant(String field, String value, Class<E> type) {
        var found = Arrays.stream(type.getEnumConstants())
                .filter(constant -> name(constant).equals(value))
                .findFirst();
        if (found.isEmpty())
            wrong(
                    field,
                    "cannot be '" + value + "'; it is one of "
                            + Arrays.stream(type.getEnumConstants())
                                    .map(Checks::name)
                                    .collect(Collectors.joining(", ")));
        return found;
    }

    /// Notes that a field is wrong.
    ///
    /// @param message continues a sentence that begins with the field's name
    public void wrong(String field, String message) {
        faults.add(new InvalidRequest.Fault(field, message));
    }

    /// What the fields make, if nothing was wrong.
    ///
    /// @throws InvalidRequest with everything that was wrong
    public <T> T then(Supplier<T> made) {
        if (!faults.isEmpty()) throw refusal();
        return made.get();
    }

    /// Everything that was wrong so far.
    InvalidRequest refusal() {
        return new InvalidRequest(faults);
    }

    private String clean(String field, String value, int maxLength) {
        if (value.length() > maxLength)
            wrong(field, "has " + value.length() + " characters, at most " + maxLength + " are taken");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            var paired = Character.isHighSurrogate(c)
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1));
            if (paired) {
                i++;
            } else if (Character.isSurrogate(c) || (Character.isISOControl(c) && "\t\r\n".indexOf(c) < 0)) {
                wrong(
                        field,
                        "has the character U+" + String.format("%04X", (int) c) + " at place " + (i + 1)
                                + ", which is no text");
                break;
            }
        }
        return value.strip();
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
