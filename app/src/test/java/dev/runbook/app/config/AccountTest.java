package dev.runbook.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.engine.Phase;
import dev.runbook.core.operation.RiskLevel;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Accounts, passwords and tokens on the pages.
class AccountTest {

    private static final TestServer SERVER = TestServer.shared();
    private static final Pattern MADE = Pattern.compile("class=\"made-secret\">([^<]+)<");

    private static String made(Browser browser, String page) {
        var secret = MADE.matcher(browser.get(page).body());
        assertThat(secret.find()).as("a secret on " + page).isTrue();
        return secret.group(1);
    }

    private static String added(String name, String role) {
        var ada = Browser.at(SERVER).signedInAs("ada");
        ada.submit("/settings/people", "/settings/people", "name=" + name + "&role=" + role);
        return made(ada, "/settings/people");
    }

    @Test
    void aOneTimePasswordOpensOnlyThePageThatChangesIt() {
        var browser = Browser.at(SERVER);
        browser.signIn("newcomer", added("newcomer", "responder"));

        assertThat(browser.get("/").header("Location")).isEqualTo("/account");
        assertThat(browser.get("/incidents/INC-1").header("Location")).isEqualTo("/account");
        assertThat(browser.get("/api/v1/incidents").status()).isEqualTo(403);
        assertThat(browser.get("/account").body()).contains("one-time password").doesNotContain("Make a token");
    }

    @Test
    void afterChangingItEverythingOpens() {
        var once = added("changer", "responder");
        var browser = Browser.at(SERVER);
        browser.signIn("changer", once);

        browser.submit(
                "/account", "/account/password", "old=" + once + "&password=a+longer+password&again=a+longer+password");

        assertThat(browser.get("/account").body()).contains("Your password is changed");
        assertThat(browser.get("/").status()).isEqualTo(200);
        assertThat(Browser.at(SERVER).signIn("changer", once).header("Location"))
                .isEqualTo("/sign-in?wrong");
    }

    @Test
    void anotherRoleCountsAtOnceAndAClosedAccountIsOut() {
        var ada = Browser.at(SERVER).signedInAs("ada");
        var once = added("mover", "approver");
        var mover = Browser.at(SERVER);
        mover.signIn("mover", once);
        mover.submit(
                "/account", "/account/password", "old=" + once + "&password=passwordpassword&again=passwordpassword");
        assertThat(mover.get("/api/v1/me").at("/roles/2")).isEqualTo("approver");

        ada.submit("/settings/people", "/settings/people/mover", "role=viewer");
        assertThat(mover.get("/api/v1/me").at("/roles/1")).isEmpty();

        ada.submit("/settings/people", "/settings/people/mover/close", "");
        assertThat(mover.get("/").header("Location")).isEqualTo("/sign-in");
        assertThat(Browser.at(SERVER).signIn("mover", "passwordpassword").header("Location"))
                .isEqualTo("/sign-in?wrong");
    }

    @Test
    void aTokenActsWithTheRoleItWasGivenAndEndsWhenRevoked() {
        var ann = Browser.at(SERVER).signedInAs("ann");
        ann.submit("/account", "/account/tokens", "label=a+job&role=viewer&days=7");
        var token = made(ann, "/account");
        var job = SERVER.caller().withToken(token);

        assertThat(job.get("/api/v1/me").at("/name")).isEqualTo("ann");
        assertThat(job.post("/api/v1/incidents", "{\"text\": \"x\"}").status()).isEqualTo(403);
        var line = Pattern.compile("/account/tokens/[0-9a-f]{64}/revoke")
                .matcher(ann.get("/account").body());
        assertThat(line.find()).isTrue();
        ann.submit("/account", line.group(), "");

        assertThat(job.get("/api/v1/me").status()).isEqualTo(401);
    }

    @Test
    void nobodyGivesATokenMoreThanTheyHave() {
        var rob = Browser.at(SERVER).signedInAs("rob");

        rob.submit("/account", "/account/tokens", "label=x&role=administrator&days=7");

        assertThat(rob.get("/account").body()).contains("responder at most");
    }

    @Test
    void twoApproversAreTwoPeopleNotASessionAndAToken() {
        var id = SERVER.system.waitingFor(RiskLevel.CRITICAL, "rob");
        var hash = SERVER.as("ann").get("/api/v1/incidents/" + id).at("/openRequest/planHash");
        Browser.at(SERVER)
                .signedInAs("ann")
                .submit(
                        "/incidents/" + id,
                        "/incidents/" + id + "/approvals/ap-1",
                        "decision=approve&planHash=" + hash);

        var again = SERVER.as("ann")
                .post(
                        "/api/v1/incidents/" + id + "/approvals/ap-1",
                        "{\"decision\": \"approve\", \"planHash\": \"" + hash + "\"}");

        assertThat(again.at("/type")).isEqualTo("urn:runbook:problem:already-approved");
        assertThat(SERVER.system.incident(id).phase()).isInstanceOf(Phase.AwaitingApproval.class);
    }

    @Test
    void whatIsDoneAboutAccessIsNoted() {
        Browser.at(SERVER).signIn("bob", "guess");
        Browser.at(SERVER).signIn("my secret passphrase", "x");
        var cara = Browser.at(SERVER).signedInAs("cara");
        cara.submit("/", "/kill-switch/stop", "reason=a+drill");
        cara.submit("/", "/kill-switch/resume", "reason=");

        assertThat(SERVER.trail.told())
                .contains(
                        "sign_in_failed  bob",
                        "sign_in_failed  an unknown name",
                        "signed_in cara",
                        "execution_stopped cara all execution",
                        "execution_resumed cara all execution")
                .noneMatch(line -> line.contains("passphrase"));
        assertThat(cara.get("/settings/log").body()).contains("execution stopped", "a drill");
        assertThat(cara.get("/settings").body()).contains("The whole security log");
        assertThat(SERVER.as("cara").get("/api/v1/security-log").at("/0/act")).isNotEmpty();
        assertThat(SERVER.as("ann").get("/api/v1/security-log").status()).isEqualTo(403);
    }

    @Test
    void accountsAreManagedOverTheApiByAdministratorsAlone() {
        var ada = SERVER.as("ada");
        assertThat(SERVER.as("cara").get("/api/v1/users").status()).isEqualTo(403);

        var made = ada.post("/api/v1/users", "{\"name\": \"nora\", \"role\": \"responder\", \"services\": [\"pay*\"]}");
        assertThat(made.at("/oneTimePassword")).hasSizeGreaterThan(12);
        assertThat(ada.post("/api/v1/users/nora", "{\"role\": \"approver\"}").at("/role"))
                .isEqualTo("approver");
        assertThat(ada.post("/api/v1/users/nora/disable", "").at("/standing")).isEqualTo("disabled");
        assertThat(Browser.at(SERVER)
                        .signIn("nora", made.at("/oneTimePassword"))
                        .header("Location"))
                .isEqualTo("/sign-in?wrong");

        assertThat(ada.post("/api/v1/users", "{\"name\": \"nora\", \"role\": \"viewer\"}")
                        .body())
                .contains("already");
        assertThat(ada.post("/api/v1/users", "{\"name\": \"x\", \"role\": \"king\"}")
                        .body())
                .contains("administrator");
        assertThat(ada.post("/api/v1/users/ada/disable", "").body()).contains("your own account");
        assertThat(SERVER.trail.told())
                .contains("account_added ada nora", "account_changed ada nora")
                .noneMatch(line -> line.contains(made.at("/oneTimePassword")));
    }

    @Test
    void aTokenMakesTokensThatMayNoMoreAndEndNoLater() {
        var ann = SERVER.as("ann");
        var short1 = ann.post("/api/v1/tokens", "{\"label\": \"short\", \"role\": \"responder\", \"days\": 1}");
        var holder = SERVER.caller().withToken(short1.at("/token"));

        assertThat(holder.post("/api/v1/tokens", "{\"label\": \"more\", \"role\": \"approver\"}")
                        .body())
                .contains("responder at most");
        holder.post("/api/v1/tokens", "{\"label\": \"longer\", \"days\": 300}");
        var all = ann.get("/api/v1/tokens");

        assertThat(all.at("/0/label")).isEqualTo("longer");
        assertThat(all.at("/0/expiresAt")).isLessThanOrEqualTo(all.at("/1/expiresAt"));
        assertThat(ann.post("/api/v1/tokens/" + all.at("/1/id") + "/revoke", "").at("/1/state"))
                .isEqualTo("revoked");
        assertThat(holder.get("/api/v1/me").status()).isEqualTo(401);
        assertThat(SERVER.as("rob")
                        .post("/api/v1/tokens/" + all.at("/0/id") + "/revoke", "")
                        .body())
                .contains("no such token");
    }
}
