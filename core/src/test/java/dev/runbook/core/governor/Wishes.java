package dev.runbook.core.governor;

import dev.runbook.core.governor.Wish.Purpose;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.testkit.SettableClock;
import java.time.Instant;
import java.util.Optional;

/// Wishes with good defaults: at noon, INC-1 wants to restart `checkout` in production.
public final class Wishes {

    public static final OperationName RESTART = new OperationName(Capability.COMPUTE, "restart_service");

    private Wishes() {}

    public static Wish aWish() {
        return aWish("INC-1", "checkout");
    }

    public static Wish aWish(String incident, String target) {
        return new Wish(
                new IncidentId(incident),
                new IdempotencyKey(incident + "/restart/1"),
                "production",
                "production",
                target,
                RESTART,
                Optional.of(target),
                Purpose.CHANGE,
                SettableClock.NOON);
    }

    public static Wish at(Wish wish, Instant at) {
        return new Wish(
                wish.incident(),
                wish.key(),
                wish.environment(),
                wish.estate(),
                wish.service(),
                wish.operation(),
                wish.target(),
                wish.purpose(),
                at);
    }

    public static Wish of(Wish wish, Purpose purpose) {
        return new Wish(
                wish.incident(),
                wish.key(),
                wish.environment(),
                wish.estate(),
                wish.service(),
                wish.operation(),
                wish.target(),
                purpose,
                wish.at());
    }

    public static Wish as(Wish wish, IdempotencyKey key) {
        return new Wish(
                wish.incident(),
                key,
                wish.environment(),
                wish.estate(),
                wish.service(),
                wish.operation(),
                wish.target(),
                wish.purpose(),
                wish.at());
    }

    public static Wish in(Wish wish, String estate) {
        return new Wish(
                wish.incident(),
                wish.key(),
                estate,
                estate,
                wish.service(),
                wish.operation(),
                wish.target(),
                wish.purpose(),
                wish.at());
    }
}
