package dev.runbook.integrations.servicenow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.core.capability.Ticketing;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.operation.CallContext;
import dev.runbook.integrations.SettableClock;
import dev.runbook.integrations.edge.JdkWire;
import dev.runbook.integrations.edge.Limits;
import dev.runbook.integrations.edge.Outside;
import dev.runbook.integrations.edge.Variables;
import dev.runbook.integrations.registry.ConfigurationException;
import dev.runbook.integrations.stub.VendorStub;
import dev.runbook.integrations.stub.VendorStub.Seen;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Who we are to an instance, other than by a name and a password on each request.
class ServiceNowTokensTest {

    private static final String SECRET = "the-client-s3cret";
    private static final Map<String, String> CLIENT =
            Map.of("SERVICENOW_CLIENT_ID", "c1", "SERVICENOW_CLIENT_SECRET", SECRET);

    private final SettableClock clock = new SettableClock();
    private final JdkWire wire = new JdkWire();
    private final Counter instance = new Counter();

    /// An instance that gives out numbered tokens and takes the newest alone, for half an hour.
    private static final class Counter extends VendorStub {
        private int given;
        private boolean refusing;

        Counter() {
            super(1000);
            route(new Route("POST", "/oauth_token\\.do", Map.of(), Map.of(), "form", this::token));
            route(new Route(
                    "GET",
                    "/api/now/table/incident",
                    Map.of(
                            "sysparm_query", ".*",
                            "sysparm_fields", ".*",
                            "sysparm_display_value", "all",
                            "sysparm_exclude_reference_link", "true",
                            "sysparm_limit", "\\d+",
                            "sysparm_offset", "\\d+"),
                    Map.of("Accept", "application/json"),
                    "",
                    this::rows));
            start();
        }

        private Reply token(Seen request) {
            if (refusing)
                return Reply.json(
                        401,
                        "{\"error\":\"invalid_client\",\"error_description\":\"who is "
                                + request.body().replaceAll(".*client_secret=([^&]*).*", "$1") + "\"}");
            given++;
            return Reply.json(
                    200,
                    "{\"access_token\":\"token-" + given + "\",\"refresh_token\":\"again\",\"scope\":\"useraccount\","
                            + "\"token_type\":\"Bearer\",\"expires_in\":1799}");
        }

        private Reply rows(Seen request) {
            var known = "Bearer token-" + given;
            var by = request.headers().getOrDefault("Authorization", "");
            return by.equals(known) || "the-key".equals(request.headers().get("x-sn-apikey"))
                    ? Reply.json(200, "{\"result\":[]}")
                    : Reply.json(
                            401,
                            "{\"error\":{\"message\":\"User Not Authenticated\",\"detail\":\"" + by
                                    + "\"},\"status\":\"failure\"}");
        }

        long tokensAskedFor() {
            return seen().stream()
                    .filter(request -> request.path().equals("/oauth_token.do"))
                    .count();
        }
    }

    @AfterEach
    void close() {
        instance.close();
        wire.close();
    }

    private Ticketing client(Map<String, String> variables) {
        var all = new TreeMap<>(variables);
        all.put("SERVICENOW_BASE_URL", instance.url());
        var outside = new Outside(wire, Limits.STANDARD, clock, clock::advance, new Random(7));
        return (Ticketing) ServiceNow.create(new Variables(all), outside);
    }

    private static Observation look(Ticketing client) throws InterruptedException {
        return client.findIncidents("disk", new CallContext(new IncidentId("INC-1"), Map.of(), Duration.ofMinutes(1)));
    }

    @Test
    void aTokenIsAskedForOnceAndUsedUntilShortlyBeforeItsEnd() throws InterruptedException {
        var client = client(CLIENT);

        assertThat(look(client)).isInstanceOf(Observation.NothingFound.class);
        clock.advance(Duration.ofMinutes(28));
        assertThat(look(client)).isInstanceOf(Observation.NothingFound.class);
        assertThat(instance.tokensAskedFor()).isOne();
        clock.advance(Duration.ofMinutes(1));
        assertThat(look(client)).isInstanceOf(Observation.NothingFound.class);

        assertThat(instance.tokensAskedFor()).isEqualTo(2);
        assertThat(instance.complaints()).isEmpty();
    }

    @Test
    void theGrantIsThatOfTheUserWhereOneIsGivenElseThatOfTheClient() throws InterruptedException {
        look(client(CLIENT));
        var alone = instance.seen().getFirst();
        assertThat(alone.field("grant_type")).contains("client_credentials");
        assertThat(alone.field("client_id")).contains("c1");
        assertThat(alone.field("client_secret")).contains(SECRET);
        assertThat(alone.field("username")).isEmpty();

        var both = new TreeMap<>(CLIENT);
        both.putAll(Map.of("SERVICENOW_USERNAME", "runbook", "SERVICENOW_PASSWORD", "pa&ss=wörd"));
        look(client(both));
        var user = instance.seen().get(2);
        assertThat(user.field("grant_type")).contains("password");
        assertThat(user.field("username")).contains("runbook");
        assertThat(user.field("password")).contains("pa&ss=wörd");
    }

    @Test
    void aTokenThatIsNotTakenAnyMoreIsAskedForAnewOnce() throws InterruptedException {
        var client = client(CLIENT);
        look(client);
        instance.given = 7;

        assertThat(look(client)).isInstanceOf(Observation.NothingFound.class);
        assertThat(instance.tokensAskedFor()).isEqualTo(2);
    }

    @Test
    void whatIsWrongWithTheClientIsSaidAndItsSecretIsNot() throws InterruptedException {
        instance.refusing = true;

        assertThat(look(client(CLIENT))).isInstanceOfSatisfying(Observation.CouldNotLook.class, could -> {
            assertThat(could.reason())
                    .contains("401", "invalid_client: who is ***", "SERVICENOW_CLIENT_ID")
                    .doesNotContain(SECRET);
            assertThat(could.retryable()).isFalse();
        });
        assertThat(instance.seen()).as("tries").hasSize(1);
    }

    @Test
    void aTokenThatTheInstanceEchoesIsNotShown() throws InterruptedException {
        var client = client(CLIENT);
        look(client);
        instance.given = 7;
        instance.refusing = true;

        assertThat(look(client))
                .isInstanceOfSatisfying(
                        Observation.CouldNotLook.class,
                        could -> assertThat(could.reason()).doesNotContain("token-1"));
    }

    @Test
    void aKeyStandsInAHeaderOfItsOwn() throws InterruptedException {
        assertThat(look(client(Map.of("SERVICENOW_API_KEY", "the-key")))).isInstanceOf(Observation.NothingFound.class);
        assertThat(instance.seen().getFirst().headers()).doesNotContainKey("Authorization");
    }

    @Test
    void withoutAnyCredentialItDoesNotStart() {
        assertThatThrownBy(() -> client(Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("SERVICENOW_USERNAME", "SERVICENOW_CLIENT_ID", "SERVICENOW_API_KEY");
        assertThatThrownBy(() -> client(Map.of("SERVICENOW_CLIENT_ID", "c1")))
                .hasMessage("SERVICENOW_CLIENT_SECRET is not set");
    }
}
