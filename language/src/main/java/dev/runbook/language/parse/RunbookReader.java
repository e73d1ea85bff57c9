package dev.runbook.language.parse;

import dev.runbook.core.incident.Severity;
import dev.runbook.core.runbook.Position;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.language.Problems;
import dev.runbook.language.Rule;
import dev.runbook.language.yaml.YamlNode;
import dev.runbook.language.yaml.YamlReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads a runbook from its text. A pure function; safe for use by many threads.
public final class RunbookReader {

    private static final Set<String> KEYS =
            Set.of("id", "name", "description", "trigger", "severity", "match", "steps");
    private static final Set<String> LATER_KEYS = Set.of("version", "owner", "tags", "inputs", "not_for", "vars");
    private static final Set<String> MATCH_KEYS = Set.of("phrases", "alerts");
    private static final Set<String> LATER_MATCH_KEYS = Set.of("category", "labels");
    private static final Map<String, Severity> SEVERITIES = Arrays.stream(Severity.values())
            .collect(Collectors.toMap(s -> s.name().toLowerCase(Locale.ROOT), Function.identity()));

    private final String file;
    private final String source;
    private final Problems problems = new Problems();

    private RunbookReader(String file, String source) {
        this.file = file;
        this.source = source;
    }

    /// @param file the name that problems show; without its folder and `.yaml`, it names the runbook unless the
    ///     text says `id`
    public static ReadResult read(String file, String text) {
        var reading = readings(file, text);
        return reading.runbook()
                .<ReadResult>map(runbook -> new ReadResult.Read(runbook, reading.problems()))
                .orElseGet(() -> new ReadResult.Broken(reading.problems()));
    }

    /// As [#read], with all that could be read of a broken file.
    public static Reading readings(String file, String text) {
        return new RunbookReader(file, text).reading();
    }

    private Reading reading() {
        return switch (YamlReader.read(file, source, problems).orElse(null)) {
            case null -> nothing();
            case YamlNode.Mapping root -> runbook(new Keyed(root, "the runbook", problems));
            case YamlNode.Refused _ -> nothing();
            case YamlNode other -> {
                problems.add(
                        other.position(),
                        Rule.WRONG_TYPE,
                        "a runbook is a mapping, and this is " + other.kind(),
                        "begin with: name: What it is for");
                yield nothing();
            }
        };
    }

    private Reading nothing() {
        return new Reading(Optional.empty(), Optional.empty(), List.of(), problems.inOrder());
    }

    private Reading runbook(Keyed keys) {
        keys.refuseOthers(KEYS, entry -> keys.refuseLater(entry, LATER_KEYS));
        keys.missing("name", "add its title: name: High CPU");
        keys.missing("severity", "say how bad the problem is: severity: high");
        keys.missing("steps", "add a list of steps");
        var id = id(keys);
        var name = keys.text("name").map(YamlNode.Scalar::text);
        var description = keys.text("description").map(YamlNode.Scalar::text).orElse("");
        var trigger = keys.expression("trigger");
        var severity = keys.word("severity", Rule.BAD_VALUE, SEVERITIES);
        var phrases = phrases(keys);
        var entries = steps(keys);
        var runbook = problems.hasErrors()
                ? Optional.<Runbook>empty()
                : Optional.of(new Runbook(
                        id.orElseThrow(),
                        name.orElseThrow(),
                        description,
                        trigger,
                        severity.orElseThrow(),
                        phrases,
                        entries.stream().map(e -> e.step().orElseThrow()).toList(),
                        source));
        return new Reading(runbook, trigger, entries, problems.inOrder());
    }

    private Optional<RunbookId> id(Keyed keys) {
        if (keys.node("id").isPresent())
            return keys.text("id").flatMap(scalar -> id(scalar.text(), scalar.position(), "change it"));
        return id(stem(file), new Position(file, 1, 1), "rename the file, or write id: into it");
    }

    private Optional<RunbookId> id(String text, Position position, String what) {
        try {
            return Optional.of(new RunbookId(text));
        } catch (IllegalArgumentException _) {
            problems.add(
                    position,
                    Rule.BAD_VALUE,
                    "'" + text + "' cannot name a runbook",
                    what + "; a name has letters, digits, '_', '-' and '.', at most 100");
            return Optional.empty();
        }
    }

    /// The file name without its folder and `.yaml` or `.yml`.
    private static String stem(String file) {
        var name = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
        return name.replaceFirst("\\.ya?ml$", "");
    }

    private List<String> phrases(Keyed keys) {
        var match = keys.mapping("match");
        match.ifPresent(m -> m.refuseOthers(MATCH_KEYS, entry -> m.refuseLater(entry, LATER_MATCH_KEYS)));
        return match.stream()
                .flatMap(m -> Stream.concat(m.texts("phrases").stream(), m.texts("alerts").stream()))
                .map(YamlNode.Scalar::text)
                .toList();
    }

    private List<Reading.Entry> steps(Keyed keys) {
        return switch (keys.node("steps").orElse(null)) {
            case YamlNode.Sequence(var items, var _)
            when !items.isEmpty() -> {
                var reader = new StepReader(problems);
                var entries = new ArrayList<Reading.Entry>();
                for (int i = 0; i < items.size(); i++)
                    reader.read(i + 1, items.get(i)).ifPresent(entries::add);
                yield entries;
            }
            case null -> List.of();
            case YamlNode.Refused _ -> List.of();
            case YamlNode other -> {
                problems.add(
                        other.position(),
                        Rule.WRONG_TYPE,
                        other instanceof YamlNode.Sequence
                                ? "the runbook has no steps"
                                : "'steps' must be a list, and it is " + other.kind(),
                        "write each step after a dash");
                yield List.of();
            }
        };
    }
}
