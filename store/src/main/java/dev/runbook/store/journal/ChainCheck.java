package dev.runbook.store.journal;

import java.util.List;

/// What a check of the journal found.
public sealed interface ChainCheck {

    /// Every entry is what was written, and none is missing.
    record Intact(long incidents, long entries) implements ChainCheck {}

    /// Somebody changed, added or removed something past the journal.
    ///
    /// @param faults the first of each incident, in the order of incidents; never empty
    record Broken(List<Fault> faults) implements ChainCheck {
        public Broken {
            faults = List.copyOf(faults);
            if (faults.isEmpty()) throw new IllegalArgumentException("broken without a fault");
        }

        @Override
        public String toString() {
            var more = faults.size() - 1;
            return faults.getFirst()
                    + (more == 0 ? "" : "; and " + more + (more == 1 ? " more incident" : " more incidents"));
        }
    }

    /// What is wrong with one incident.
    ///
    /// @param incident its id, as the table has it
    /// @param seq the place of its first entry that is not as it was written
    /// @param reason in words
    record Fault(String incident, long seq, String reason) {
        @Override
        public String toString() {
            return "entry " + seq + " of " + incident + ": " + reason;
        }
    }
}
