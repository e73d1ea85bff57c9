package dev.runbook.app.crash;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/// The world outside: it does what it is asked to do, slowly, and counts how often it did it under each key. It
/// lives in another process than those that ask.
///
/// `POST /act/KEY` does it once more and answers, mostly: one answer in twenty is lost. `GET /act/KEY` answers
/// how often it was done.
final class EffectCounter implements AutoCloseable {

    private final Map<String, Integer> done = new ConcurrentHashMap<>();
    private final Random random;
    private final HttpServer server;

    EffectCounter(long seed) throws IOException {
        random = new Random(seed);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/act/", this::answer);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /// How often each key was done.
    Map<String, Integer> done() {
        return Map.copyOf(done);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var key = exchange.getRequestURI().getPath().substring("/act/".length());
            boolean lost = false;
            if (exchange.getRequestMethod().equals("POST")) {
                LockSupport.parkNanos(below(3_000_000));
                done.merge(key, 1, Integer::sum);
                LockSupport.parkNanos(below(3_000_000));
                lost = below(20) == 0;
            }
            if (lost) return;
            var answer = String.valueOf(done.getOrDefault(key, 0)).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        } catch (IOException hungUp) {
            // Whoever asked is dead by now.
        }
    }

    private int below(int bound) {
        synchronized (random) {
            return random.nextInt(bound);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
