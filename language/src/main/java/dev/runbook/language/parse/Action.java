package dev.runbook.language.parse;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What a step can do, and the keys that it then has.
enum Action {
    GATHER("integration method params"),
    ML_DECISION("context"),
    EXECUTE("integration method params requires_approval risk_level success settle");

    /// Keys of steps that the language will have and this version cannot run.
    static final Set<String> LATER_KEYS = Set.of(
            "for_each",
            "parallel",
            "timeout",
            "retry",
            "on_failure",
            "outputs",
            "harm",
            "undo",
            "target",
            "idempotent");

    /// Actions that the language will have and this version cannot run.
    static final Set<String> LATER_ACTIONS = Set.of("decide", "verify", "notify", "ask", "wait", "runbook");

    private final String own;

    /// @param own the keys that only some steps have, with blanks between
    Action(String own) {
        this.own = own;
    }

    /// The keys that its steps may have.
    Set<String> keys() {
        var keys = new TreeSet<>(List.of("id", "action", "description", "when"));
        keys.addAll(List.of(own.split(" ")));
        return keys;
    }

    /// The word after `action:`.
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Action> ofKey(String key) {
        return Arrays.stream(values()).filter(a -> a.key().equals(key)).findFirst();
    }

    static List<String> all() {
        return Arrays.stream(values()).map(Action::key).toList();
    }

    /// The actions whose steps have this key.
    static List<String> having(String key) {
        return Arrays.stream(values())
                .filter(a -> a.keys().contains(key))
                .map(Action::key)
                .toList();
    }
}
