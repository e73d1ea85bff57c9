package dev.runbook.integrations.edge;

import java.time.Duration;
import java.util.Optional;

/// Why a vendor's answer could not be had.
///
/// @param reason for people; names the vendor and never holds a secret
/// @param status of HTTP; 0 when none came
/// @param code the vendor's own code for it; empty when it gave none
/// @param pause how long the vendor asks to be left alone
/// @param perhapsDone whether what was asked for may have happened all the same
public record Fault(Kind kind, String reason, int status, String code, Optional<Duration> pause, boolean perhapsDone) {

    /// What kinds there are.
    public enum Kind {
        /// No connection: nothing was asked.
        UNREACHABLE,
        /// The connection broke, or time ran out, after something had been asked.
        LOST,
        /// The vendor says that it failed.
        BROKEN,
        /// The vendor wants fewer calls.
        RATE_LIMITED,
        /// We did not ask: our own limit or the circuit breaker kept the call back.
        HELD_BACK,
        /// The credential is wrong, or may not do this.
        UNAUTHORISED,
        /// There is no such thing, or it is hidden from us.
        ABSENT,
        /// The vendor will not do this.
        REJECTED,
        /// The answer came, and is not what the vendor's description says.
        UNREADABLE;

        /// Whether asking again may help.
        public boolean mayPass() {
            return switch (this) {
                case UNREACHABLE, LOST, BROKEN, RATE_LIMITED, HELD_BACK -> true;
                case UNAUTHORISED, ABSENT, REJECTED, UNREADABLE -> false;
            };
        }

        /// Whether it leaves open whether the vendor did what was asked.
        boolean leavesOpen() {
            return switch (this) {
                case LOST, BROKEN, UNREADABLE -> true;
                case UNREACHABLE, RATE_LIMITED, HELD_BACK, UNAUTHORISED, ABSENT, REJECTED -> false;
            };
        }

        /// Whether it says that the vendor is ill, which is what the circuit breaker counts.
        boolean isIllness() {
            return switch (this) {
                case UNREACHABLE, LOST, BROKEN -> true;
                case RATE_LIMITED, HELD_BACK, UNAUTHORISED, ABSENT, REJECTED, UNREADABLE -> false;
            };
        }
    }

    /// A fault without status, code or wait.
    ///
    /// @param changes whether the call was to change something
    public static Fault of(Kind kind, String reason, boolean changes) {
        return new Fault(kind, reason, 0, "", Optional.empty(), changes && kind.leavesOpen());
    }

    /// A fault of something that was asked for and surely not done.
    public static Fault refused(String reason) {
        return of(Kind.REJECTED, reason, false);
    }
}
