package dev.runbook.integrations.edge;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Takes secrets out of text: whatever a vendor echoes is cleaned before anybody reads it. Safe for use by many
/// threads.
public final class Scrubber {

    /// Shorter ones would blacken ordinary words.
    private static final int SHORTEST = 4;

    private final List<String> shapes;

    /// @param secrets what must not be shown, in whatever shape it is sent
    public Scrubber(Collection<Secret> secrets) {
        shapes = secrets.stream()
                .map(Secret::reveal)
                .flatMap(Scrubber::shapes)
                .filter(shape -> shape.length() >= SHORTEST)
                .distinct()
                // A longer one may hold a shorter one.
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    private static Stream<String> shapes(String secret) {
        var bytes = secret.getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                secret,
                URLEncoder.encode(secret, StandardCharsets.UTF_8),
                secret.replace("/", "\\/"),
                Base64.getEncoder().encodeToString(bytes));
    }

    /// The text with `***` in the place of each secret.
    public String clean(String text) {
        var cleaned = text;
        for (var shape : shapes) cleaned = cleaned.replace(shape, "***");
        return cleaned;
    }
}
