package dev.runbook.store.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;

/// The files of one PostgreSQL server, and the programs that work on them.
///
/// @param data what the user calls the data directory; absolute
record Cluster(Path data, Binaries binaries, Servant servant) {

    static final String USER = "runbook";

    private Path files() {
        return data.resolve("postgres");
    }

    private ServerLog log() {
        return new ServerLog(data.resolve("postgres.log"));
    }

    /// Makes the files at the first start. They appear under their name when they are whole and on disk.
    void createUnlessThere(String password) throws IOException, InterruptedException {
        if (Files.exists(files())) return;
        var unfinished = data.resolve("postgres.unfinished");
        Binaries.delete(unfinished);
        Files.createDirectory(unfinished);
        servant.own(unfinished);
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var passwordFile = Files.createTempFile(data, "initdb", ".tmp", ownerOnly);
        try {
            Files.writeString(passwordFile, password);
            servant.own(passwordFile);
            var run = servant.program()
                    .run(
                            binaries.initdb(),
                            "--pgdata=" + unfinished,
                            "--username=" + USER,
                            "--pwfile=" + passwordFile,
                            "--auth=scram-sha-256",
                            "--encoding=UTF8",
                            // The same letters in the same order on every machine.
                            "--locale=C",
                            "--locale-provider=builtin",
                            "--builtin-locale=C.UTF-8",
                            "--no-instructions");
            if (!run.succeeded())
                throw ServerLog.fault("PostgreSQL could not make its files in " + data, data, run.output());
            Files.move(unfinished, files());
        } finally {
            Files.delete(passwordFile);
        }
    }

    /// The server that runs on these files, whoever started it.
    Optional<ProcessHandle> server() throws IOException {
        var pidFile = files().resolve("postmaster.pid");
        if (!Files.exists(pidFile)) return Optional.empty();
        var pid = Files.readAllLines(pidFile).stream().findFirst().orElse("0");
        var process = ProcessHandle.of(Long.parseLong(pid.strip()));
        if (process.isEmpty() || isOurs(process.get())) return process;
        // After a restart of the machine the number may be another program's, and a server would wait for its end.
        Files.delete(pidFile);
        return Optional.empty();
    }

    private boolean isOurs(ProcessHandle process) {
        var info = process.info();
        return info.command().filter(c -> c.endsWith("/postgres")).isPresent()
                && info.arguments()
                        .filter(a -> Arrays.asList(a).contains(files().toString()))
                        .isPresent();
    }

    /// Starts the server and waits until it answers; after a crash that includes its recovery.
    ///
    /// @return what was in the way, where another try on another port may work; empty when the server runs
    Optional<String> start(int port) throws IOException, InterruptedException {
        servant.own(files());
        log().prepare();
        servant.own(log().file());
        var before = log().length();
        var run = servant.program()
                .run(
                        binaries.pgCtl(),
                        "start",
                        "--pgdata=" + files(),
                        "--log=" + log().file(),
                        "--options=" + ServerSettings.asOptions(port),
                        // It is its own master in its own session: Ctrl-C reaches us, and we stop it when we are done.
                        "--wait",
                        "--timeout=300");
        if (run.succeeded()) return Optional.empty();
        var said = log().since(before);
        if (said.contains("Address already in use")) return Optional.of("port " + port + " is taken");
        if (said.contains("pre-existing shared memory block")) return Optional.of("an old server is still ending");
        throw ServerLog.fault("PostgreSQL did not start on " + data, data, said.isBlank() ? run.output() : said);
    }

    /// Stops the server, if it runs: in order if that is quickly done, else at once, which loses nothing
    /// either.
    void stop() throws IOException, InterruptedException {
        if (server().isEmpty() || stop("fast", 30).succeeded()) return;
        var run = stop("immediate", 10);
        if (!run.succeeded()) throw ServerLog.fault("PostgreSQL did not stop on " + data, data, run.output());
    }

    private Program.Run stop(String mode, int seconds) throws IOException, InterruptedException {
        return servant.program()
                .run(
                        binaries.pgCtl(),
                        "stop",
                        "--pgdata=" + files(),
                        "--mode=" + mode,
                        "--wait",
                        "--timeout=" + seconds);
    }
}
