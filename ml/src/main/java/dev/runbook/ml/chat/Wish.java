package dev.runbook.ml.chat;

import dev.runbook.ml.chat.Chat.Action;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Whether somebody wants something done, and which action does it.
final class Wish {

    /// What people say, and the part of an operation's name that means it.
    private static final Map<String, String> VERBS = Map.of(
            "restart", "restart",
            "bounce", "restart",
            "scale", "scale",
            "roll back", "rollback",
            "rollback", "rollback",
            "revert", "rollback",
            "reboot", "reboot",
            "clean", "clean",
            "reroute", "reroute",
            "kill the connections", "terminate");

    /// A question about a deed is no wish for it: why did you restart it, was it restarted, should we restart
    /// it.
    private static final Pattern ASKS = Pattern.compile(
            "(?i)^\\s*(why|what|when|who|which|how|did|was|were|is|are|has|have|should|would|will|does)\\b.*");

    private Wish() {}

    static Optional<Action> of(Chat.Question question) {
        var words = question.words().toLowerCase(Locale.ROOT);
        if (ASKS.matcher(words).matches()) return Optional.empty();
        return VERBS.entrySet().stream()
                .filter(verb -> words.contains(verb.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .flatMap(meant -> best(meant, words, question.actions()));
    }

    /// Of several actions the one whose words share most with the wish.
    private static Optional<Action> best(String meant, String words, List<Action> actions) {
        return actions.stream()
                .filter(action -> action.operation().name().method().contains(meant))
                .max(Comparator.comparingInt(action -> shared(words, action)));
    }

    private static int shared(String words, Action action) {
        var own = tokens(action.description() + " " + action.runbook() + " " + action.step());
        own.retainAll(tokens(words));
        return own.size();
    }

    private static Set<String> tokens(String text) {
        return new HashSet<>(List.of(text.toLowerCase(Locale.ROOT).split("[^a-z0-9]+")));
    }
}
