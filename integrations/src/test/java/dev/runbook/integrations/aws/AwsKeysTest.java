package dev.runbook.integrations.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.core.evidence.Observation;
import dev.runbook.core.evidence.Observation.CouldNotLook;
import dev.runbook.core.evidence.Observation.Found;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.operation.CallContext;
import dev.runbook.integrations.SettableClock;
import dev.runbook.integrations.edge.JdkWire;
import dev.runbook.integrations.edge.Limits;
import dev.runbook.integrations.edge.Outside;
import dev.runbook.integrations.edge.Variables;
import dev.runbook.integrations.registry.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where the keys for AWS come from, and how they are renewed.
class AwsKeysTest {

    private static final String ID = "AKIAIOSFODNN7EXAMPLE";
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    private final SettableClock clock = new SettableClock();
    private final JdkWire wire = new JdkWire();
    private final TokenStub tokens = new TokenStub(Map.of(ID, SECRET));

    /// Takes only what is signed with the role's keys.
    private final AwsStub aws = new AwsStub(1000, new SmallCloud(), TokenStub.ROLE_SECRET);

    @TempDir
    private Path folder;

    @BeforeEach
    void start() {
        tokens.start();
        aws.start();
        tokens.expires = clock.instant().plus(Duration.ofHours(1));
    }

    @AfterEach
    void close() {
        assertThat(tokens.complaints()).isEmpty();
        assertThat(aws.complaints()).isEmpty();
        wire.close();
        tokens.close();
        aws.close();
    }

    private Aws client(Map<String, String> variables) {
        var all = new TreeMap<>(Map.of(
                "AWS_ENDPOINT_URL", aws.url(),
                "AWS_ENDPOINT_URL_STS", tokens.url(),
                "AWS_EC2_METADATA_DISABLED", "true",
                "HOME", folder.toString()));
        all.putAll(variables);
        return (Aws) Aws.create(
                new Variables(all), new Outside(wire, Limits.STANDARD, clock, clock::advance, new Random(7)));
    }

    private static Observation look(Aws client) throws InterruptedException {
        return client.databaseStatus(
                "shop-db", new CallContext(new IncidentId("INC-1"), Map.of(), Duration.ofSeconds(30)));
    }

    private void files(String config, String credentials) throws IOException {
        Files.createDirectories(folder.resolve(".aws"));
        Files.writeString(folder.resolve(".aws/config"), config);
        Files.writeString(folder.resolve(".aws/credentials"), credentials);
    }

    private static final String KEYS = """
            [base]
            aws_access_key_id = %s
            aws_secret_access_key=%s
            """.formatted(ID, SECRET);

    private static final String ROLE = """
            # of the company
            [profile ops]
            role_arn = arn:aws:iam::123456789012:role/runbook
            source_profile = base
            external_id = runbook-42
            duration_seconds = 3600
            region = eu-central-1
            s3 =
              max_concurrent_requests = 20
            """;

    @Test
    void aProfileTakesItsRoleWithTheKeysOfAnother() throws Exception {
        files(ROLE, KEYS);

        assertThat(look(client(Map.of("AWS_PROFILE", "ops")))).isInstanceOf(Found.class);

        assertThat(tokens.seen()).singleElement().satisfies(asked -> {
            assertThat(asked.field("ExternalId")).contains("runbook-42");
            assertThat(asked.field("DurationSeconds")).contains("3600");
        });
        assertThat(aws.seen().getLast().headers()).containsEntry("X-Amz-Security-Token", TokenStub.ROLE_SESSION);
    }

    @Test
    void keysAreKeptAndRenewedSomeMinutesBeforeTheyEnd() throws Exception {
        files(ROLE, KEYS);
        var client = client(Map.of("AWS_PROFILE", "ops"));

        look(client);
        clock.advance(Duration.ofMinutes(50));
        look(client);
        assertThat(tokens.given()).isEqualTo(1);

        clock.advance(Duration.ofMinutes(6));
        tokens.expires = clock.instant().plus(Duration.ofHours(1));
        assertThat(look(client)).isInstanceOf(Found.class);
        assertThat(tokens.given()).isEqualTo(2);
    }

    @Test
    void whenNoOthersCanBeHadTheKeysDoToTheirLastMinuteAndThenItIsSaid() throws Exception {
        files(ROLE, KEYS);
        var client = client(Map.of("AWS_PROFILE", "ops"));
        look(client);
        tokens.down = true;

        clock.advance(Duration.ofMinutes(56));
        assertThat(look(client)).isInstanceOf(Found.class);

        clock.advance(Duration.ofMinutes(5));
        assertThat(look(client)).isInstanceOf(CouldNotLook.class);
    }

    @Test
    void aWebIdentityIsReadAgainEachTimeAndItsRequestIsNotSigned() throws Exception {
        var file = Files.writeString(folder.resolve("token"), "first");
        var client = client(Map.of(
                "AWS_REGION", "eu-central-1",
                "AWS_WEB_IDENTITY_TOKEN_FILE", file.toString(),
                "AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/runbook",
                "AWS_ROLE_SESSION_NAME", "runbook-eks"));
        assertThat(look(client)).isInstanceOf(Found.class);

        Files.writeString(file, "second");
        clock.advance(Duration.ofMinutes(56));
        tokens.expires = clock.instant().plus(Duration.ofHours(1));
        look(client);

        assertThat(tokens.seen().stream()
                        .map(asked -> asked.field("WebIdentityToken").orElse("")))
                .containsExactly("first", "second");
        assertThat(tokens.seen().getFirst().field("RoleSessionName")).contains("runbook-eks");
    }

    @Test
    void aContainerAsksItsAgent() throws Exception {
        var file = Files.writeString(folder.resolve("token"), "key-of-the-task\n");

        assertThat(look(client(Map.of(
                        "AWS_REGION",
                        "eu-central-1",
                        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                        tokens.url() + "/v2/credentials?id=7",
                        "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
                        file.toString()))))
                .isInstanceOf(Found.class);
    }

    @Test
    void aMachineAsksItsMetadataWithATokenOfTheSecondVersion() throws Exception {
        assertThat(look(client(Map.of(
                        "AWS_REGION", "eu-central-1",
                        "AWS_EC2_METADATA_DISABLED", "false",
                        "AWS_EC2_METADATA_SERVICE_ENDPOINT", tokens.url()))))
                .isInstanceOf(Found.class);
        assertThat(tokens.seen().getFirst().method()).isEqualTo("PUT");
    }

    @Test
    void keysInVariablesGoBeforeAllOthers() throws Exception {
        files(ROLE, KEYS);

        look(client(Map.of(
                "AWS_PROFILE",
                "ops",
                "AWS_REGION",
                "eu-central-1",
                "AWS_ACCESS_KEY_ID",
                TokenStub.ROLE_ID,
                "AWS_SECRET_ACCESS_KEY",
                TokenStub.ROLE_SECRET)));

        assertThat(tokens.seen()).isEmpty();
    }

    private void refused(String profile, String... words) {
        assertThatThrownBy(() -> client(Map.of("AWS_PROFILE", profile, "AWS_REGION", "eu-central-1")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(words)
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void whatCannotBeUsedIsNamed() throws Exception {
        files("""
                [profile sso]
                sso_session = company
                [profile program]
                credential_process = /bin/keys
                [profile device]
                role_arn = arn:aws:iam::123456789012:role/a
                source_profile = base
                mfa_serial = arn:aws:iam::123456789012:mfa/ann
                [profile one]
                role_arn = arn:aws:iam::123456789012:role/a
                source_profile = two
                [profile two]
                role_arn = arn:aws:iam::123456789012:role/b
                source_profile = one
                [profile lost]
                role_arn = arn:aws:iam::123456789012:role/b
                source_profile = nobody
                """, KEYS);

        refused("nowhere", "AWS_PROFILE=nowhere", "base", "sso");
        refused("sso", "'sso'", "sso_session");
        refused("program", "credential_process", "not run here");
        refused("device", "mfa_serial");
        refused("one", "leads back to itself: one → two → one");
        refused("lost", "'nobody'", "'lost' names it");
    }

    @Test
    void withNothingConfiguredItIsSaidWhatIsMissing() {
        assertThatThrownBy(() -> client(Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("AWS_REGION is not set");
        assertThatThrownBy(() -> client(Map.of("AWS_REGION", "eu-central-1")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("AWS_ACCESS_KEY_ID is not set");
        assertThatThrownBy(() -> client(Map.of(
                        "AWS_REGION",
                        "eu-central-1",
                        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                        "http://evil.example/keys")))
                .hasMessageContaining("no keys are asked for there");
    }

    @Test
    void noKeyIsShown() throws Exception {
        files(ROLE, KEYS);
        aws.mood(dev.runbook.integrations.stub.VendorStub.Mood.REFUSING);

        var answer = look(client(Map.of("AWS_PROFILE", "ops"))).toString();

        assertThat(answer).doesNotContain(TokenStub.ROLE_SECRET, TokenStub.ROLE_ID, TokenStub.ROLE_SESSION, SECRET);
    }
}
