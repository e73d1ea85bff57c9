package dev.runbook.app.security;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The chained record of what was done about access. Safe for use by many threads; throws
/// [dev.runbook.core.journal.JournalException] when it cannot be written or read.
public interface SecurityTrail {

    /// What can be done.
    enum Act {
        SIGNED_IN,
        SIGN_IN_FAILED,
        SIGNED_OUT,
        PASSWORD_CHANGED,
        ACCOUNT_ADDED,
        ACCOUNT_CHANGED,
        TOKEN_ISSUED,
        TOKEN_REVOKED,
        EXECUTION_STOPPED,
        EXECUTION_RESUMED,
        RUNBOOK_CHANGED,
        CONFIGURED;

        /// The name that records use.
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// One thing that was done.
    ///
    /// @param seq from 1, without gaps
    /// @param actor who did it
    /// @param subject what or whom it was done to; may be empty
    record Entry(long seq, Instant at, String act, String actor, String subject, String detail) {}

    /// Notes an act; when this returns, the note is durable.
    void note(Act act, String actor, String subject, String detail);

    /// The newest entries, newest first.
    ///
    /// @param before only those before this one; `Long.MAX_VALUE` for all
    List<Entry> newest(int count, long before);

    /// What is wrong with the record, in a sentence; empty when every entry is what was written and none is
    /// missing.
    Optional<String> fault();
}
