package dev.runbook.integrations.aws;

import dev.runbook.core.signing.SignatureV4;
import dev.runbook.integrations.stub.VendorStub;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Who gives keys: AWS's Security Token Service as its service model is, and the metadata services of
/// machines (their second version) and containers.
final class TokenStub extends VendorStub {

    static final String ROLE_ID = "ASIAROLEEXAMPLE00001";
    static final String ROLE_SECRET = "secretOfTheRole/ThatWasTaken0000000000";
    static final String ROLE_SESSION = "sessionOfTheRoleThatWasTaken==";

    private static final Pattern CREDENTIAL = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=([^/]+)/\\d{8}/([a-z0-9-]+)/sts/aws4_request, SignedHeaders=([^,]+),"
                    + " Signature=[0-9a-f]{64}");
    private static final Map<String, String> PARAMETERS = Map.of(
            "AssumeRole", "RoleArn|RoleSessionName|ExternalId|DurationSeconds",
            "AssumeRoleWithWebIdentity", "RoleArn|RoleSessionName|WebIdentityToken|DurationSeconds");

    /// The secrets of those who may ask, by key id.
    private final Map<String, String> known;

    volatile Instant expires = Instant.EPOCH;
    volatile boolean down;

    TokenStub(Map<String, String> known) {
        super(1000);
        this.known = Map.copyOf(known);
        route(new Route(
                "POST",
                "/",
                Map.of(),
                Map.of("Content-Type", "application/x-www-form-urlencoded.*"),
                "form",
                this::sts));
        route(new Route(
                "PUT",
                "/latest/api/token",
                Map.of(),
                Map.of("X-aws-ec2-metadata-token-ttl-seconds", "\\d{1,5}"),
                "",
                _ -> text("token-of-the-machine")));
        var token = Map.of("X-aws-ec2-metadata-token", "token-of-the-machine");
        route(new Route(
                "GET", "/latest/meta-data/iam/security-credentials/", Map.of(), token, "", _ -> text("worker")));
        route(new Route(
                "GET",
                "/latest/meta-data/iam/security-credentials/worker",
                Map.of(),
                token,
                "",
                _ -> keys("\"Code\": \"Success\", ")));
        route(new Route(
                "GET",
                "/v2/credentials",
                Map.of("id", "7"),
                Map.of("Authorization", "key-of-the-task"),
                "",
                _ -> keys("")));
    }

    private static Reply text(String text) {
        return new Reply(200, text, Map.of("Content-Type", "text/plain"));
    }

    private Reply keys(String more) {
        if (down) return Reply.json(500, "{}");
        return Reply.json(
                200,
                "{%s\"AccessKeyId\": \"%s\", \"SecretAccessKey\": \"%s\", \"Token\": \"%s\", \"Expiration\": \"%s\"}"
                        .formatted(more, ROLE_ID, ROLE_SECRET, ROLE_SESSION, expires));
    }

    private Reply sts(Seen seen) {
        if (down)
            return new Reply(
                    500, "<ErrorResponse><Error><Code>InternalFailure</Code></Error></ErrorResponse>", Map.of());
        var action = seen.field("Action").orElse("");
        var wrong = new ArrayList<String>();
        for (var pair : seen.body().split("&", -1)) {
            var name = pair.replaceFirst("=.*", "");
            if (!name.matches("Action|Version|" + PARAMETERS.getOrDefault(action, "")))
                wrong.add("no parameter " + name);
        }
        if (!seen.field("Version").orElse("").equals("2011-06-15")) wrong.add("version");
        if (!seen.field("RoleArn").orElse("").matches("arn:aws[\\w-]*:iam::\\d{12}:role/[\\w+=,.@/-]+"))
            wrong.add("RoleArn");
        if (!seen.field("RoleSessionName").orElse("").matches("[\\w+=,.@-]{2,64}")) wrong.add("RoleSessionName");
        if (action.equals("AssumeRole")) wrongSignature(seen, wrong);
        else if (seen.headers().containsKey("Authorization")) wrong.add("it is signed");
        if (!wrong.isEmpty()) {
            complaints().add(action + ": " + wrong);
            return new Reply(
                    403,
                    "<ErrorResponse><Error><Code>AccessDenied</Code><Message>" + wrong
                            + "</Message></Error></ErrorResponse>",
                    Map.of());
        }
        return new Reply(
                200,
                """
                <%1$sResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><%1$sResult><Credentials><AccessKeyId>%2$s</AccessKeyId>
                <SecretAccessKey>%3$s</SecretAccessKey><SessionToken>%4$s</SessionToken><Expiration>%5$s</Expiration></Credentials>
                </%1$sResult></%1$sResponse>""".formatted(action, ROLE_ID, ROLE_SECRET, ROLE_SESSION, expires),
                Map.of("Content-Type", "text/xml"));
    }

    private void wrongSignature(Seen seen, List<String> wrong) {
        var given = seen.headers().getOrDefault("Authorization", "");
        var parts = CREDENTIAL.matcher(given);
        if (!parts.matches() || !known.containsKey(parts.group(1))) {
            wrong.add("authorization");
            return;
        }
        var signed = new TreeMap<String, String>();
        for (var name : parts.group(3).split(";", -1))
            signed.put(name, seen.headers().getOrDefault(name, ""));
        var again = new SignatureV4(parts.group(2), "sts", parts.group(1), known.get(parts.group(1)), Optional.empty())
                .authorization("POST", URI.create("http://any/"), signed, seen.body());
        if (!again.equals(given)) wrong.add("signature");
    }

    /// How often keys were asked for.
    long given() {
        return seen().stream()
                .filter(one -> one.path().equals("/")
                        || one.path().endsWith("worker")
                        || one.path().startsWith("/v2"))
                .count();
    }
}
