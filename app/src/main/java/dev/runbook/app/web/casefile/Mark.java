package dev.runbook.app.web.casefile;

import java.time.Instant;
import java.util.Locale;

/// A moment that matters to an incident, to be seen on charts.
///
/// @param number its place in the order of time, from 1; charts and their key show it
/// @param text what happened, in a few words
public record Mark(int number, Kind kind, Instant at, String text) {

    /// What kind of moment it is.
    public enum Kind {
        /// The cause began.
        ONSET,
        /// Somebody changed something.
        CHANGE,
        /// The problem was reported.
        REPORT,
        /// An action began.
        ACTION,
        /// A look at the world found the problem gone.
        GOOD,
        /// A look at the world found the problem still there.
        BAD;

        /// The name that style sheets use.
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
