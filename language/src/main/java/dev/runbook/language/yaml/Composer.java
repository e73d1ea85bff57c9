package dev.runbook.language.yaml;

import dev.runbook.core.runbook.Position;
import dev.runbook.core.value.Value;
import dev.runbook.language.Problems;
import dev.runbook.language.Rule;
import dev.runbook.language.yaml.TextPlaces.Source;
import dev.runbook.language.yaml.TextPlaces.Style;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/// Makes nodes of a parser's events, and refuses what runbooks must not contain. One document, one thread.
final class Composer {

    private final Source source;
    private final Iterator<Event> events;
    private final Problems problems;
    private int depth;
    private int nodes;
    private int repetitions;
    private Optional<Repetition> firstRepetition = Optional.empty();

    Composer(Source source, Iterator<Event> events, Problems problems) {
        this.source = source;
        this.events = events;
        this.problems = problems;
    }

    /// Nothing more of the document is read.
    static final class GivenUp extends RuntimeException {
        private static final long serialVersionUID = 1;

        GivenUp() {
            super(null, null, false, false);
        }
    }

    /// The only document; empty when the text holds none.
    Optional<YamlNode> document() {
        try {
            return read();
        } finally {
            complainOfRepetitions();
        }
    }

    private Optional<YamlNode> read() {
        events.next();
        if (YamlReader.is(events.next(), Event.ID.StreamEnd)) return Optional.empty();
        var root = node(events.next());
        events.next();
        var next = events.next();
        if (!YamlReader.is(next, Event.ID.StreamEnd))
            problems.add(
                    start(next),
                    Rule.ONE_DOCUMENT,
                    "a second document begins here",
                    "write each runbook in a file of its own");
        return Optional.of(root);
    }

    private YamlNode node(Event event) {
        if (++nodes > YamlReader.MAX_NODES)
            giveUp(
                    event,
                    Rule.TOO_LARGE,
                    "the file has more than " + YamlReader.MAX_NODES + " keys and values",
                    "split it into several runbooks");
        if (problems.isFull()) throw new GivenUp();
        boolean tagged = refuseDecoration(event);
        var node = plainNode(event);
        return tagged ? new YamlNode.Refused(node.position()) : node;
    }

    private YamlNode plainNode(Event event) {
        return switch (event.getEventId()) {
            case Scalar -> scalar((ScalarEvent) event);
            case SequenceStart -> {
                enter(event);
                var items = new ArrayList<YamlNode>();
                for (var next = events.next(); !YamlReader.is(next, Event.ID.SequenceEnd); next = events.next())
                    items.add(node(next));
                depth--;
                yield new YamlNode.Sequence(items, start(event));
            }
            case MappingStart -> {
                enter(event);
                var mapping = mapping(start(event));
                depth--;
                yield mapping;
            }
            case Alias -> {
                repeats(
                        event,
                        "'*" + ((AliasEvent) event).getAlias() + "' repeats another part of the file",
                        "write the value out; text that begins with * belongs in quotes");
                yield new YamlNode.Refused(start(event));
            }
            default -> throw new IllegalStateException("no node begins with " + event);
        };
    }

    private void enter(Event event) {
        if (++depth > YamlReader.MAX_DEPTH)
            giveUp(
                    event,
                    Rule.TOO_DEEP,
                    "lists and mappings are nested deeper than " + YamlReader.MAX_DEPTH + " levels",
                    "a runbook needs about five; look for brackets that are never closed");
    }

    /// One complaint for all anchors and aliases: a file of them would bury everything else.
    private void repeats(Event event, String message, String hint) {
        if (repetitions++ > 0) return;
        firstRepetition = Optional.of(new Repetition(start(event), message, hint));
    }

    /// The first anchor or alias, and what to say about it.
    private record Repetition(Position position, String message, String hint) {}

    private void complainOfRepetitions() {
        firstRepetition.ifPresent(first -> problems.add(
                first.position(),
                Rule.ALIAS,
                first.message()
                        + (repetitions == 1 ? "" : "; the file has " + repetitions + " such anchors and aliases"),
                first.hint()));
    }

    private void giveUp(Event event, Rule rule, String message, String hint) {
        problems.add(start(event), rule, message, hint);
        throw new GivenUp();
    }

    /// Refuses anchors and tags; says whether there was a tag, which could change what the node means.
    private boolean refuseDecoration(Event event) {
        if (!(event instanceof NodeEvent node) || event instanceof AliasEvent) return false;
        node.getAnchor()
                .ifPresent(anchor -> repeats(
                        event,
                        "'&" + anchor + "' names a part of the file for repetition",
                        "write the value out where it is needed; text that begins with & belongs in quotes"));
        var tag = tag(event);
        tag.ifPresent(name -> problems.add(
                start(event),
                Rule.TAG,
                "'" + name + "' is a YAML tag",
                "remove it; text that begins with ! belongs in quotes"));
        return tag.isPresent();
    }

    private static Optional<String> tag(Event event) {
        return switch (event) {
            case ScalarEvent scalar -> scalar.getTag();
            case CollectionStartEvent collection -> collection.getTag();
            default -> Optional.empty();
        };
    }

    private YamlNode mapping(Position position) {
        var entries = new ArrayList<YamlNode.Entry>();
        Map<String, Position> seen = new HashMap<>();
        boolean hole = false;
        for (var next = events.next(); !YamlReader.is(next, Event.ID.MappingEnd); next = events.next()) {
            var key = node(next);
            var value = node(events.next());
            if (!(key instanceof YamlNode.Scalar(var name, Value.Text _, var _))) {
                refuseKey(key);
                hole |= key instanceof YamlNode.Mapping;
                continue;
            }
            var first = seen.putIfAbsent(name, key.position());
            if (first == null) entries.add(new YamlNode.Entry((YamlNode.Scalar) key, value));
            else
                problems.add(
                        key.position(),
                        Rule.DUPLICATE_KEY,
                        "'" + name + "' is already written in line " + first.line(),
                        "keep one of the two");
        }
        return hole ? new YamlNode.Refused(position) : new YamlNode.Mapping(entries, position);
    }

    private void refuseKey(YamlNode key) {
        switch (key) {
            case YamlNode.Refused _ -> {}
            case YamlNode.Mapping _ ->
                problems.add(
                        key.position(),
                        Rule.TEXT_KEY,
                        "a mapping is used as a key",
                        "put a value with {{ }} in quotes: \"{{ incident.host }}\"");
            case YamlNode.Scalar _, YamlNode.Sequence _ ->
                problems.add(
                        key.position(),
                        Rule.TEXT_KEY,
                        key.kind() + " is used as a key",
                        "a key is text; put it in quotes if it is meant to be one");
        }
    }

    private YamlNode scalar(ScalarEvent event) {
        var style = switch (event.getScalarStyle()) {
            case PLAIN, JSON_SCALAR_STYLE -> Style.PLAIN;
            case SINGLE_QUOTED -> Style.SINGLE_QUOTED;
            case DOUBLE_QUOTED -> Style.DOUBLE_QUOTED;
            case LITERAL, FOLDED -> Style.BLOCK;
        };
        int from = event.getStartMark().orElseThrow().getIndex();
        int to = event.getEndMark().orElseThrow().getIndex();
        var places = new TextPlaces(source, from, to, style, event.getValue());
        if (style != Style.PLAIN)
            return new YamlNode.Scalar(event.getValue(), new Value.Text(event.getValue()), places);
        return switch (CoreSchema.meaningOf(event.getValue())) {
            case CoreSchema.Meaning.Of(var value) -> new YamlNode.Scalar(event.getValue(), value, places);
            case CoreSchema.Meaning.None(var reason) -> {
                problems.add(
                        places.start(), Rule.BAD_VALUE, "'" + event.getValue() + "' " + reason, "put it in quotes");
                yield new YamlNode.Refused(places.start());
            }
        };
    }

    private Position start(Event event) {
        return source.position(event.getStartMark().orElseThrow().getIndex());
    }
}
