package dev.runbook.store.embedded;

import dev.runbook.store.database.DatabaseUrl;
import dev.runbook.store.database.StoreException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/// A running PostgreSQL server whose data lives in a directory of ours and stays there between runs.
///
/// The directory holds `postgres/` (the server's files), `postgres.log`, `password` (readable by its owner
/// alone) and `lock`. A server that a killed process left behind is stopped at the next start; one that ends by
/// itself is started again. What was acknowledged is kept.
public final class EmbeddedPostgres implements AutoCloseable {

    private static final int ATTEMPTS = 20;

    private final DirectoryLock lock;
    private final Cluster cluster;
    private final DatabaseUrl url;
    private final Watch watch;

    private EmbeddedPostgres(DirectoryLock lock, Cluster cluster, DatabaseUrl url) {
        this.lock = lock;
        this.cluster = cluster;
        this.url = url;
        this.watch = new Watch(cluster, url.port());
    }

    /// Starts the server; makes its files at the first start.
    ///
    /// @param data where the data is kept; made if it is missing
    /// @param cache where the server's programs are unpacked once for all data directories
    /// @param secrets makes the password at the first start
    /// @throws StoreException when it cannot be started, with the reason in one line
    public static EmbeddedPostgres start(Path data, Path cache, RandomGenerator secrets) throws InterruptedException {
        var directory = data.toAbsolutePath().normalize();
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw DirectoryFault.of("create", directory, e);
        }
        var lock = DirectoryLock.acquire(directory);
        try {
            return start(lock, directory, cache, secrets);
        } catch (IOException e) {
            lock.close();
            throw DirectoryFault.of("use", directory, e);
        } catch (RuntimeException | InterruptedException e) {
            lock.close();
            throw e;
        }
    }

    private static EmbeddedPostgres start(DirectoryLock lock, Path data, Path cache, RandomGenerator secrets)
            throws IOException, InterruptedException {
        var servant = Servant.ofThisProcess();
        servant.mustReach(data);
        var cluster = new Cluster(data, binaries(cache, data, servant), servant);
        var password = password(data.resolve("password"), secrets);
        cluster.createUnlessThere(password);
        // A killed process may have left it running.
        cluster.stop();
        var port = startOnAFreePort(cluster);
        return new EmbeddedPostgres(
                lock, cluster, new DatabaseUrl("127.0.0.1", port, "postgres", Cluster.USER, password, Map.of()));
    }

    /// In the cache; in the data directory where the cache cannot be used.
    private static Binaries binaries(Path cache, Path data, Servant servant) throws IOException {
        // Another user may not be let into the cache, which is usually in a home.
        if (servant.isSomebodyElse()) return Binaries.unpackedIn(data);
        try {
            return Binaries.unpackedIn(cache);
        } catch (IOException _) {
            return Binaries.unpackedIn(data);
        }
    }

    private static String password(Path file, RandomGenerator secrets) throws IOException {
        if (Files.exists(file)) return Files.readString(file);
        var bytes = new byte[24];
        secrets.nextBytes(bytes);
        var password = HexFormat.of().formatHex(bytes);
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var channel = Files.newByteChannel(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)) {
            channel.write(java.nio.ByteBuffer.wrap(password.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        }
        return password;
    }

    private static int startOnAFreePort(Cluster cluster) throws IOException, InterruptedException {
        var inTheWay = "";
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            var port = freePort();
            var trouble = cluster.start(port);
            if (trouble.isEmpty()) return port;
            inTheWay = trouble.get();
        }
        throw new StoreException("PostgreSQL did not start on " + cluster.data() + " in " + ATTEMPTS
                + " attempts, because " + inTheWay + ": end what is in the way and start again");
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// How to reach the server; holds its password.
    public DatabaseUrl url() {
        return url;
    }

    /// Stops the server and frees the directory. Connections that are still open are cut.
    @Override
    public void close() {
        try {
            watch.end();
            cluster.stop();
        } catch (IOException e) {
            throw DirectoryFault.of("stop the server on", cluster.data(), e);
        } catch (InterruptedException _) {
            // The next start finds it and stops it.
            Thread.currentThread().interrupt();
        } finally {
            lock.close();
        }
    }
}
