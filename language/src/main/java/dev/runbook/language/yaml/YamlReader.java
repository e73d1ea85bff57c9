package dev.runbook.language.yaml;

import dev.runbook.core.runbook.Position;
import dev.runbook.language.Problems;
import dev.runbook.language.Rule;
import dev.runbook.language.yaml.TextPlaces.Source;
import java.util.Iterator;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// Reads one YAML 1.2 document. What runbooks need is allowed and no more: no anchors, aliases, tags, second
/// documents, keys other than text, or repeated keys; at most [#MAX_CHARACTERS] characters, [#MAX_NODES]
/// nodes and [#MAX_DEPTH] levels. Time and memory grow with the length of the text, whatever is written in
/// it.
public final class YamlReader {

    /// The longest text that is read.
    public static final int MAX_CHARACTERS = 1 << 20;

    /// The deepest nesting of lists and mappings that is read.
    public static final int MAX_DEPTH = 50;

    /// The most keys, values, lists and mappings that are read; a long runbook has two thousand.
    public static final int MAX_NODES = 20_000;

    private static final String CLOSED_BELOW =
            "a quote is opened here, and the next one, lines below, closes it where text goes on";

    private YamlReader() {}

    /// The events of a text, and the last of them.
    private static final class Remembering implements Iterator<Event> {
        private final Iterator<Event> events;
        private Optional<Event> last = Optional.empty();

        Remembering(Iterator<Event> events) {
            this.events = events;
        }

        @Override
        public boolean hasNext() {
            return events.hasNext();
        }

        @Override
        public Event next() {
            var event = events.next();
            last = Optional.of(event);
            return event;
        }

        /// Where a quoted text of several lines begins that ends right before a place where nothing more is
        /// expected: somebody has forgotten to close it.
        Optional<Integer> openedBefore(String text, int index) {
            if (!(last.orElse(null) instanceof ScalarEvent scalar) || scalar.isPlain()) return Optional.empty();
            var begin = scalar.getStartMark();
            var end = scalar.getEndMark();
            if (begin.isEmpty()
                    || end.isEmpty()
                    || begin.get().getLine() == end.get().getLine()) return Optional.empty();
            int from = text.offsetByCodePoints(0, end.get().getIndex());
            int to = text.offsetByCodePoints(0, index);
            boolean quoted = scalar.getScalarStyle() == ScalarStyle.DOUBLE_QUOTED
                    || scalar.getScalarStyle() == ScalarStyle.SINGLE_QUOTED;
            return quoted && from <= to && text.substring(from, to).isBlank()
                    ? Optional.of(begin.get().getIndex())
                    : Optional.empty();
        }
    }

    /// The document of a text.
    ///
    /// @param file the name that problems show
    /// @param problems takes everything that is wrong
    /// @return the part that could be read; empty when there is none
    public static Optional<YamlNode> read(String file, String text, Problems problems) {
        if (text.length() > MAX_CHARACTERS) {
            problems.add(
                    new Position(file, 1, 1),
                    Rule.TOO_LARGE,
                    "the file has " + text.length() + " characters, at most " + MAX_CHARACTERS + " are read",
                    "split it into several runbooks");
            return Optional.empty();
        }
        var withoutMark = text.startsWith("\uFEFF") ? text.substring(1) : text;
        return read(new Source(file, withoutMark), withoutMark, problems);
    }

    private static Optional<YamlNode> read(Source source, String text, Problems problems) {
        var settings = LoadSettings.builder()
                .setLabel("runbook")
                .setCodePointLimit(MAX_CHARACTERS)
                // The whole text at once: a smaller window is copied again and again along a long line.
                .setBufferSize(text.length() + 1)
                .build();
        var events = new Remembering(new Parse(settings).parseString(text).iterator());
        try {
            var composer = new Composer(source, events, problems);
            var root = composer.document();
            if (root.isEmpty())
                problems.add(source.position(0), Rule.ONE_DOCUMENT, "the file is empty", "write a runbook into it");
            return root;
        } catch (Composer.GivenUp _) {
            return Optional.empty();
        } catch (MarkedYamlEngineException broken) {
            var opened = broken.getProblemMark().flatMap(mark -> events.openedBefore(text, mark.getIndex()));
            if (opened.isPresent()) {
                problems.add(source.position(opened.get()), Rule.YAML_SYNTAX, CLOSED_BELOW, "add the closing quote");
                return Optional.empty();
            }
            var fault = SyntaxFault.of(broken);
            var marks = fault.neverClosed() ? broken.getContextMark() : broken.getProblemMark();
            var position = marks.or(broken::getProblemMark)
                    .map(mark -> source.position(mark.getIndex()))
                    .orElseGet(() -> source.position(0));
            problems.add(position, Rule.YAML_SYNTAX, fault.message(), fault.hint());
        } catch (ReaderException unprintable) {
            int index = firstUnprintable(text);
            problems.add(
                    source.position(index),
                    Rule.YAML_SYNTAX,
                    "the character U+%04X is not allowed in YAML".formatted(unprintable.getCodePoint()),
                    "remove it, or write it as an escape in double quotes");
        } catch (YamlEngineException other) {
            problems.add(
                    source.position(0),
                    Rule.YAML_SYNTAX,
                    "it cannot be read as YAML 1.2: " + other.getMessage(),
                    "remove what stands before the document, such as a line that begins with %");
        }
        return Optional.empty();
    }

    private static int firstUnprintable(String text) {
        var characters = text.codePoints().toArray();
        for (int i = 0; i < characters.length; i++) if (!StreamReader.isPrintable(characters[i])) return i;
        return 0;
    }

    static boolean is(Event event, Event.ID id) {
        return event.getEventId() == id;
    }
}
