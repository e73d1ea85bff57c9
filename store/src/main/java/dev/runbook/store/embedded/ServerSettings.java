package dev.runbook.store.embedded;

import java.util.List;
import java.util.stream.Collectors;

/// How the server is run. Given at each start, so that no old file of settings lives on in a data directory.
final class ServerSettings {

    private static final List<String> SETTINGS = List.of(
            // What was acknowledged is on disk.
            "fsync=on",
            "synchronous_commit=on",
            "full_page_writes=on",
            // No way in but loopback.
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "password_encryption=scram-sha-256",
            // Small: the whole server is for one program, its data for one team.
            "max_connections=100",
            "shared_buffers=32MB",
            "wal_buffers=1MB",
            "min_wal_size=32MB",
            "max_wal_size=256MB",
            "work_mem=4MB",
            "maintenance_work_mem=32MB",
            "jit=off",
            "io_method=sync",
            "max_worker_processes=2",
            "max_parallel_workers=0",
            "max_parallel_workers_per_gather=0",
            "max_parallel_maintenance_workers=0",
            "autovacuum_max_workers=1",
            "autovacuum_worker_slots=1",
            // No replicas.
            "wal_level=minimal",
            "max_wal_senders=0",
            "max_logical_replication_workers=0",
            // The same on every machine.
            "timezone=UTC",
            "log_timezone=UTC",
            // What goes wrong, not what goes on.
            "log_checkpoints=off",
            "log_min_messages=warning",
            "log_startup_progress_interval=0");

    private ServerSettings() {}

    static String asOptions(int port) {
        return SETTINGS.stream().collect(Collectors.joining(" -c ", "-p " + port + " -c ", ""));
    }
}
