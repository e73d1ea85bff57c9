package dev.runbook.store.journal;

import dev.runbook.core.diagnosis.PastCase;
import dev.runbook.core.engine.Event;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The incidents that people confirmed and did not take back since, from the journal. Safe for use by many
/// threads; throws [org.springframework.dao.DataAccessException] when the database fails.
public final class RememberedCases implements Supplier<List<PastCase>> {

    /// What is looked for is in the index `journal_memory`.
    private static final String WHERE = " from journal where type in ('Remembered', 'Forgotten')";

    private final JdbcClient database;

    private volatile Known known = new Known(0, List.of());

    /// @param entries how many entries of the journal it was made from; these are never changed, so their
    ///     number says whether there are others
    private record Known(long entries, List<PastCase> cases) {}

    private record Entry(String incident, String payload) {}

    public RememberedCases(DataSource database) {
        this.database = JdbcClient.create(database);
    }

    /// What is remembered now, the oldest first.
    @Override
    public List<PastCase> get() {
        long entries = database.sql("select count(*)" + WHERE).query(Long.class).single();
        var last = known;
        if (last.entries() == entries) return last.cases();
        var read = read();
        known = read;
        return read.cases();
    }

    private Known read() {
        var entries = database.sql("select incident, payload" + WHERE + " order by at, incident, seq")
                .query((row, _) -> new Entry(row.getString(1), row.getString(2)))
                .list();
        var cases = new LinkedHashMap<String, PastCase>();
        for (var entry : entries)
            switch (EventJson.read(entry.payload()).event()) {
                case Event.Remembered(var lesson) -> cases.put(entry.incident(), lesson);
                case Event _ -> cases.remove(entry.incident());
            }
        return new Known(
                entries.size(),
                cases.values().stream()
                        .sorted(Comparator.comparing(PastCase::at))
                        .toList());
    }
}
