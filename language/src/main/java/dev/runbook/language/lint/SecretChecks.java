package dev.runbook.language.lint;

import dev.runbook.core.runbook.Position;
import dev.runbook.core.value.Value;
import dev.runbook.language.Problems;
import dev.runbook.language.Rule;
import dev.runbook.language.yaml.YamlNode;
import java.util.Map;
import java.util.regex.Pattern;

/// Finds passwords, keys and tokens in a runbook. One thread at a time.
final class SecretChecks {

    /// Shapes that nothing but a secret has, as their issuers document them.
    private static final Map<String, Pattern> SHAPES = Map.of(
            "a bearer token", Pattern.compile("(?i)\\bbearer\\s+(?=[a-z._~+/-]*[0-9])[a-z0-9._~+/-]{16,2000}"),
            "a password in a command",
                    Pattern.compile(
                            "(?i)\\b(password|passwd|pwd|secret|token|api[_-]?key)\\s*=\\s*[^\\s{}$<'\"]{6,200}"),
            "an AWS access key", Pattern.compile("\\b(AKIA|ASIA)[0-9A-Z]{16}\\b"),
            "a GitHub token", Pattern.compile("\\bgh[pousr]_[A-Za-z0-9]{36,255}\\b"),
            "a Slack token", Pattern.compile("\\bxox[abeoprs]-[A-Za-z0-9-]{10,250}"),
            "a private key", Pattern.compile("-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----"),
            "a JSON web token",
                    Pattern.compile("\\beyJ[A-Za-z0-9_-]{10,2000}\\.[A-Za-z0-9_-]{10,2000}\\.[A-Za-z0-9_-]{5,2000}"),
            "an API key", Pattern.compile("\\bsk-[A-Za-z0-9_-]{20,200}\\b"),
            "a password in a URL",
                    Pattern.compile("\\b[a-z][a-z0-9+.-]{1,20}://[^\\s/:@{}]{1,100}:[^\\s/@{}]{1,100}@"));

    private static final Pattern NAMES = Pattern.compile(
            "(?i)(.*[_-])?(password|passwd|passphrase|pwd|secret|token|api_?key|access_?key|private_?key|credentials?)"
                    + "|.*[a-z0-9](Password|Secret|Token|ApiKey|AccessKey)");

    private final Problems problems;

    SecretChecks(Problems problems) {
        this.problems = problems;
    }

    /// Looks at every text and below every key.
    void check(YamlNode node) {
        switch (node) {
            case YamlNode.Scalar scalar -> shaped(scalar);
            case YamlNode.Sequence(var items, var _) -> items.forEach(this::check);
            case YamlNode.Mapping(var entries, var _) ->
                entries.forEach(entry -> {
                    if (!named(entry)) check(entry.value());
                });
            case YamlNode.Refused _ -> {}
        }
    }

    private void shaped(YamlNode.Scalar scalar) {
        SHAPES.entrySet().stream()
                .map(shape -> Map.entry(shape.getKey(), shape.getValue().matcher(scalar.text())))
                .filter(found -> found.getValue().find())
                .min(java.util.Comparator.comparingInt(found -> found.getValue().start()))
                .ifPresent(found -> report(scalar.places().at(found.getValue().start()), found.getKey()));
    }

    /// Whether a key calls its value a secret, and the value is written out.
    private boolean named(YamlNode.Entry entry) {
        if (!NAMES.matcher(entry.name()).matches()
                || !(entry.value() instanceof YamlNode.Scalar(var text, Value.Text _, var places))
                || text.isBlank()
                || text.contains("{{")) return false;
        report(places.start(), "the value of '" + entry.name() + "'");
        return true;
    }

    private void report(Position at, String what) {
        problems.add(
                at,
                Rule.SECRET,
                "this looks like a secret: " + what,
                "take it out and replace it at its issuer; integrations have their credentials from the environment");
    }
}
