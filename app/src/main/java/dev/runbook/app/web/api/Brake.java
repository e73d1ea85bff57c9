package dev.runbook.app.web.api;

import dev.runbook.app.security.SecurityTrail;
import dev.runbook.app.web.Backend;
import dev.runbook.app.web.view.KillSwitchView;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.journal.JournalException;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns the kill switch for whoever may, from the API and from pages. Safe for use by many threads.
public final class Brake {

    private static final int MAX_REASON = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(Brake.class);

    private final Backend backend;
    private final SecurityTrail trail;

    public Brake(Backend backend, SecurityTrail trail) {
        this.backend = backend;
        this.trail = trail;
    }

    /// Where the switch stands.
    public KillSwitchView view() {
        return KillSwitchView.of(backend.effects().position(), backend.effects());
    }

    /// Stops all execution. When this returns, nothing begins any more.
    ///
    /// @throws dev.runbook.app.web.problem.InvalidRequest when no reason is given
    public KillSwitchView stop(@Nullable String reason, Principal who) {
        var checks = new Checks();
        var why = checks.text("reason", reason, MAX_REASON);
        var position = checks.then(() -> backend.killSwitch()
                .stop(new Actor.Operator(who.getName()), why, backend.pace().now()));
        note(SecurityTrail.Act.EXECUTION_STOPPED, who, why);
        return KillSwitchView.of(position, backend.effects());
    }

    /// Lets execution go on.
    ///
    /// @throws dev.runbook.app.web.problem.InvalidRequest when the reason is too long
    public KillSwitchView resume(@Nullable String reason, Principal who) {
        var checks = new Checks();
        var why = checks.optionalText("reason", reason, MAX_REASON).orElse("");
        var position = checks.then(() -> backend.killSwitch()
                .resume(new Actor.Operator(who.getName()), why, backend.pace().now()));
        note(SecurityTrail.Act.EXECUTION_RESUMED, who, why);
        return KillSwitchView.of(position, backend.effects());
    }

    /// The switch keeps its turns by itself, so a note that is lost holds nothing up.
    private void note(SecurityTrail.Act act, Principal who, String why) {
        try {
            trail.note(act, who.getName(), "all execution", why);
        } catch (JournalException e) {
            LOG.warn("a turn of the kill switch could not be noted: {}", e.getMessage());
        }
    }
}
