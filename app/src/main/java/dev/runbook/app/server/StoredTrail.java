package dev.runbook.app.server;

import dev.runbook.app.security.SecurityTrail;
import dev.runbook.store.security.SecurityLog;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The record of access in the store. Safe for use by many threads.
///
/// @param clock real time, whatever the time in the system is
record StoredTrail(SecurityLog log, InstantSource clock) implements SecurityTrail {

    @Override
    public void note(Act act, String actor, String subject, String detail) {
        log.add(clock.instant(), act.key(), actor, subject, detail);
    }

    /// Notes how the system is configured, if that is not what the last start noted.
    void noteConfiguration(String configuration) {
        var last = log.last(Act.CONFIGURED.key());
        if (last.isEmpty() || !last.get().detail().equals(configuration))
            note(Act.CONFIGURED, "", "the start of the server", configuration);
    }

    @Override
    public List<Entry> newest(int count, long before) {
        return log.newest(count, before).stream()
                .map(entry ->
                        new Entry(entry.seq(), entry.at(), entry.act(), entry.actor(), entry.subject(), entry.detail()))
                .toList();
    }

    @Override
    public Optional<String> fault() {
        return log.fault();
    }
}
