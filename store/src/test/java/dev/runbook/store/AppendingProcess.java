package dev.runbook.store;

import static dev.runbook.store.journal.Fixtures.comment;

import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.Journal.Append.Appended;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;

/// A process that adds to the journal until it is killed, and prints a line for each entry once it is
/// acknowledged: the incident, the place and the hash.
public final class AppendingProcess {

    private static final int CALLERS = 8;

    private AppendingProcess() {}

    /// @param arguments the data directory, and a word that tells this run's incidents from others
    public static void main(String[] arguments) throws Exception {
        var config = new StoreConfig(Path.of(arguments[0]), Optional.empty(), InstantSource.system(), 1, 1);
        try (var store = Store.open(config)) {
            var callers = new ArrayList<Thread>();
            for (int caller = 0; caller < CALLERS; caller++) {
                var incident = new IncidentId("INC-" + arguments[1] + "x" + caller);
                callers.add(Thread.startVirtualThread(() -> appendForEver(store, incident)));
            }
            for (var caller : callers) caller.join();
        }
    }

    private static void appendForEver(Store store, IncidentId incident) {
        for (long seq = 0; ; seq++) {
            var append = store.journal().append(comment(incident, seq, "entry " + seq));
            if (!(append instanceof Appended(var entries))) throw new IllegalStateException(append.toString());
            System.out.println(
                    incident + " " + (seq + 1) + " " + entries.getLast().hash());
        }
    }
}
