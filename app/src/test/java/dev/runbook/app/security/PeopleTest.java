package dev.runbook.app.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.testkit.SettableClock;
import dev.runbook.core.value.Digest;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

class PeopleTest {

    private static final PasswordEncoder QUICK =
            new DelegatingPasswordEncoder("bcrypt", Map.of("bcrypt", new BCryptPasswordEncoder(4)));

    private final SettableClock clock = SettableClock.atNoon();
    private final MemoryAccounts accounts = new MemoryAccounts();
    private final MemoryTrail trail = new MemoryTrail();
    private final People people = new People(accounts, QUICK, trail, new Random(7), clock);

    @BeforeEach
    void anAdministrator() {
        accounts.add(new Account("ada", "Ada", QUICK.encode("password of ada"), Role.ADMINISTRATOR));
    }

    private static String secret(People.Result result) {
        return ((People.Result.Done) result).secret();
    }

    @Test
    void aNewPersonHasAOneTimePasswordAndIsNoted() {
        var password = secret(people.add("zoe", "Zoe", Role.APPROVER, Reach.EVERYWHERE, "ada"));

        var zoe = accounts.find("zoe").orElseThrow();
        assertThat(QUICK.matches(password, zoe.passwordHash())).isTrue();
        assertThat(zoe.standing()).isEqualTo(Account.Standing.MUST_CHANGE_PASSWORD);
        assertThat(trail.told()).containsExactly("account_added ada zoe");
        assertThat(people.add("zoe", "Zoe", Role.VIEWER, Reach.EVERYWHERE, "ada"))
                .isInstanceOf(People.Result.Refused.class);
        assertThat(people.add("Zoë!", "Zoe", Role.VIEWER, Reach.EVERYWHERE, "ada"))
                .isInstanceOf(People.Result.Refused.class);
    }

    @Test
    void theLastAdministratorStays() {
        accounts.add(new Account("old", "Old", "{bcrypt}x", Role.ADMINISTRATOR));
        people.close("old", "ada");

        assertThat(people.close("ada", "system"))
                .isEqualTo(new People.Result.Refused("'ada' is the last administrator; make another one first"));
        assertThat(people.allow("ada", Role.VIEWER, Reach.EVERYWHERE, "system"))
                .isInstanceOf(People.Result.Refused.class);
        assertThat(accounts.find("ada").orElseThrow().role()).isEqualTo(Role.ADMINISTRATOR);
    }

    @Test
    void nobodyGivesThemselvesARole() {
        assertThat(people.allow("ada", Role.ADMINISTRATOR, Reach.EVERYWHERE, "ada"))
                .isInstanceOf(People.Result.Refused.class);
    }

    @Test
    void aPasswordIsChangedByWhoeverKnowsIt() {
        assertThat(people.changePassword("ada", "guess", "a better password"))
                .isEqualTo(new People.Result.Refused("the present password is another one"));
        assertThat(people.changePassword("ada", "password of ada", "short")).isInstanceOf(People.Result.Refused.class);
        assertThat(people.changePassword("ada", "password of ada", "ü".repeat(37)))
                .isInstanceOf(People.Result.Refused.class);

        assertThat(people.changePassword("ada", "password of ada", "a better password"))
                .isInstanceOf(People.Result.Done.class);

        assertThat(QUICK.matches(
                        "a better password", accounts.find("ada").orElseThrow().passwordHash()))
                .isTrue();
    }

    @Test
    void aTokenActsWithItsRoleUntilItsEnd() {
        var token = Digest.of(secret(people.issue("ada", "a job", Role.RESPONDER, Duration.ofDays(30))));

        assertThat(accounts.holder(token, clock.instant()))
                .get()
                .extracting(Account::role)
                .isEqualTo(Role.RESPONDER);
        clock.advance(Duration.ofDays(30));
        assertThat(accounts.holder(token, clock.instant())).isEmpty();
    }

    @Test
    void aRevokedTokenAndOneOfAClosedAccountActForNobody() {
        people.add("zoe", "Zoe", Role.APPROVER, Reach.EVERYWHERE, "ada");
        var first = Digest.of(secret(people.issue("zoe", "one", Role.VIEWER, Duration.ofDays(1))));
        var second = Digest.of(secret(people.issue("zoe", "two", Role.VIEWER, Duration.ofDays(1))));

        people.revoke("zoe", first, "ada");
        assertThat(accounts.holder(first, clock.instant())).isEmpty();
        assertThat(accounts.holder(second, clock.instant())).isPresent();
        people.close("zoe", "ada");
        assertThat(accounts.holder(second, clock.instant())).isEmpty();
        assertThat(people.revoke("ada", second, "ada")).isInstanceOf(People.Result.Refused.class);
    }

    @Test
    void nobodyTakesANameOverByAnIdentityProvider() {
        assertThat(people.welcome("ada", "Ada", "https://id.example 1", Role.VIEWER))
                .isEmpty();

        assertThat(people.welcome("bea", "Bea", "https://id.example 2", Role.VIEWER))
                .isPresent();
        assertThat(people.welcome("bea", "Bea", "https://id.example 3", Role.ADMINISTRATOR))
                .isEmpty();
        assertThat(people.welcome("bea", "Bea", "https://id.example 2", Role.APPROVER))
                .get()
                .extracting(Account::role)
                .isEqualTo(Role.APPROVER);
    }

    @Test
    void reachIsANameOrAPattern() {
        var reach = new Reach(Set.of("checkout", "pay*"), Set.of("staging"));

        assertThat(reach.covers(new Reach.Place(Set.of("payments"), "staging"))).isTrue();
        assertThat(reach.covers(new Reach.Place(Set.of("payments"), "production")))
                .isFalse();
        assertThat(reach.covers(new Reach.Place(Set.of("checkout", "ledger"), "staging")))
                .isFalse();
        assertThat(reach.covers(new Reach.Place(Set.of(), "staging"))).isFalse();
        assertThat(new Reach(Set.of("a.b"), Set.of()).covers(new Reach.Place(Set.of("axb"), "")))
                .isFalse();
        assertThat(Reach.EVERYWHERE.covers(new Reach.Place(Set.of(), "anything")))
                .isTrue();
    }
}
