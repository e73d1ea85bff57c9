package dev.runbook.ml.bundle;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a diagnosis should say; only for scoring, never read by the engine.
///
/// @param components any of them is right; empty when components are not scored
/// @param category empty when categories are not scored
/// @param kind what kind of case it is, so that figures can be told apart; empty when it has none
/// @param mustMention of each group at least one must be found in the cause
/// @param forbidden none of them may be found in the cause
public record Expected(
        List<String> components,
        Optional<String> category,
        Optional<Boolean> healthy,
        Optional<String> kind,
        List<List<Pattern>> mustMention,
        List<Pattern> forbidden) {
    public Expected {
        components = List.copyOf(components);
        mustMention = mustMention.stream().map(List::copyOf).toList();
        forbidden = List.copyOf(forbidden);
    }
}
