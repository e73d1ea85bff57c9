package dev.runbook.app.web.page;

import dev.runbook.core.engine.Phase;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Which incidents a list shows.
enum Show {
    /// Those that are not over.
    OPEN("Open"),
    /// Evidence is gathered.
    LOOKING("Investigating"),
    /// People are asked something.
    ASKED("Waiting for a decision"),
    /// It waits for people, whether to decide or to take over.
    WAITING("Waiting for people"),
    /// Something is done about it.
    ACTING("Acting and verifying"),
    /// A person must take over.
    ESCALATED("With a person"),
    /// The problem is gone.
    RESOLVED("Resolved"),
    /// All of them.
    ALL("All");

    private final String title;

    Show(String title) {
        this.title = title;
    }

    /// The heading of the list.
    public String title() {
        return title;
    }

    /// The name in addresses.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    Set<Phase.Kind> phases() {
        return switch (this) {
            case OPEN -> EnumSet.complementOf(EnumSet.copyOf(RESOLVED.phases()));
            case LOOKING -> EnumSet.of(Phase.Kind.REPORTED, Phase.Kind.INVESTIGATING);
            case ASKED ->
                EnumSet.of(
                        Phase.Kind.AWAITING_APPROVAL,
                        Phase.Kind.AWAITING_VETO,
                        Phase.Kind.AWAITING_ANSWER,
                        Phase.Kind.UNCERTAIN);
            case WAITING -> {
                var phases = EnumSet.copyOf(ASKED.phases());
                phases.addAll(ESCALATED.phases());
                yield phases;
            }
            case ACTING ->
                EnumSet.of(
                        Phase.Kind.HELD,
                        Phase.Kind.CLEARED,
                        Phase.Kind.EXECUTING,
                        Phase.Kind.SETTLING,
                        Phase.Kind.WATCHING);
            case ESCALATED -> EnumSet.of(Phase.Kind.ESCALATED);
            case RESOLVED -> EnumSet.of(Phase.Kind.RESOLVED, Phase.Kind.CLOSED);
            case ALL -> EnumSet.allOf(Phase.Kind.class);
        };
    }

    static Optional<Show> of(String key) {
        return Arrays.stream(values()).filter(show -> show.key().equals(key)).findFirst();
    }
}
