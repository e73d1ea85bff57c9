package dev.runbook.store.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupCommitTest {

    private static final String REFUSED = "23505";
    private static final String DEADLOCK = "40P01";
    private static final String CONNECTION_LOST = "08006";

    private final Notebook notebook = new Notebook();
    private final GroupCommit<String, String> commit = new GroupCommit<>("test-writer", 1, 3, notebook);

    /// What was written, one list for each transaction. Those with "held" in them wait until they are let go.
    private static final class Notebook implements GroupCommit.Transaction<String, String> {
        private final List<List<String>> transactions = new CopyOnWriteArrayList<>();
        private final List<Thread> writers = new CopyOnWriteArrayList<>();
        private final CountDownLatch letGo = new CountDownLatch(1);
        private final AtomicInteger deadlocks = new AtomicInteger();

        @Override
        public List<String> write(List<String> items) throws SQLException {
            transactions.add(items);
            writers.add(Thread.currentThread());
            try {
                if (items.contains("held")) letGo.await();
            } catch (InterruptedException e) {
                throw new SQLException("interrupted", CONNECTION_LOST, e);
            }
            if (items.contains("bad")) throw new SQLException("bad", REFUSED);
            if (items.contains("unlucky") && deadlocks.getAndDecrement() > 0) throw new SQLException("x", DEADLOCK);
            if (items.contains("cut off")) throw new SQLException("gone", CONNECTION_LOST);
            if (items.contains("broken")) throw new IllegalStateException("broken");
            return items.stream().map(item -> item + " written").toList();
        }
    }

    @AfterEach
    void close() {
        notebook.letGo.countDown();
        commit.close();
    }

    @Test
    void whoComesAloneWritesByThemselves() throws SQLException {
        assertThat(commit.submit("a")).isEqualTo("a written");
        assertThat(commit.submit("b")).isEqualTo("b written");

        assertThat(notebook.transactions).containsExactly(List.of("a"), List.of("b"));
        assertThat(notebook.writers).containsOnly(Thread.currentThread());
    }

    @Test
    void whoBeginsDoesNotWait() throws Exception {
        var held = commit.begin("held");
        await().until(() -> notebook.transactions.size() == 1);
        var more = List.of(commit.begin("a"), commit.begin("b"), commit.begin("cut off"));

        assertThat(held).isNotDone();
        assertThat(more).noneMatch(CompletableFuture::isDone);
        notebook.letGo.countDown();

        assertThat(held.get()).isEqualTo("held written");
        assertThat(notebook.writers).doesNotContain(Thread.currentThread());
        assertThatThrownBy(() -> more.getLast().get()).hasRootCauseInstanceOf(SQLException.class);
    }

    @Test
    void ofTwoWritersOneWorksWhileTheOtherWaits() throws Exception {
        try (var two = new GroupCommit<>("two-writers", 2, 3, notebook)) {
            var held = two.begin("held");
            await().until(() -> notebook.transactions.size() == 1);

            assertThat(two.begin("a").get()).isEqualTo("a written");
            assertThat(held).isNotDone();
            notebook.letGo.countDown();
        }
    }

    @Test
    void whatComesMeanwhileIsSharedUpToTheLimit() throws Exception {
        var results = whileOthersAreHeld("a", "b", "c", "d", "e");

        assertThat(results).allSatisfy(result -> assertThat(result.get()).endsWith("written"));
        assertThat(notebook.transactions).endsWith(List.of("a", "b", "c"), List.of("d", "e"));
    }

    @Test
    void aBadItemDoesNotFailItsNeighbours() throws Exception {
        var results = whileOthersAreHeld("a", "bad", "b");

        assertThat(results.get(0).get()).isEqualTo("a written");
        assertThat(results.get(2).get()).isEqualTo("b written");
        assertThatThrownBy(results.get(1)::get).hasRootCauseMessage("bad");
        assertThat(notebook.transactions)
                .endsWith(List.of("a", "bad", "b"), List.of("a"), List.of("bad"), List.of("b"));
    }

    @Test
    void whatMayHaveBeenWrittenIsNotWrittenAgain() throws Exception {
        var results = whileOthersAreHeld("a", "cut off");

        assertThat(results).allSatisfy(result -> assertThatThrownBy(result::get).hasRootCauseMessage("gone"));
        assertThat(notebook.transactions).endsWith(List.of("a", "cut off"));
    }

    @Test
    void whoLostARaceTriesAgain() throws SQLException {
        notebook.deadlocks.set(2);

        assertThat(commit.submit("unlucky")).isEqualTo("unlucky written");
        assertThat(notebook.transactions).hasSize(3);
    }

    @Test
    void whoLosesEveryRaceIsToldSo() {
        notebook.deadlocks.set(100);

        assertThatThrownBy(() -> commit.submit("unlucky")).isInstanceOf(SQLException.class);
        assertThat(notebook.transactions).hasSize(3);
    }

    @Test
    void aFaultOfTheProgramReachesTheCallerAndTheNextIsWritten() throws SQLException {
        assertThatThrownBy(() -> commit.submit("broken")).hasMessageContaining("broken");

        assertThat(commit.submit("a")).isEqualTo("a written");
    }

    @Test
    void whoIsInterruptedLeavesTheWritingToOthersAndStaysInterrupted() throws SQLException {
        Thread.currentThread().interrupt();

        assertThat(commit.submit("a")).isEqualTo("a written");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(notebook.writers).doesNotContain(Thread.currentThread());
    }

    @Test
    void whatWaitsIsWrittenBeforeItClosesAndNothingIsTakenAfter() throws Exception {
        var results = whileOthersAreHeld("a", "b");

        commit.close();

        assertThat(results).allSatisfy(result -> assertThat(result.get()).endsWith("written"));
        assertThatThrownBy(() -> commit.submit("late")).hasMessageContaining("closed");
    }

    /// Submits items, one after another, while a caller who came alone and the writing thread are both held.
    private List<CompletableFuture<String>> whileOthersAreHeld(String... items) {
        var alone = submit("held");
        await().until(() -> notebook.transactions.size() == 1);
        var writer = submit("held");
        await().until(() -> notebook.transactions.size() == 2);
        var results = new ArrayList<CompletableFuture<String>>();
        for (var item : items) results.add(submit(item));
        notebook.letGo.countDown();
        assertThat(List.of(alone.join(), writer.join())).containsOnly("held written");
        return results;
    }

    /// Returns when the item was handed in.
    private CompletableFuture<String> submit(String item) {
        var result = new CompletableFuture<String>();
        var caller = Thread.startVirtualThread(() -> {
            try {
                result.complete(commit.submit(item));
            } catch (SQLException | RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        await().until(() -> caller.getState() == Thread.State.WAITING || result.isDone());
        return result;
    }
}
