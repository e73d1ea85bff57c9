package dev.runbook.store.embedded;

import dev.runbook.store.database.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts the server again when it ends by itself, as it does when its disk is full, and tries until it runs.
final class Watch {

    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Cluster cluster;
    private final int port;
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private final Thread thread;

    /// @param cluster whose server runs on this port
    Watch(Cluster cluster, int port) {
        this.cluster = cluster;
        this.port = port;
        this.thread = Thread.ofPlatform().name("postgres-watch").daemon().start(this::watch);
    }

    private void watch() {
        try {
            while (!ended.isDone()) {
                var server = cluster.server();
                if (server.isPresent())
                    CompletableFuture.anyOf(server.get().onExit(), ended).get();
                if (!ended.isDone()) startAgain();
            }
        } catch (IOException | ExecutionException | InterruptedException e) {
            LOG.error("the PostgreSQL server on {} is not watched any more", cluster.data(), e);
        }
    }

    private void startAgain() throws InterruptedException, ExecutionException {
        LOG.warn("the PostgreSQL server on {} has ended by itself and is started again", cluster.data());
        var said = "";
        for (var trouble = start(); trouble.isPresent() && !endsSoon(); trouble = start()) {
            if (!trouble.get().equals(said)) LOG.warn("it does not start yet: {}", trouble.get());
            said = trouble.get();
        }
    }

    private boolean endsSoon() throws InterruptedException, ExecutionException {
        try {
            ended.get(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException _) {
            return false;
        }
    }

    private Optional<String> start() throws InterruptedException {
        try {
            return cluster.start(port);
        } catch (IOException | StoreException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /// Lets the server end from now on. Waits for a start that is under way.
    void end() throws InterruptedException {
        ended.complete(null);
        thread.join();
    }
}
