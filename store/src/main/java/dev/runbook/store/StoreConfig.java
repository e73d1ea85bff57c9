package dev.runbook.store;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/// How the store is opened.
///
/// @param data the folder of the embedded database, and of what else must outlive the process
/// @param url an outside PostgreSQL, `postgres://user:password@host:port/db`; the embedded one when empty
/// @param clock the clock that the incidents' timers are read by
/// @param speed how many seconds of that clock pass in a real one, at least 1
/// @param width how many incidents are driven at once, at least 1
public record StoreConfig(Path data, Optional<String> url, InstantSource clock, double speed, int width) {
    public StoreConfig {
        if (!(speed >= 1)) throw new IllegalArgumentException("speed below 1: " + speed);
        if (width < 1) throw new IllegalArgumentException("width below 1: " + width);
    }
}
