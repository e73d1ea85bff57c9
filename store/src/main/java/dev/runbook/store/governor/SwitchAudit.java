package dev.runbook.store.governor;

import dev.runbook.core.governor.KillSwitch;
import dev.runbook.store.database.CountedChain;
import java.util.Optional;
import javax.sql.DataSource;

/// Checks that the turns of the kill switch are what was written, and that none is missing. Safe for use by
/// many threads.
public final class SwitchAudit {

    private static final CountedChain<SwitchEntry> TURNS =
            new CountedChain<>(KillSwitch.SCOPE, "kill_switch", "kill switch", "turn", SwitchEntry::read);

    private final DataSource database;

    public SwitchAudit(DataSource database) {
        this.database = database;
    }

    /// What is wrong, in a sentence; empty when nothing is.
    public Optional<String> fault() {
        return TURNS.fault(database);
    }
}
