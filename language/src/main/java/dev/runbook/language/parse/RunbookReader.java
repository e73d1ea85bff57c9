package dev.runbook.language.parse;

import dev.runbook.core.runbook.About;
import dev.runbook.core.runbook.Applicability;
import dev.runbook.core.runbook.Cues;
import dev.runbook.core.runbook.Position;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.runbook.Template;
import dev.runbook.language.Problems;
import dev.runbook.language.Rule;
import dev.runbook.language.yaml.YamlNode;
import dev.runbook.language.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads a runbook from its text. A pure function; safe for use by many threads.
public final class RunbookReader {

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
            case YamlNode.Mapping root -> runbook(root);
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
        return new Reading(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Template.MapOf.EMPTY,
                List.of(),
                Optional.empty(),
                problems.inOrder());
    }

    private Reading runbook(YamlNode.Mapping root) {
        var keys = new Keyed(root, "the runbook", problems).holding(RunbookKeys.RUNBOOK);
        var id = id(keys);
        var about = about(keys);
        var trigger = keys.get(RunbookKeys.TRIGGER);
        var severity = keys.get(RunbookKeys.SEVERITY);
        var match = keys.get(RunbookKeys.MATCH).orElse(Cues.NONE);
        var notFor = keys.get(RunbookKeys.NOT_FOR).orElse(Cues.NONE);
        var inputs = StepKeys.fields(keys.get(RunbookKeys.INPUTS));
        var vars = keys.get(RunbookKeys.VARS).orElse(Template.MapOf.EMPTY);
        var entries = steps(keys);
        var runbook = problems.hasErrors()
                ? Optional.<Runbook>empty()
                : Optional.of(new Runbook(
                        id.orElseThrow(),
                        about,
                        new Applicability(trigger, severity.orElseThrow(), match, notFor),
                        inputs,
                        vars,
                        entries.stream().map(e -> e.step().orElseThrow()).toList(),
                        source));
        return new Reading(id, runbook, trigger, inputs, vars, entries, Optional.of(root), problems.inOrder());
    }

    private static About about(Keyed keys) {
        return new About(
                StepKeys.text(keys.get(RunbookKeys.NAME)),
                StepKeys.text(keys.get(RunbookKeys.DESCRIPTION)),
                keys.get(RunbookKeys.VERSION).map(YamlNode.Scalar::text),
                keys.get(RunbookKeys.OWNER).map(YamlNode.Scalar::text),
                keys.get(RunbookKeys.TAGS).orElse(List.of()));
    }

    private Optional<RunbookId> id(Keyed keys) {
        if (keys.has(RunbookKeys.ID))
            return keys.get(RunbookKeys.ID).flatMap(scalar -> id(scalar.text(), scalar.position(), "change it"));
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

    private List<Reading.Entry> steps(Keyed keys) {
        var reader = new StepReader(problems);
        var entries = new ArrayList<Reading.Entry>();
        var items = keys.get(RunbookKeys.STEPS).map(YamlNode.Sequence::items).orElse(List.of());
        for (int i = 0; i < items.size(); i++) reader.read(i + 1, items.get(i)).ifPresent(entries::add);
        return entries;
    }
}
