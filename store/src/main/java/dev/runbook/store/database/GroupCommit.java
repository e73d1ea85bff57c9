package dev.runbook.store.database;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/// Lets concurrent callers share transactions: what they have ready while a transaction is written goes into
/// the next, together. Nobody waits for company: who comes alone writes at once, without waking another thread.
///
/// Safe for use by many threads. Shared transactions are written by a thread of its own, so that a caller who
/// is interrupted takes no connection, and no other caller, with it.
///
/// @param <T> what callers hand in
/// @param <R> what each gets back once its transaction is durable
public final class GroupCommit<T, R> implements AutoCloseable {

    /// Writes items in one transaction.
    @FunctionalInterface
    public interface Transaction<T, R> {
        /// @param items never empty
        /// @return one result for each item, in their order; the transaction is durable
        List<R> write(List<T> items) throws SQLException;
    }

    private static final int ATTEMPTS = 3;

    private final String name;
    private final int limit;
    private final Transaction<T, R> transaction;
    private final List<Thread> writers;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Request<T, R>> waiting = new ArrayDeque<>();
    private int writing;
    private boolean closed;

    /// @param name of the writing threads
    /// @param threads how many shared transactions are written at the same time: with two, one is executed
    ///     while the other waits for the disk
    /// @param limit how many items a transaction takes at most
    public GroupCommit(String name, int threads, int limit, Transaction<T, R> transaction) {
        this.name = name;
        this.limit = limit;
        this.transaction = transaction;
        this.writers = IntStream.rangeClosed(1, threads)
                .mapToObj(n -> Thread.ofPlatform().name(name + "-" + n).daemon().start(this::writeUntilClosed))
                .toList();
    }

    /// Hands an item in and waits until it is durable. An interrupt is left for later; a caller who comes alone
    /// and is interrupted meanwhile may lose the connection.
    ///
    /// @throws SQLException when it was not written, or nobody knows because the database went away meanwhile
    public R submit(T item) throws SQLException {
        var request = new Request<T, R>(item, new CompletableFuture<>());
        if (beginsAlone(request)) {
            try {
                writeAlone(request);
            } finally {
                ended();
            }
        }
        try {
            return request.result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof SQLException fault) throw fault;
            throw e;
        }
    }

    /// Hands an item in and returns at once. What follows on the future must be short: it is done by the thread that
    /// writes.
    ///
    /// @return its result once it is durable; fails with an [SQLException] as [#submit] does
    public CompletableFuture<R> begin(T item) {
        var request = new Request<T, R>(item, new CompletableFuture<>());
        lock.lock();
        try {
            if (closed) throw new IllegalStateException(name + " is closed");
            waiting.add(request);
            changed.signal();
        } finally {
            lock.unlock();
        }
        return request.result;
    }

    /// Whether the caller is to write by itself; else its request was put with the others.
    private boolean beginsAlone(Request<T, R> request) {
        lock.lock();
        try {
            if (closed) throw new IllegalStateException(name + " is closed");
            if (writing == 0 && waiting.isEmpty() && !Thread.currentThread().isInterrupted()) {
                writing++;
                return true;
            }
            waiting.add(request);
            changed.signal();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void ended() {
        lock.lock();
        try {
            writing--;
        } finally {
            lock.unlock();
        }
    }

    private void writeUntilClosed() {
        for (var batch = next(); !batch.isEmpty(); batch = next()) {
            write(batch);
            ended();
        }
    }

    /// What is waiting, as soon as there is something; empty when there will be nothing more.
    private List<Request<T, R>> next() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) changed.awaitUninterruptibly();
            var batch = new ArrayList<Request<T, R>>();
            while (!waiting.isEmpty() && batch.size() < limit) batch.add(waiting.removeFirst());
            writing++;
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void write(List<Request<T, R>> batch) {
        try {
            settle(batch);
        } catch (SQLException e) {
            // One bad item must not fail the others. Where nobody knows whether they were written, they must not
            // be written again.
            if (SqlFault.of(e) == SqlFault.OUTCOME_UNKNOWN) fail(batch, e);
            else batch.forEach(this::writeAlone);
        } catch (RuntimeException | Error e) {
            fail(batch, e);
        }
    }

    private void writeAlone(Request<T, R> request) {
        for (int attempt = 1; ; attempt++) {
            try {
                settle(List.of(request));
                return;
            } catch (SQLException e) {
                if (SqlFault.of(e) == SqlFault.LOST_A_RACE && attempt < ATTEMPTS) continue;
                fail(List.of(request), e);
                return;
            } catch (RuntimeException | Error e) {
                fail(List.of(request), e);
                return;
            }
        }
    }

    private void settle(List<Request<T, R>> batch) throws SQLException {
        var results = transaction.write(batch.stream().map(Request::item).toList());
        for (int i = 0; i < batch.size(); i++) batch.get(i).result.complete(results.get(i));
    }

    private void fail(List<Request<T, R>> batch, Throwable cause) {
        batch.forEach(request -> request.result.completeExceptionally(cause));
    }

    /// Writes what is waiting and takes nothing more.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            for (var writer : writers) writer.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private record Request<T, R>(T item, CompletableFuture<R> result) {}
}
