package dev.runbook.language.lint;

import dev.runbook.core.runbook.Position;
import dev.runbook.core.value.Value;
import dev.runbook.language.Problems;
import dev.runbook.language.Rule;
import dev.runbook.language.yaml.YamlNode;
import dev.runbook.language.yaml.YamlReader;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Finds passwords, keys and tokens in a runbook. One thread at a time.
final class SecretChecks {

    private static final String IN_COMMAND = "a password in a command";
    private static final String[] NAMED = {"passw", "pwd", "secret", "token", "key"};

    /// Shapes that nothing but a secret has, as their issuers document them.
    private static final List<Shape> SHAPES = List.of(
            shape("a bearer token", "(?i)\\bbearer\\s+(?=[a-z._~+/-]*[0-9])[a-z0-9._~+/-]{16,2000}", "bearer"),
            shape("a name with its password", "(?i)\\bbasic\\s+(?=[a-z+/]*[0-9])[a-z0-9+/]{12,2000}={0,2}", "basic"),
            shape(
                    IN_COMMAND,
                    "(?i)(?<![a-z0-9])(pg)?(password|passwd|pwd|secret|token|api[_-]?key|accountkey)"
                            + "(=|\\s*=\\s*(?=\\S{0,200}[0-9]))['\"]?[^\\s{}$<'\"]{6,200}",
                    NAMED),
            shape(
                    IN_COMMAND,
                    "(?i)\\s--?(password|passwd|secret|token|api-?key)\\s+(?=\\S{0,200}[0-9])"
                            + "['\"]?[^\\s/.{}$<'\"-][^\\s{}$<'\"]{5,200}",
                    NAMED),
            shape(
                    IN_COMMAND,
                    "\\bcurl\\b[^|;&]{0,500}\\s(-u|--user)\\s+['\"]?[^\\s:{}$'\"]{1,100}:[^\\s{}$'\"]{3,200}",
                    "curl"),
            shape("an AWS access key", "\\b(AKIA|ASIA)[0-9A-Z]{16}\\b", "akia", "asia"),
            shape(
                    "a GitHub token",
                    "\\b(gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{22,255})\\b",
                    "gh",
                    "github"),
            shape("a GitLab token", "\\bgl(pat|dt|rt|cbt|ptt|ft|soat)-[A-Za-z0-9_-]{20,255}", "gl"),
            shape(
                    "a Slack token",
                    "\\bxox[abeoprs]-[A-Za-z0-9-]{10,250}|\\bxapp-[0-9]-[A-Za-z0-9-]{10,250}",
                    "xox",
                    "xapp"),
            shape(
                    "the address of a webhook",
                    "\\bhooks\\.slack\\.com/(services|workflows|triggers)/[A-Za-z0-9/]{20,200}",
                    "hooks.slack"),
            shape("a Google API key", "\\bAIza[A-Za-z0-9_-]{35}", "aiza"),
            shape("a Stripe key", "\\b[rs]k_(live|test)_[A-Za-z0-9]{10,200}", "k_live_", "k_test_"),
            shape("an npm token", "\\bnpm_[A-Za-z0-9]{36}\\b", "npm_"),
            shape("a SendGrid key", "\\bSG\\.[A-Za-z0-9_-]{16,64}\\.[A-Za-z0-9_-]{16,100}", "sg."),
            shape("a Vault token", "\\bhv[sbr]\\.[A-Za-z0-9_-]{20,500}", "hvs.", "hvb.", "hvr."),
            shape("a private key", "-----BEGIN [A-Z ]{0,30}PRIVATE KEY( BLOCK)?-----", "private key"),
            shape(
                    "a JSON web token",
                    "\\beyJ[A-Za-z0-9_-]{10,2000}\\.[A-Za-z0-9_-]{10,2000}\\.[A-Za-z0-9_-]{5,2000}",
                    "eyj"),
            shape("an API key", "\\bsk-[A-Za-z0-9_-]{20,200}\\b", "sk-"),
            shape("a password in a URL", "\\b[a-z][a-z0-9+.-]{1,20}://[^\\s/:@{}$]{0,100}:[^\\s/@{}$]{1,100}@", "://"));

    private static final Pattern NAMES = Pattern.compile(
            "(?i)(.*[_-])?(password|passwd|passphrase|pwd|secret|token|api_?key|access_?key|private_?key|credentials?)"
                    + "|.*[a-z0-9](Password|Secret|Token|ApiKey|AccessKey)");

    /// Where the comment of a line begins, as far as the line alone tells.
    private static final Pattern COMMENT = Pattern.compile("(^|\\s)#");

    private final Problems problems;
    private final Set<Integer> lines = new HashSet<>();

    SecretChecks(Problems problems) {
        this.problems = problems;
    }

    /// @param what it is, for messages
    /// @param signs one of which, in small letters, stands in every text that has it: most texts have none, and a
    ///     pattern takes long
    private record Shape(String what, Pattern pattern, List<String> signs) {

        boolean isPossible(String small) {
            return signs.stream().anyMatch(small::contains);
        }

        Optional<Found> in(String text, String small) {
            if (!isPossible(small)) return Optional.empty();
            return pattern.matcher(text)
                    .results()
                    .findFirst()
                    .map(MatchResult::start)
                    .map(index -> new Found(what, index));
        }
    }

    /// @param index where it begins in the text
    private record Found(String what, int index) {}

    private static Shape shape(String what, String pattern, String... signs) {
        return new Shape(what, Pattern.compile(pattern), List.of(signs));
    }

    /// Looks at every text and below every key, and then at the comments.
    ///
    /// @param source the text of the whole file
    void check(String file, String source, Optional<YamlNode.Mapping> root) {
        root.ifPresent(this::check);
        comments(file, source);
    }

    private void check(YamlNode node) {
        switch (node) {
            case YamlNode.Scalar scalar ->
                first(scalar.text()).ifPresent(found -> report(scalar.places().at(found.index()), found.what()));
            case YamlNode.Sequence(var items, var _) -> items.forEach(this::check);
            case YamlNode.Mapping(var entries, var _) ->
                entries.forEach(entry -> {
                    if (!named(entry)) check(entry.value());
                });
            case YamlNode.Refused _ -> {}
        }
    }

    /// Nobody reads a comment but people, and whoever finds the file.
    private void comments(String file, String source) {
        if (source.length() > YamlReader.MAX_CHARACTERS || source.indexOf('#') < 0) return;
        var small = source.toLowerCase(Locale.ROOT);
        if (SHAPES.stream().noneMatch(shape -> shape.isPossible(small))) return;
        int line = 0;
        for (var text : source.lines().toList()) {
            line++;
            if (text.indexOf('#') < 0 || lines.contains(line) || problems.isFull()) continue;
            var comment = COMMENT.matcher(text);
            if (!comment.find()) continue;
            var found = first(text.substring(comment.end()));
            if (found.isPresent()) {
                int index = comment.end() + found.get().index();
                report(
                        new Position(file, line, 1 + text.codePointCount(0, index)),
                        found.get().what());
            }
        }
    }

    private static Optional<Found> first(String text) {
        var small = text.toLowerCase(Locale.ROOT);
        return SHAPES.stream()
                .flatMap(shape -> shape.in(text, small).stream())
                .min(Comparator.comparingInt(Found::index));
    }

    /// Whether a key calls its value a secret, and the value is written out, by itself or as a default.
    private boolean named(YamlNode.Entry entry) {
        if (!NAMES.matcher(entry.name()).matches()) return false;
        var value = entry.value() instanceof YamlNode.Mapping field
                ? field.entry("default").map(YamlNode.Entry::value)
                : Optional.of(entry.value());
        if (!(value.orElse(null) instanceof YamlNode.Scalar(var text, Value.Text _, var places))
                || text.isBlank()
                || text.contains("{{")) return false;
        report(places.start(), "the value of '" + entry.name() + "'");
        return true;
    }

    private void report(Position at, String what) {
        lines.add(at.line());
        problems.add(
                at,
                Rule.SECRET,
                "this looks like a secret: " + what,
                "take it out and replace it at its issuer; integrations have their credentials from the environment");
    }
}
