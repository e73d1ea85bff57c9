package dev.runbook.ml.logs;

import dev.runbook.ml.logs.Shape.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Groups messages by the text that made them, one message at a time, with one setting for every system.
///
/// Values that show by their form become holes ([Tokenizer]). Of what is left, shapes that are equal but for one
/// word are one template as soon as that word has taken enough values: `Failed password for <*> from <*>`. So
/// templates merge while messages come in; [#template] gives what an id has become. The first merge happens
/// where several do at once, in the order of the words, so the same messages give the same templates.
///
/// Memory is bounded: past `MOST_TEMPLATES` a new shape is grouped by its first word alone. One thread at a time.
public final class TemplateMiner {

    /// So many different words at one place make it a value. Measured on six systems: 4 to 7 give the same groups.
    private static final int MANY = 6;

    /// The same for the first word and for words in capitals: they usually name the event or the state.
    private static final int VERY_MANY = 20;

    /// So many words must stay when one is taken for a value.
    private static final int KEPT = 2;

    /// A word is a value, too, where the same place mostly holds values: at most this share of the messages has
    /// it.
    private static final double RARE = 0.2;

    private static final int KEPT_BESIDE_VALUES = 3;

    private static final int MOST_TEMPLATES = 20_000;

    private static final Shape ANYTHING =
            new Shape("(anything)", List.of(Shape.HOLE), List.of(new Span(0, "(anything)".length())));
    private static final int LONGEST_MESSAGE = 4_000;

    private final List<Template> templates = new ArrayList<>();
    private final Map<List<String>, Template> byWords = new HashMap<>();

    /// By the words with a hole for one of them.
    private final Map<List<String>, Place> places = new HashMap<>();

    private static final class Template {
        final int id;
        final Shape shape;
        long count;

        @Nullable
        Template mergedInto;

        Template(int id, Shape shape) {
            this.id = id;
            this.shape = shape;
        }

        Template root() {
            var root = this;
            for (var next = root.mergedInto; next != null; next = next.mergedInto) root = next;
            return root;
        }

        void mergeInto(Template other) {
            if (this == other) return;
            mergedInto = other;
            other.count += count;
        }
    }

    /// A place in a shape where different words were seen.
    private static final class Place {
        final List<Template> members = new ArrayList<>(1);

        @Nullable
        Template merged;
    }

    /// The id of a message's template. It stays valid; templates that merge later share what [#template] gives.
    public int add(String message) {
        var template = find(Tokenizer.shape(cut(message)));
        template.count++;
        return template.id;
    }

    private static String cut(String message) {
        return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE);
    }

    /// What an id that [#add] gave has become.
    public LogTemplate template(int id) {
        var root = templates.get(Objects.checkIndex(id, templates.size())).root();
        return view(root);
    }

    /// Every template, in order of first appearance.
    public List<LogTemplate> templates() {
        return templates.stream()
                .filter(t -> t.mergedInto == null && t.count > 0)
                .map(TemplateMiner::view)
                .toList();
    }

    private static LogTemplate view(Template template) {
        return new LogTemplate(template.id, template.shape.template(), template.count, template.shape.message());
    }

    private Template find(Shape shape) {
        var known = byWords.get(shape.words());
        if (known != null) return known.root();
        var words = new ArrayList<>(shape.words());
        int place = -1;
        for (int i = 0; i < words.size() && place < 0; i++) {
            var word = words.get(i);
            if (Shape.isHole(word)) continue;
            words.set(i, Shape.HOLE);
            var seen = places.get(words);
            if (seen != null && seen.merged != null) place = i;
            words.set(i, word);
        }
        if (place >= 0) return find(shape.withHoleAt(place));
        return templates.size() < MOST_TEMPLATES ? create(shape) : coarse(shape);
    }

    private Template create(Shape shape) {
        var template = remember(shape);
        var words = new ArrayList<>(shape.words());
        for (int i = 0; i < words.size(); i++) {
            var word = words.get(i);
            if (Shape.isHole(word)) continue;
            words.set(i, Shape.HOLE);
            var place = places.get(words);
            if (place == null) {
                place = new Place();
                places.put(List.copyOf(words), place);
            }
            place.members.add(template);
            words.set(i, word);
            if (isValue(place, i, word, Shape.written(words) - 1)) {
                var merged = find(shape.withHoleAt(i));
                place.merged = merged;
                for (var member : place.members) member.root().mergeInto(merged.root());
                place.members.clear();
                return merged.root();
            }
        }
        return template.root();
    }

    private Template remember(Shape shape) {
        var template = new Template(templates.size(), shape);
        templates.add(template);
        byWords.put(shape.words(), template);
        return template;
    }

    private static boolean isValue(Place place, int position, String word, int kept) {
        boolean names = position == 0 || isCapitals(word);
        return kept >= KEPT && place.members.size() >= (names ? VERY_MANY : MANY);
    }

    private static boolean isCapitals(String word) {
        return word.length() > 1 && word.chars().noneMatch(Character::isLowerCase);
    }

    /// For more templates than a system has: what is new goes by its first word.
    private Template coarse(Shape shape) {
        var words = List.of(shape.words().getFirst(), Shape.HOLE, Shape.HOLE);
        var known = byWords.get(words);
        if (known != null) return known.root();
        boolean full = templates.size() >= MOST_TEMPLATES + MOST_TEMPLATES / 10;
        if (full && !Shape.isHole(shape.words().getFirst())) return coarse(ANYTHING);
        var rest = new Span(shape.spans().getFirst().to(), shape.message().length());
        return remember(new Shape(shape.message(), words, List.of(shape.spans().getFirst(), rest, rest)));
    }

    /// Looks once more at all templates, now that it is known how often each came: one with a rare word where the
    /// same place mostly holds values is merged into the one with the values. Mining may go on afterwards.
    public void settle() {
        for (var template : templates) {
            if (template.mergedInto != null) continue;
            var target = valuesBeside(template);
            if (target != null) template.mergeInto(target);
        }
    }

    private @Nullable Template valuesBeside(Template template) {
        var shape = template.shape;
        for (int i = 0; i < shape.words().size(); i++) {
            if (Shape.isHole(shape.words().get(i))) continue;
            var wider = shape.withHoleAt(i);
            var known = byWords.get(wider.words());
            if (known == null || Shape.written(wider.words()) < KEPT_BESIDE_VALUES) continue;
            var other = known.root();
            if (other != template && template.count <= RARE * other.count) return other;
        }
        return null;
    }
}
