package dev.runbook.integrations.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.core.incident.Severity;
import dev.runbook.integrations.edge.Variables;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Webhooks as their senders' documentation has them.
class HooksTest {

    private static final Instant NOW = Instant.parse("2025-11-03T10:00:00Z");
    private static final String SECRET = "5ecret";
    private static final String TOPIC = "arn:aws:sns:eu-central-1:123456789012:alarms";
    private static final KeyPair AMAZON = keys();

    private static final Map<String, String> VARIABLES = Map.of(
            "PAGERDUTY_WEBHOOK_SECRET", SECRET,
            "DATADOG_WEBHOOK_TOKEN", SECRET,
            "ALERTMANAGER_WEBHOOK_TOKEN", SECRET,
            "AWS_SNS_TOPIC_ARN", "arn:aws:sns:eu-central-1:1:other, " + TOPIC,
            "AWS_EVENTBRIDGE_TOKEN", SECRET,
            "SERVICENOW_WEBHOOK_SECRET", SECRET,
            "JIRA_WEBHOOK_SECRET", SECRET,
            "RUNBOOK_WEBHOOK_SECRET", SECRET,
            "RUNBOOK_WEBHOOK_MAPPING", "key=/id, title=/alert/name, host=/labels/host");

    private static final Hooks HOOKS = Hooks.of(
            new Variables(VARIABLES),
            address -> address.getHost().equals("sns.eu-central-1.amazonaws.com")
                    ? Optional.of(AMAZON.getPublic())
                    : Optional.empty());

    @Test
    void aGroupHasOneSignalForEachAlertWhetherItFiresOrIsOver() {
        assertThat(grouped(0))
                .extracting(signal -> signal.alert().name() + " " + signal.firing())
                .containsExactly("HighErrors true", "Slow false");
    }

    @Test
    void whatAlertmanagerLeftOutIsSaidOnTheReport() {
        assertThat(grouped(7)).allSatisfy(signal -> {
            assertThat(signal.report("alertmanager").text())
                    .endsWith("Alertmanager left 7 alerts of the same group out of its message (max_alerts).");
            assertThat(signal.report("alertmanager").labels()).containsKey("gap");
        });
        assertThat(grouped(0)).allSatisfy(signal -> assertThat(signal.gap()).isEmpty());
    }

    private static List<Signal> grouped(int left) {
        var body = ALERTMANAGER.replace("\"truncatedAlerts\": 0", "\"truncatedAlerts\": " + left);
        var delivery = new Delivery(Map.of("Authorization", "Bearer " + SECRET), body.getBytes(StandardCharsets.UTF_8));
        var verdict = HOOKS.read("alertmanager", delivery, NOW).orElseThrow();
        if (verdict instanceof Verdict.Signals(var signals)) return signals;
        throw new AssertionError(verdict);
    }

    private static final String PAGERDUTY = """
            {"event": {"id": "01BTW", "event_type": "incident.triggered", "resource_type": "incident",
              "occurred_at": "2025-11-03T09:59:58Z", "agent": null, "client": null, "data": {
                "id": "PGR0VU2", "type": "incident", "self": "https://api.pagerduty.com/incidents/PGR0VU2",
                "html_url": "https://acme.pagerduty.com/incidents/PGR0VU2", "number": 2, "status": "triggered",
                "incident_key": "d3640fbd41094207a1c11e58e46b1662", "created_at": "2025-11-03T09:59:57Z",
                "title": "A little bump in the road", "urgency": "high",
                "service": {"id": "PF9KMXH", "summary": "checkout", "type": "service_reference"},
                "priority": {"id": "PSO75BM", "summary": "P1", "type": "priority_reference"}}}}
            """;

    private static final String ALERTMANAGER = """
            {"version": "4", "groupKey": "{}:{alertname=\\"HighErrors\\"}", "truncatedAlerts": 0, "status": "firing",
             "receiver": "runbook", "groupLabels": {}, "commonLabels": {}, "commonAnnotations": {},
             "externalURL": "http://am.example", "alerts": [
               {"status": "firing", "labels": {"alertname": "HighErrors", "severity": "critical",
                 "service": "checkout", "instance": "web-1:9100", "env": "staging"},
                "annotations": {"summary": "errors above 5%"}, "startsAt": "2025-11-03T09:55:00Z",
                "endsAt": "0001-01-01T00:00:00Z", "generatorURL": "http://prom.example/graph",
                "fingerprint": "c4f3ac"},
               {"status": "resolved", "labels": {"alertname": "Slow", "service": "cart"}, "annotations": {},
                "startsAt": "2025-11-03T08:00:00Z", "endsAt": "2025-11-03T09:00:00Z", "fingerprint": "beef"}]}
            """;

    private static final String DATADOG = """
            {"id": "77", "alert_id": "2531", "cycle": "8e1f", "transition": "Triggered", "priority": "P2",
             "title": "CPU is high on web-1", "text": "cpu > 90%", "host": "web-1",
             "tags": "service:checkout,env:production,team:shop", "date": "1762163900000",
             "link": "https://app.datadoghq.com/monitors/2531"}
            """;

    private static final String JIRA = """
            {"timestamp": 1762163990000, "webhookEvent": "jira:issue_created", "issue": {"id": "1", "key": "OPS-9",
              "self": "https://acme.atlassian.net/rest/api/2/issue/1", "fields": {"summary": "checkout is down",
                "description": "since ten", "priority": {"name": "Highest"}, "labels": [],
                "components": [{"name": "checkout"}], "created": "2025-11-03T10:59:49.000+0100"}}}
            """;

    private static final String SERVICENOW = """
            {"number": "INC0010001", "short_description": "mail is slow", "description": "very", "cmdb_ci": "mail",
             "priority": "1 - Critical", "state": "1", "opened_at": "2025-11-03 09:58:00",
             "correlation_id": ""}
            """;

    private static final String GENERIC = """
            {"id": "x-1", "alert": {"name": "disk full"}, "labels": {"host": "db-1"}, "severity": "low"}
            """;

    private static final String EVENTBRIDGE = """
            {"version": "0", "id": "c4c1c1c9", "detail-type": "CloudWatch Alarm State Change", "source": "aws.cloudwatch",
             "account": "123456789012", "time": "2025-11-03T09:59:00Z", "region": "eu-central-1",
             "resources": ["arn:aws:cloudwatch:eu-central-1:123456789012:alarm:HighCpu"],
             "detail": {"alarmName": "HighCpu", "state": {"value": "ALARM", "reason": "crossed",
                 "reasonData": "{}", "timestamp": "2025-11-03T09:59:00.000+0000"},
               "previousState": {"value": "OK"}, "configuration": {"metrics": [{"id": "m", "metricStat": {"metric": {
                 "namespace": "AWS/EC2", "name": "CPUUtilization", "dimensions": {"InstanceId": "i-12345678"}}}}]}}}
            """;

    /// One kind of webhook as it comes.
    ///
    /// @param signed whether the proof is over the body, so that a changed byte shows
    /// @param dated whether it says when it is of
    private record Sample(
            String source, String body, Map<String, String> headers, String key, boolean signed, boolean dated) {
        Verdict read(Instant now) {
            return HOOKS.read(source, new Delivery(headers, body.getBytes(StandardCharsets.UTF_8)), now)
                    .orElseThrow();
        }

        Sample with(String otherBody, Map<String, String> otherHeaders) {
            return new Sample(source, otherBody, otherHeaders, key, signed, dated);
        }
    }

    private static List<Sample> samples(String secret) {
        var seconds = Long.toString(NOW.getEpochSecond());
        return List.of(
                new Sample(
                        "pagerduty",
                        PAGERDUTY,
                        Map.of("x-pagerduty-signature", "v1=00ff,v1=" + hmac(secret, PAGERDUTY)),
                        "pagerduty/PGR0VU2",
                        true,
                        true),
                new Sample(
                        "alertmanager",
                        ALERTMANAGER,
                        Map.of("Authorization", "Bearer " + secret),
                        "alertmanager/c4f3ac/2025-11-03T09:55:00Z",
                        false,
                        false),
                new Sample("datadog", DATADOG, Map.of("X-Runbook-Token", secret), "datadog/8e1f", false, false),
                new Sample(
                        "jira",
                        JIRA,
                        Map.of("X-Hub-Signature", "sha256=" + hmac(secret, JIRA)),
                        "jira/OPS-9",
                        true,
                        true),
                new Sample(
                        "servicenow",
                        SERVICENOW,
                        signed(secret, seconds, SERVICENOW),
                        "servicenow/INC0010001",
                        true,
                        true),
                new Sample("generic", GENERIC, signed(secret, seconds, GENERIC), "generic/x-1", true, true),
                new Sample(
                        "eventbridge",
                        EVENTBRIDGE,
                        Map.of("X-Runbook-Token", secret),
                        "cloudwatch/arn:aws:cloudwatch:eu-central-1:123456789012:alarm:HighCpu/2025-11-03T09:59:00Z",
                        false,
                        true));
    }

    private static Map<String, String> signed(String secret, String seconds, String body) {
        return Map.of(
                "X-Runbook-Timestamp", seconds, "X-Runbook-Signature", "v1=" + hmac(secret, seconds + "." + body));
    }

    private static Stream<DynamicTest> each(List<Sample> samples, java.util.function.Consumer<Sample> check) {
        return samples.stream().map(sample -> DynamicTest.dynamicTest(sample.source(), () -> check.accept(sample)));
    }

    @TestFactory
    Stream<DynamicTest> whatIsGenuineBecomesAnAlert() {
        return each(
                samples(SECRET),
                sample -> assertThat(sample.read(NOW)).isInstanceOfSatisfying(Verdict.Signals.class, told -> {
                    var signal = told.signals().getFirst();
                    assertThat(signal.key()).isEqualTo(sample.key());
                    assertThat(signal.firing()).isTrue();
                    assertThat(signal.report(sample.source()).labels()).containsEntry("source", sample.source());
                }));
    }

    @TestFactory
    Stream<DynamicTest> aWrongSecretIsRefused() {
        return each(samples("another"), sample -> assertThat(sample.read(NOW)).isInstanceOf(Verdict.Refused.class));
    }

    @TestFactory
    Stream<DynamicTest> noProofAtAllIsRefused() {
        return each(
                samples(SECRET),
                sample -> assertThat(sample.with(sample.body(), Map.of()).read(NOW))
                        .isInstanceOf(Verdict.Refused.class));
    }

    @TestFactory
    Stream<DynamicTest> aChangedByteIsRefused() {
        return each(
                samples(SECRET).stream().filter(Sample::signed).toList(),
                sample -> assertThat(sample.with(sample.body().replaceFirst("e", "f"), sample.headers())
                                .read(NOW))
                        .isInstanceOf(Verdict.Refused.class));
    }

    @TestFactory
    Stream<DynamicTest> whatIsOldIsRefused() {
        return each(
                samples(SECRET).stream().filter(Sample::dated).toList(),
                sample -> assertThat(sample.read(NOW.plus(Duration.ofDays(3)))).isInstanceOf(Verdict.Refused.class));
    }

    @TestFactory
    Stream<DynamicTest> whatIsNoJsonIsMalformed() {
        var body = "not json";
        var seconds = Long.toString(NOW.getEpochSecond());
        return each(samples(SECRET), sample -> {
            var headers = new java.util.TreeMap<>(sample.headers());
            headers.replaceAll((name, value) -> value.startsWith("v1=") && name.startsWith("X-Runbook")
                    ? "v1=" + hmac(SECRET, seconds + "." + body)
                    : value.contains("=") ? value.replaceFirst("[^=]*$", hmac(SECRET, body)) : value);
            assertThat(sample.with(body, headers).read(NOW)).isInstanceOf(Verdict.Malformed.class);
        });
    }

    private static Signal only(String source) {
        var sample = samples(SECRET).stream()
                .filter(s -> s.source().equals(source))
                .findFirst()
                .orElseThrow();
        return ((Verdict.Signals) sample.read(NOW)).signals().getFirst();
    }

    @Test
    void hostServiceSeverityAndLinksAreKept() {
        var alertmanager = only("alertmanager");
        var datadog = only("datadog");
        var pagerduty = only("pagerduty");

        assertThat(alertmanager.host()).contains("web-1");
        assertThat(alertmanager.service()).contains("checkout");
        assertThat(alertmanager.environment()).isEqualTo("staging");
        assertThat(alertmanager.alert().severity()).isEqualTo(Severity.CRITICAL);
        assertThat(alertmanager.links()).containsExactly("http://prom.example/graph");
        assertThat(datadog.host()).contains("web-1");
        assertThat(datadog.service()).contains("checkout");
        assertThat(datadog.alert().severity()).isEqualTo(Severity.HIGH);
        assertThat(pagerduty.alert().severity()).isEqualTo(Severity.CRITICAL);
        assertThat(pagerduty.report("pagerduty").labels())
                .containsEntry("link", "https://acme.pagerduty.com/incidents/PGR0VU2");
        assertThat(only("eventbridge").host()).contains("i-12345678");
        assertThat(only("generic").host()).contains("db-1");
        assertThat(only("servicenow").alert().severity()).isEqualTo(Severity.CRITICAL);
        assertThat(only("servicenow").alert().startedAt()).isEqualTo(Instant.parse("2025-11-03T09:58:00Z"));
        assertThat(only("jira").links()).containsExactly("https://acme.atlassian.net/browse/OPS-9");
    }

    @Test
    void whatIsOverDoesNotFire() {
        var sample = samples(SECRET).get(1);
        var signals = ((Verdict.Signals) sample.read(NOW)).signals();

        assertThat(signals).extracting(Signal::firing).containsExactly(true, false);
    }

    /// What the same sender says when it is over, by the sender.
    private static final Map<String, List<String>> ENDS = Map.of(
            "pagerduty", List.of("incident.triggered", "incident.resolved"),
            "alertmanager", List.of("{\"status\": \"firing\", \"labels\"", "{\"status\": \"resolved\", \"labels\""),
            "datadog", List.of("Triggered", "Recovered"),
            "jira", List.of("issue_created", "issue_updated"),
            "servicenow", List.of("\"state\": \"1\"", "\"state\": \"6\""),
            "generic", List.of("\"severity\": \"low\"", "\"status\": \"resolved\""));

    @TestFactory
    Stream<DynamicTest> whatIsOverIsOfTheSameOutbreak() {
        var known = samples(SECRET).stream()
                .filter(sample -> ENDS.containsKey(sample.source()))
                .toList();
        return each(known, sample -> {
            var words = java.util.Objects.requireNonNull(ENDS.get(sample.source()));
            var body = sample.body()
                    .replace(words.get(0), words.get(1))
                    .replace(
                            "\"labels\": [],",
                            "\"labels\": [], \"status\": {\"statusCategory\": {\"key\": \"done\"}},");
            var seconds = Long.toString(NOW.getEpochSecond());
            var headers = new java.util.TreeMap<>(sample.headers());
            headers.replaceAll((name, value) -> switch (name) {
                case "x-pagerduty-signature" -> "v1=" + hmac(SECRET, body);
                case "X-Hub-Signature" -> "sha256=" + hmac(SECRET, body);
                case "X-Runbook-Signature" -> "v1=" + hmac(SECRET, seconds + "." + body);
                default -> value;
            });

            assertThat(sample.with(body, headers).read(NOW)).isInstanceOfSatisfying(Verdict.Signals.class, told -> {
                var signal = told.signals().getFirst();
                assertThat(signal.key()).isEqualTo(sample.key());
                assertThat(signal.firing()).isFalse();
                assertThat(signal.namesOutbreak()).isTrue();
            });
        });
    }

    private static Verdict eventBridge(String body) {
        return HOOKS.read(
                        "eventbridge",
                        new Delivery(Map.of("X-Runbook-Token", SECRET), body.getBytes(StandardCharsets.UTF_8)),
                        NOW)
                .orElseThrow();
    }

    @Test
    void anAlarmThatIsOkAgainIsOfTheOutbreakWhoseTimeItGives() {
        var over = EVENTBRIDGE
                .replace("\"value\": \"ALARM\"", "\"value\": \"OK\"")
                .replace(
                        "\"timestamp\": \"2025-11-03T09:59:00.000+0000\"",
                        "\"timestamp\": \"2025-11-03T09:59:40.000+0000\"")
                .replace(
                        "\"previousState\": {\"value\": \"OK\"}",
                        "\"previousState\": {\"value\": \"ALARM\", \"timestamp\": \"2025-11-03T09:59:00.000+0000\"}");
        var signal = ((Verdict.Signals) eventBridge(over)).signals().getFirst();

        assertThat(signal.firing()).isFalse();
        assertThat(signal.key()).isEqualTo(only("eventbridge").key());
    }

    @Test
    void anAlarmSaysOfWhichAccountAndRegionItIs() {
        var bySns = ((Verdict.Signals) read(signed(sns("Notification")), NOW))
                .signals()
                .getFirst();

        for (var signal : List.of(only("eventbridge"), bySns))
            assertThat(signal.alert().labels())
                    .containsEntry("account", "123456789012")
                    .containsEntry("region", "eu-central-1");
    }

    @Test
    void anAlarmThatLacksDataIsNotOver() {
        assertThat(eventBridge(EVENTBRIDGE.replace("\"value\": \"ALARM\"", "\"value\": \"INSUFFICIENT_DATA\"")))
                .isEqualTo(new Verdict.Ignored("the alarm is INSUFFICIENT_DATA"));
    }

    @Test
    void anAlarmBySnsThatIsOkNamesTheAlarmAlone() {
        var message = sns("Notification");
        message.put(
                "Message",
                message.path("Message")
                        .asString("")
                        .replace("\"NewStateValue\": \"ALARM\"", "\"NewStateValue\": \"OK\""));
        var signal = ((Verdict.Signals) read(signed(message), NOW)).signals().getFirst();

        assertThat(signal.firing()).isFalse();
        assertThat(signal.namesOutbreak()).isFalse();
    }

    @Test
    void aPageOfOursIsNotReportedBackToUs() {
        var body = PAGERDUTY.replace("d3640fbd41094207a1c11e58e46b1662", "INC-7/escalation/12");
        var sample = samples(SECRET).getFirst().with(body, Map.of("X-PagerDuty-Signature", "v1=" + hmac(SECRET, body)));

        assertThat(sample.read(NOW)).isInstanceOf(Verdict.Ignored.class);
    }

    @Test
    void aSourceWithoutASecretDoesNotExist() {
        var none = Hooks.of(new Variables(Map.of()), _ -> Optional.empty());

        assertThat(none.sources()).isEmpty();
        assertThat(none.read("datadog", new Delivery(Map.of(), new byte[0]), NOW))
                .isEmpty();
    }

    @Test
    void aMappingThatMapsNothingNamesItsVariable() {
        var wrong = Map.of("RUNBOOK_WEBHOOK_SECRET", SECRET, "RUNBOOK_WEBHOOK_MAPPING", "colour=/a");

        assertThatThrownBy(() -> Hooks.of(new Variables(wrong), _ -> Optional.empty()))
                .hasMessageStartingWith("RUNBOOK_WEBHOOK_MAPPING: 'colour=/a' maps nothing");
    }

    private static ObjectNode sns(String type) {
        var alarm = """
                {"AlarmName": "HighCpu", "AlarmArn": "arn:aws:cloudwatch:eu-central-1:123456789012:alarm:HighCpu",
                 "NewStateValue": "ALARM", "OldStateValue": "OK", "NewStateReason": "crossed",
                 "StateChangeTime": "2025-11-03T09:59:00.000+0000",
                 "Trigger": {"MetricName": "CPUUtilization", "Dimensions": [{"name": "ServiceName", "value": "checkout"}]}}
                """;
        var message = JsonMapper.shared()
                .createObjectNode()
                .put("Type", type)
                .put("MessageId", "22b80b92")
                .put("TopicArn", TOPIC)
                .put("Subject", "ALARM: HighCpu")
                .put("Message", alarm)
                .put("Timestamp", "2025-11-03T09:59:30.000Z")
                .put("SignatureVersion", "2")
                .put("SigningCertURL", "https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-1.pem");
        if (!type.equals("Notification"))
            message.put("Token", "2336412f")
                    .put(
                            "SubscribeURL",
                            "https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription&Token=2336");
        return message;
    }

    private static Verdict read(ObjectNode message, Instant now) {
        var body = message.toString().getBytes(StandardCharsets.UTF_8);
        return HOOKS.read("sns", new Delivery(Map.of("Content-Type", "text/plain"), body), now)
                .orElseThrow();
    }

    private static ObjectNode signed(ObjectNode message) {
        var algorithm = message.path("SignatureVersion").asString("").equals("1") ? "SHA1withRSA" : "SHA256withRSA";
        try {
            var signature = Signature.getInstance(algorithm);
            signature.initSign(AMAZON.getPrivate());
            signature.update(SnsHook.signed(message).getBytes(StandardCharsets.UTF_8));
            return message.put("Signature", Base64.getEncoder().encodeToString(signature.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anAlarmThatAmazonSignedIsASignal() {
        for (var version : List.of("1", "2"))
            assertThat(read(signed(sns("Notification").put("SignatureVersion", version)), NOW))
                    .isInstanceOfSatisfying(Verdict.Signals.class, told -> {
                        assertThat(told.signals().getFirst().service()).contains("checkout");
                        assertThat(told.signals().getFirst().firing()).isTrue();
                    });
    }

    @Test
    void aSubscriptionIsConfirmedWhereAmazonIs() {
        assertThat(read(signed(sns("SubscriptionConfirmation")), NOW))
                .isEqualTo(new Verdict.Handshake(
                        URI.create("https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription&Token=2336")));
        assertThat(read(signed(sns("SubscriptionConfirmation").put("SubscribeURL", "https://evil.example/?a=b")), NOW))
                .isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void whatAmazonDidNotSignForUsIsRefused() {
        var genuine = signed(sns("Notification"));

        assertThat(read(genuine.deepCopy().put("Message", "{\"AlarmName\": \"Other\"}"), NOW))
                .as("changed")
                .isInstanceOf(Verdict.Refused.class);
        assertThat(read(genuine.deepCopy().put("SigningCertURL", "https://sns.evil.example/a.pem"), NOW))
                .as("another's certificate")
                .isInstanceOf(Verdict.Refused.class);
        assertThat(read(
                        genuine.deepCopy()
                                .put("SigningCertURL", "https://sns.eu-central-1.amazonaws.com.evil.example/a.pem"),
                        NOW))
                .as("a host that looks alike")
                .isInstanceOf(Verdict.Refused.class);
        assertThat(read(signed(sns("Notification").put("TopicArn", "arn:aws:sns:eu-central-1:666:alarms")), NOW))
                .as("another's topic")
                .isInstanceOf(Verdict.Refused.class);
        assertThat(read(genuine, NOW.plus(Duration.ofHours(2)))).as("old").isInstanceOf(Verdict.Refused.class);
        assertThat(read(sns("Notification"), NOW)).as("unsigned").isInstanceOf(Verdict.Refused.class);
    }

    private static String hmac(String secret, String body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair keys() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
