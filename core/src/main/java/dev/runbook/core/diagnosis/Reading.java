package dev.runbook.core.diagnosis;

import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.core.value.Value;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// A page that is worth reading for an incident. It is shown and cited; it is no statement about the
/// incident, and nothing in it is carried out.
///
/// @param path where it lies in the folder of pages
/// @param title its title; may be empty
/// @param heading the heading of the section that fits best; empty when it stands before any
/// @param score how near it is to the incident, in `[0, 1]`
/// @param excerpt how that section begins
public record Reading(String path, String title, String heading, double score, String excerpt) {

    /// The title of facts that hold a page.
    public static final String TITLE = "page";

    /// A page and the evidence that names it.
    public record Cited(Reading page, EvidenceId evidence) {}

    /// As evidence holds it.
    public Content.Facts facts() {
        return new Content.Facts(
                path, TITLE, Value.fields("title", title, "heading", heading, "score", score, "excerpt", excerpt));
    }

    /// The pages that evidence names, the best first; each once, by the best section that was found.
    public static List<Cited> in(Collection<Evidence> evidence) {
        var best = new LinkedHashMap<String, Cited>();
        for (var piece : evidence)
            of(piece.content())
                    .map(page -> new Cited(page, piece.id()))
                    .ifPresent(cited -> best.merge(
                            cited.page().path(),
                            cited,
                            (known, other) ->
                                    other.page().score() > known.page().score() ? other : known));
        return best.values().stream()
                .sorted(Comparator.comparingDouble((Cited cited) -> cited.page().score())
                        .reversed())
                .toList();
    }

    private static Optional<Reading> of(Content content) {
        if (!(content instanceof Content.Facts(var path, var title, Value.Fields facts)) || !title.equals(TITLE))
            return Optional.empty();
        var score = facts.get("score").orElse(new Value.Nothing());
        return Optional.of(new Reading(
                path,
                text(facts, "title"),
                text(facts, "heading"),
                score instanceof Value.Real(var real) ? real : 0,
                text(facts, "excerpt")));
    }

    private static String text(Value.Fields facts, String name) {
        return facts.get(name).map(Value::display).orElse("");
    }
}
