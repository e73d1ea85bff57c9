package dev.runbook.app.web.page;

import dev.runbook.app.web.IncidentIndex;
import dev.runbook.app.web.Pace;
import java.time.Instant;
import org.springframework.dao.DataAccessException;

/// What the frame of every page shows besides its links. It is asked for when it is shown.
///
/// @param here the address of the request
public record Nav(String here, IncidentIndex index, Pace pace) {

    /// The system's time.
    public Instant now() {
        return pace.now();
    }

    /// How many of the system's seconds pass in a real one.
    public double speed() {
        return pace.speed();
    }

    /// How many incidents wait for people; none where that cannot be looked up, since the page that says so has this
    /// frame too.
    public long waiting() {
        try {
            return index.open().stream()
                    .filter(count -> Show.WAITING.phases().contains(count.phase()))
                    .mapToLong(IncidentIndex.Count::incidents)
                    .sum();
        } catch (DataAccessException _) {
            return 0;
        }
    }

    /// Whether the reader is in this part of the site.
    public boolean in(String part) {
        return part.equals("/") ? here.equals("/") || here.startsWith("/chat") : here.startsWith(part);
    }
}
