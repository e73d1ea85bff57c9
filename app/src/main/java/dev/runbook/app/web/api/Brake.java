package dev.runbook.app.web.api;

import dev.runbook.app.web.Backend;
import dev.runbook.app.web.view.KillSwitchView;
import dev.runbook.core.incident.Actor;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/// Turns the kill switch for whoever may, from the API and from pages. Safe for use by many threads.
public final class Brake {

    private static final int MAX_REASON = 1000;

    private final Backend backend;

    public Brake(Backend backend) {
        this.backend = backend;
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
        return KillSwitchView.of(position, backend.effects());
    }
}
