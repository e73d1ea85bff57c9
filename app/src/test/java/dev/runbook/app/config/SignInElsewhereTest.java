package dev.runbook.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.app.security.Account;
import dev.runbook.app.security.IdentityProvider;
import dev.runbook.app.security.MemoryAccounts;
import dev.runbook.app.security.MemoryTrail;
import dev.runbook.app.security.Role;
import dev.runbook.app.web.SmallSystem;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Signing in with an identity provider that takes only what the standards allow.
class SignInElsewhereTest {

    private static final MemoryAccounts ACCOUNTS = new MemoryAccounts();
    private static final MemoryTrail TRAIL = new MemoryTrail();

    private static StubIdentityProvider provider;
    private static WebServer server;

    @BeforeAll
    static void start() throws IOException {
        provider = new StubIdentityProvider();
        var system = new SmallSystem();
        var reading = IdentityProvider.read(Map.of(
                "RUNBOOK_OIDC_ISSUER",
                provider.issuer(),
                "RUNBOOK_OIDC_CLIENT_ID",
                StubIdentityProvider.CLIENT,
                "RUNBOOK_OIDC_CLIENT_SECRET",
                StubIdentityProvider.SECRET,
                "RUNBOOK_OIDC_ROLES",
                "leads=commander, ops = responder"));
        var identity = ((IdentityProvider.Reading.Given) reading).provider();
        server = WebServer.start(
                new WebServer.Parts(
                        system::backend,
                        () -> ACCOUNTS,
                        () -> TRAIL,
                        Optional.of(identity),
                        Optional.empty(),
                        InstantSource.system()),
                "127.0.0.1",
                0);
        provider.knows(server.address().resolve("/login/oauth2/code/oidc"));
        ACCOUNTS.add(new Account("local", "Local", "{bcrypt}x", Role.VIEWER));
    }

    @AfterAll
    static void stop() {
        server.close();
        provider.close();
    }

    /// Goes there and back again.
    ///
    /// @return the address that the browser is sent to in the end
    private static String signIn(Browser browser) {
        return browser.get(back(browser)).header("Location");
    }

    /// Goes there; the way back is not gone yet.
    private static String back(Browser browser) {
        assertThat(browser.get("/sign-in").body()).contains("/sign-in/elsewhere");
        var begun = browser.get("/sign-in/elsewhere").header("Location");
        assertThat(begun).isEqualTo("/oauth2/authorization/oidc");
        var there = browser.get(begun).header("Location");
        assertThat(there).startsWith(provider.issuer() + "/authorize?");
        var answer = browser.get(there);
        assertThat(answer.status()).as(answer.body()).isEqualTo(302);
        var address = URI.create(answer.header("Location"));
        return address.getPath() + "?" + address.getRawQuery();
    }

    @Test
    void aGroupGivesARoleAndANameAnAccount() {
        provider.saying(Map.of(
                "sub", "42", "preferred_username", "Cleo", "name", "Cleo C.", "groups", List.of("ops", "leads")));
        var browser = Browser.at(server.address());

        assertThat(signIn(browser)).isEqualTo("/");

        assertThat(browser.get("/api/v1/me").at("/name")).isEqualTo("cleo");
        assertThat(browser.get("/api/v1/me").at("/roles/3")).isEqualTo("commander");
        assertThat(browser.get("/account").body()).contains("identity provider").doesNotContain("New password");
        assertThat(TRAIL.told()).contains("account_added cleo cleo", "signed_in cleo");
    }

    @Test
    void whoLeavesAGroupLosesItsRoleAtTheNextSignIn() {
        provider.saying(Map.of("sub", "43", "preferred_username", "dora", "groups", List.of("leads")));
        signIn(Browser.at(server.address()));
        provider.saying(Map.of("sub", "43", "preferred_username", "dora", "groups", List.of("ops")));

        signIn(Browser.at(server.address()));

        assertThat(ACCOUNTS.find("dora").orElseThrow().role()).isEqualTo(Role.RESPONDER);
    }

    @Test
    void whoIsInNoGroupWithARoleStaysOut() {
        provider.saying(Map.of("sub", "44", "preferred_username", "guest", "groups", List.of("guests")));
        var browser = Browser.at(server.address());

        assertThat(signIn(browser)).isEqualTo("/sign-in?elsewhere");

        assertThat(browser.get("/").header("Location")).isEqualTo("/sign-in");
        assertThat(ACCOUNTS.find("guest")).isEmpty();
        assertThat(TRAIL.told()).contains("sign_in_failed  guest");
    }

    @Test
    void theNameOfALocalAccountIsNotTakenOver() {
        provider.saying(Map.of("sub", "45", "preferred_username", "local", "groups", List.of("leads")));

        assertThat(signIn(Browser.at(server.address()))).isEqualTo("/sign-in?elsewhere");

        assertThat(ACCOUNTS.find("local").orElseThrow().role()).isEqualTo(Role.VIEWER);
    }

    @Test
    void aTokenSignedByAnotherIsRefused() {
        provider.saying(Map.of("sub", "46", "preferred_username", "forger", "groups", List.of("leads")));
        provider.forging();

        assertThat(signIn(Browser.at(server.address()))).isEqualTo("/sign-in?elsewhere");
        assertThat(ACCOUNTS.find("forger")).isEmpty();
    }

    @Test
    void aTokenOfAnotherRequestIsRefused() {
        provider.saying(Map.of("sub", "47", "preferred_username", "replayer", "groups", List.of("leads")));
        provider.replaying();

        assertThat(signIn(Browser.at(server.address()))).isEqualTo("/sign-in?elsewhere");
        assertThat(ACCOUNTS.find("replayer")).isEmpty();
    }

    @Test
    void anAnswerThatNobodyAskedForIsRefused() {
        provider.saying(Map.of("sub", "48", "preferred_username", "victim", "groups", List.of("leads")));
        var way = back(Browser.at(server.address()));

        var elsewhere = Browser.at(server.address());

        assertThat(elsewhere.get(way).header("Location")).isEqualTo("/sign-in?elsewhere");
        assertThat(elsewhere.get("/").header("Location")).isEqualTo("/sign-in");
    }

    @Test
    void theSessionIsAnotherOneAfterwards() {
        provider.saying(Map.of("sub", "49", "preferred_username", "fixed", "groups", List.of("ops")));
        var browser = Browser.at(server.address());
        var way = back(browser);
        var before = browser.session();

        browser.get(way);

        assertThat(before).isNotEmpty();
        assertThat(browser.session()).isNotEqualTo(before);
    }

    @Test
    void whatIsMissingOrInTheClearIsNamed() {
        var reading = IdentityProvider.read(Map.of(
                "RUNBOOK_OIDC_ISSUER", "http://login.example.com",
                "RUNBOOK_OIDC_CLIENT_ID", "x",
                "RUNBOOK_OIDC_ROLES", "ops=king"));

        assertThat(((IdentityProvider.Reading.Wrong) reading).reasons())
                .hasSize(3)
                .anySatisfy(line -> assertThat(line).startsWith("RUNBOOK_OIDC_ISSUER=http://login.example.com"))
                .anySatisfy(line -> assertThat(line).startsWith("RUNBOOK_OIDC_CLIENT_SECRET is missing"))
                .anySatisfy(line -> assertThat(line).contains("'ops=king' is no GROUP=ROLE"));
    }
}
