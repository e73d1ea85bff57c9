package dev.runbook.app.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.testkit.SettableClock;
import dev.runbook.core.value.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

class FirstAccountsTest {

    private static final PasswordEncoder QUICK =
            new DelegatingPasswordEncoder("bcrypt", java.util.Map.of("bcrypt", new BCryptPasswordEncoder(4)));

    @TempDir
    private Path data;

    private final SettableClock clock = SettableClock.atNoon();
    private final MemoryAccounts accounts = new MemoryAccounts();

    private FirstAccounts first(int seed) {
        return new FirstAccounts(accounts, QUICK, new Random(seed), clock);
    }

    @Test
    void aDemoBeginsWithThreeApproversAndAViewer() {
        var created = first(1).ensure(true, data);

        assertThat(created).extracting(FirstAccounts.Created::name).containsExactly("ann", "bob", "cleo", "eve");
        assertThat(created)
                .extracting(FirstAccounts.Created::role)
                .containsExactly(Role.APPROVER, Role.APPROVER, Role.APPROVER, Role.VIEWER);
        assertThat(created)
                .allSatisfy(one -> assertThat(QUICK.matches(
                                one.password(),
                                accounts.find(one.name()).orElseThrow().passwordHash()))
                        .isTrue());
        assertThat(created).extracting(FirstAccounts.Created::password).doesNotHaveDuplicates();
    }

    @Test
    void otherwiseThereIsOneAdministrator() {
        assertThat(first(1).ensure(false, data)).singleElement().satisfies(admin -> {
            assertThat(admin.name()).isEqualTo("admin");
            assertThat(admin.role()).isEqualTo(Role.ADMINISTRATOR);
        });
    }

    @Test
    void everyFirstOperatorHasATokenThatOnlyTheSystemsUserCanRead() throws IOException {
        first(1).ensure(true, data);

        for (var name : new String[] {"ann", "bob", "cleo", "eve"}) {
            var file = data.resolve("tokens").resolve(name);
            assertThat(accounts.holder(Digest.of(Files.readString(file).strip()), clock.instant()))
                    .get()
                    .extracting(Account::name)
                    .isEqualTo(name);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        assertThat(data.resolve("cli-token")).hasSameTextualContentAs(data.resolve("tokens/ann"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("cli-token"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aSecondStartMakesNothingNew() throws IOException {
        first(1).ensure(true, data);
        var token = Files.readString(data.resolve("cli-token"));

        var created = first(2).ensure(true, data);

        assertThat(created).isEmpty();
        assertThat(data.resolve("cli-token")).hasContent(token);
    }

    @Test
    void aTokenThatWasLostOrCountsNoMoreIsReplaced() throws IOException {
        first(1).ensure(true, data);
        Files.delete(data.resolve("tokens/bob"));
        Files.writeString(data.resolve("tokens/ann"), "of another database");

        first(2).ensure(true, data);

        for (var name : new String[] {"ann", "bob"})
            assertThat(accounts.holder(
                            Digest.of(Files.readString(data.resolve("tokens").resolve(name))
                                    .strip()),
                            clock.instant()))
                    .isPresent();
    }

    @Test
    void accountsThatExistAreLeftAlone() {
        accounts.add(new Account("zoe", "Zoe", "{noop}x", Role.ADMINISTRATOR));

        assertThat(first(1).ensure(true, data)).isEmpty();
        assertThat(accounts.find("ann")).isEmpty();
        assertThat(data.resolve("cli-token")).doesNotExist();
    }
}
