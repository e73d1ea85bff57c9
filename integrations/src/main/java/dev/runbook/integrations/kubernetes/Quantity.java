package dev.runbook.integrations.kubernetes;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// [Quantities](https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/), such as
/// `250m` cores or `64Mi`.
final class Quantity {

    private static final Pattern SHAPE = Pattern.compile("(\\d+(?:\\.\\d+)?)(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?");
    private static final Map<String, Double> UNITS = Map.ofEntries(
            Map.entry("n", 1e-9),
            Map.entry("u", 1e-6),
            Map.entry("m", 1e-3),
            Map.entry("", 1.0),
            Map.entry("k", 1e3),
            Map.entry("M", 1e6),
            Map.entry("G", 1e9),
            Map.entry("T", 1e12),
            Map.entry("P", 1e15),
            Map.entry("E", 1e18),
            Map.entry("Ki", 0x1p10),
            Map.entry("Mi", 0x1p20),
            Map.entry("Gi", 0x1p30),
            Map.entry("Ti", 0x1p40),
            Map.entry("Pi", 0x1p50),
            Map.entry("Ei", 0x1p60));

    private Quantity() {}

    /// The number that a text writes; empty when it writes none.
    static Optional<Double> parse(String text) {
        var parts = SHAPE.matcher(text.strip());
        if (!parts.matches()) return Optional.empty();
        var unit = Optional.ofNullable(parts.group(2)).orElse("");
        return Optional.ofNullable(UNITS.get(unit)).map(factor -> factor * Double.parseDouble(parts.group(1)));
    }
}
