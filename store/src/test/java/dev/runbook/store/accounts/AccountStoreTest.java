package dev.runbook.store.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.core.value.Digest;
import dev.runbook.store.TestDatabase;
import dev.runbook.store.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;

class AccountStoreTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00.123456Z");
    private static final OperatorAccount ANN =
            new OperatorAccount("ann", "Ann Ö.", "{bcrypt}$2a$secret", Set.of("responder", "commander"));

    private static Database database;
    private static AccountStore accounts;

    @BeforeAll
    static void open() {
        database = TestDatabase.fresh();
        accounts = new AccountStore(database.dataSource());
        accounts.add(ANN);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void anOperatorIsFoundAsAdded() {
        assertThat(accounts.find("ann")).contains(ANN);
        assertThat(accounts.find("bob")).isEmpty();
        assertThat(accounts.operators()).contains(ANN);
    }

    @Test
    void aNameIsTakenOnce() {
        var impostor = new OperatorAccount("ann", "Not Ann", "{bcrypt}other", Set.of());

        assertThat(accounts.add(impostor)).isFalse();
        assertThat(accounts.find("ann")).contains(ANN);
    }

    @Test
    void anOperatorCanBeChanged() {
        accounts.add(new OperatorAccount("cid", "Cid", "{bcrypt}old", Set.of()));
        var changed = new OperatorAccount("cid", "Cid C.", "{bcrypt}new", Set.of("responder"));

        assertThat(accounts.change(changed)).isTrue();
        assertThat(accounts.find("cid")).contains(changed);
        assertThat(accounts.change(new OperatorAccount("nobody", "", "", Set.of())))
                .isFalse();
    }

    @Test
    void viewsAreKeptByName() {
        accounts.add(new OperatorAccount("dot", "Dot", "{bcrypt}x", Set.of()));
        var mine = new AccountStore.View("mine", "asked", "high", "100% \0");
        assertThat(accounts.keepView("dot", new AccountStore.View("mine", "all", "", ""), 2))
                .isTrue();
        assertThat(accounts.keepView("dot", mine, 2)).isTrue();
        assertThat(accounts.keepView("dot", new AccountStore.View("all", "all", "", ""), 2))
                .isTrue();
        assertThat(accounts.keepView("dot", new AccountStore.View("more", "all", "", ""), 2))
                .isFalse();
        assertThat(accounts.keepView("dot", mine, 2)).isTrue();

        assertThat(accounts.views("dot")).extracting(AccountStore.View::name).containsExactly("all", "mine");
        assertThat(accounts.views("dot").getLast().severity()).isEqualTo("high");
        assertThat(accounts.views("ann")).isEmpty();
        accounts.forgetView("dot", "mine");
        assertThat(accounts.views("dot")).hasSize(1);
    }

    @Test
    void aPasswordHashIsNotShown() {
        assertThat(ANN.toString()).doesNotContain("secret");
    }

    @Test
    void aTokenActsForItsOperatorUntilItExpires() {
        var token = token("laptop", Optional.of(NOON.plus(Duration.ofHours(1))));
        accounts.issue(token);

        assertThat(accounts.holder(token.digest(), NOON).map(AccountStore.Held::operator))
                .contains(ANN);
        assertThat(accounts.holder(token.digest(), NOON.plus(Duration.ofMinutes(59)))
                        .map(AccountStore.Held::operator))
                .contains(ANN);
        assertThat(accounts.holder(token.digest(), NOON.plus(Duration.ofHours(1))))
                .isEmpty();
        assertThat(accounts.tokens("ann")).contains(token);
    }

    @Test
    void aRevokedTokenActsForNobody() {
        var token = token("lost phone", Optional.empty());
        accounts.issue(token);

        assertThat(accounts.revoke(token.digest(), NOON)).isTrue();

        assertThat(accounts.holder(token.digest(), NOON)).isEmpty();
        assertThat(accounts.revoke(token.digest(), NOON.plusSeconds(1))).isFalse();
        assertThat(accounts.tokens("ann"))
                .filteredOn(t -> t.digest().equals(token.digest()))
                .extracting(ApiToken::revokedAt)
                .containsExactly(Optional.of(NOON));
    }

    @Test
    void anUnknownTokenActsForNobody() {
        assertThat(accounts.holder(Digest.of("guess"), NOON)).isEmpty();
    }

    @Test
    void anAccountMayBeClosedAndLimited() {
        var limited = new OperatorAccount(
                "dan",
                "Dan",
                "{bcrypt}x",
                Set.of("approver"),
                OperatorAccount.Standing.CLOSED,
                Set.of("checkout", "pay*"),
                Set.of("staging"));

        accounts.add(limited);

        assertThat(accounts.find("dan")).contains(limited);
    }

    @Test
    void aTokenMayActWithLessThanItsOperator() {
        var token = new ApiToken(
                Digest.of("scoped"), "ann", "scoped", NOON, Optional.empty(), Optional.empty(), Optional.of("viewer"));

        accounts.issue(token);

        assertThat(accounts.holder(token.digest(), NOON))
                .map(AccountStore.Held::token)
                .contains(token);
    }

    @Test
    void aTokenNeedsAnOperator() {
        var orphan = new ApiToken(Digest.of("x"), "nobody", "x", NOON, Optional.empty(), Optional.empty());

        assertThatThrownBy(() -> accounts.issue(orphan)).isInstanceOf(DataIntegrityViolationException.class);
    }

    private static ApiToken token(String label, Optional<Instant> expiresAt) {
        return new ApiToken(Digest.of(label), "ann", label, NOON, expiresAt, Optional.empty());
    }
}
