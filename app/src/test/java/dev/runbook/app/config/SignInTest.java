package dev.runbook.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.app.security.SecurityTrail;
import dev.runbook.core.operation.RiskLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Signing in by password, and what a session may do.
class SignInTest {

    private static final TestServer SERVER = TestServer.shared();

    @Test
    void aSessionOpensThePagesAndTheApi() {
        var ann = Browser.at(SERVER).signedInAs("ann");

        assertThat(ann.get("/").status()).isEqualTo(200);
        assertThat(ann.get("/api/v1/me").at("/name")).isEqualTo("ann");
    }

    @Test
    void signingInGivesAnotherSession() {
        var browser = Browser.at(SERVER);
        browser.get("/sign-in");
        var before = browser.session();

        browser.signedInAs("ann");

        assertThat(browser.session()).isNotEqualTo(before);
    }

    @Test
    void aWrongPasswordAndAnUnknownNameGetTheSameAnswer() {
        var wrong = Browser.at(SERVER).signIn("ann", "guess").header("Location");
        var unknown = Browser.at(SERVER).signIn("nobody", "guess").header("Location");

        assertThat(wrong).isEqualTo("/sign-in?wrong").isEqualTo(unknown);
    }

    @Test
    void whoeverGuessesMustWait() {
        var browser = Browser.at(SERVER);
        for (int i = 0; i < 5; i++) browser.signIn("mallory", "guess " + i);

        assertThat(browser.signIn("mallory", "guess").header("Location")).isEqualTo("/sign-in?wait");
        assertThat(Browser.at(SERVER).signedInAs("bob").get("/").status()).isEqualTo(200);
    }

    @Test
    void anAttemptIsMadeAndNotedOnce() {
        long before = failuresOf("lea");

        for (int i = 0; i < 4; i++)
            assertThat(Browser.at(SERVER).signIn("lea", "guess " + i).header("Location"))
                    .as("attempt %d", i + 1)
                    .isEqualTo("/sign-in?wrong");

        assertThat(failuresOf("lea")).isEqualTo(before + 4);
        assertThat(Browser.at(SERVER).signIn("lea", "password of lea").header("Location"))
                .isEqualTo("/");
    }

    private static long failuresOf(String name) {
        return SERVER.trail.newest(1000, Long.MAX_VALUE).stream()
                .filter(entry -> entry.act().equals(SecurityTrail.Act.SIGN_IN_FAILED.key())
                        && entry.subject().equals(name))
                .count();
    }

    @Test
    void aFormFromElsewhereDoesNothing() {
        var ann = Browser.at(SERVER).signedInAs("ann");

        var forged = ann.send("/incidents", "text=forged");

        assertThat(forged.status()).isEqualTo(302);
        assertThat(forged.header("Location")).isEqualTo("/sign-in");
        assertThat(ann.get("/").body()).doesNotContain("forged");
    }

    @Test
    void aSessionWithoutItsCsrfTokenCannotUseTheApi() {
        var ann = Browser.at(SERVER).signedInAs("ann");

        var answer = ann.postJson("/api/v1/incidents", "{\"text\": \"forged\"}");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.at("/type")).isEqualTo("urn:runbook:problem:forbidden");
    }

    @Test
    void signingOutEndsTheSession() {
        var ann = Browser.at(SERVER).signedInAs("ann");

        ann.submit("/", "/sign-out", "");

        assertThat(ann.get("/").header("Location")).isEqualTo("/sign-in");
    }

    @Test
    void aLinkToAnIncidentIsFollowedAfterSigningIn() {
        var id = SERVER.system.waitingFor(RiskLevel.HIGH, "rob");
        var browser = Browser.at(SERVER);
        assertThat(browser.get("/incidents/" + id).header("Location")).isEqualTo("/sign-in");

        var signedIn = browser.signIn("ann", "password of ann");

        assertThat(signedIn.header("Location")).contains("/incidents/" + id);
    }

    @Test
    void everyAnswerTellsTheBrowserToBeCareful() {
        var headers = SERVER.caller().get("/sign-in").response().headers();

        assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(headers.firstValue("X-Frame-Options")).contains("DENY");
        assertThat(headers.firstValue("Referrer-Policy")).contains("same-origin");
        assertThat(headers.firstValue("Set-Cookie").orElse("")).contains("HttpOnly", "SameSite=Lax");
        assertThat(headers.firstValue("Server")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/incidents/INC-1;x=1", "/assets/..%2fapplication.properties", "/nope"})
    void anAnswerToAnAddressThatIsRefusedTellsTheBrowserToBeCarefulToo(String path) {
        var headers = SERVER.caller().get(path).response().headers();

        assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(headers.firstValue("Cache-Control").orElse("")).contains("no-store");
    }
}
