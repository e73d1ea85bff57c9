package dev.runbook.integrations.aws;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.runbook.core.signing.SignatureV4;
import dev.runbook.integrations.stub.VendorStub;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// AWS behind one endpoint, as its service models are: the signature is computed again, and an action, a
/// member or a parameter that a model lacks is a failed request.
public final class AwsStub extends VendorStub {

    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final Pattern CREDENTIAL = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8})/([a-z0-9-]+)/([a-z0-9]+)/aws4_request, SignedHeaders=([^,]+),"
                    + " Signature=[0-9a-f]{64}");

    private final Cloud account;
    private final String secret;
    private final List<AwsServiceStub> services;

    /// @param secret of the keys that sign
    public AwsStub(int huge, Cloud account, String secret) {
        super(huge);
        this.account = account;
        this.secret = secret;
        services = List.of(
                new WatchingStub(),
                new LogsStub(),
                new SystemsStub(account),
                new ContainersStub(account),
                new TrailStub(),
                new MachinesStub(account),
                new ScalingStub(account),
                new DatabasesStub(account));
        route(new Route("POST", "/", Map.of(), Map.of("X-Amz-Date", "\\d{8}T\\d{6}Z"), "any", this::answer));
    }

    @Override
    protected String refusal(String message) {
        return "<ErrorResponse><Error><Code>AuthFailure</Code><Message>" + message.replace('<', ' ')
                + "</Message></Error></ErrorResponse>";
    }

    @Override
    protected boolean reads(Seen seen) {
        var name = seen.headers().getOrDefault("X-Amz-Target", "");
        var action = name.isEmpty() ? seen.field("Action").orElse("") : name.replaceFirst("^.*\\.", "");
        return action.matches("(Describe|Get|List|Filter|Lookup|StartQuery).*");
    }

    private Reply answer(Seen seen) {
        var target = seen.headers().getOrDefault("X-Amz-Target", "");
        var wrong = new ArrayList<String>();
        var service = target.isEmpty() ? ofForm(seen, wrong) : ofJson(target, seen, wrong);
        wrongSignature(seen, service.map(AwsServiceStub::name).orElse(""), wrong);
        if (service.isEmpty() || !wrong.isEmpty()) {
            complaints().add(target + seen.field("Action").orElse("") + ": " + wrong);
            return Reply.json(400, "{\"__type\": \"ValidationException\", \"message\": \"wrong\"}");
        }
        var cloud = seen.empty() ? Cloud.EMPTY : account;
        return target.isEmpty()
                ? service.get().answer(seen.field("Action").orElse(""), seen, MissingNode.getInstance(), cloud)
                : service.get()
                        .answer(
                                target.replaceFirst("^.*\\.", ""),
                                seen,
                                JsonMapper.shared().readTree(seen.body()),
                                cloud);
    }

    private Optional<AwsServiceStub> ofJson(String target, Seen seen, List<String> wrong) {
        var service =
                services.stream().filter(one -> one.action(target).isPresent()).findFirst();
        if (service.isEmpty()) {
            wrong.add("no such action");
            return service;
        }
        var action = service.get().action(target).orElseThrow();
        var type = seen.headers().getOrDefault("Content-Type", "");
        if (!type.equals("application/x-amz-json-" + action.version())) wrong.add("content type " + type);
        SCHEMAS.getSchema(action.schema(), InputFormat.JSON)
                .validate(seen.body(), InputFormat.JSON)
                .forEach(error -> wrong.add(error.getInstanceLocation() + " " + error.getMessage()));
        return service;
    }

    private Optional<AwsServiceStub> ofForm(Seen seen, List<String> wrong) {
        var type = seen.headers().getOrDefault("Content-Type", "");
        if (!type.startsWith("application/x-www-form-urlencoded")) wrong.add("content type " + type);
        var action = seen.field("Action").orElse("");
        var service =
                services.stream().filter(one -> one.query(action).isPresent()).findFirst();
        if (service.isEmpty()) {
            wrong.add("no such action");
            return service;
        }
        var query = service.get().query(action).orElseThrow();
        if (!seen.field("Version").orElse("").equals(query.version())) wrong.add("version");
        for (var pair : seen.body().split("&", -1)) {
            var name = URLDecoder.decode(pair.replaceFirst("=.*", ""), StandardCharsets.UTF_8);
            if (!name.matches("Action|Version|" + query.parameters())) wrong.add("no parameter " + name);
        }
        return service;
    }

    private void wrongSignature(Seen seen, String service, List<String> wrong) {
        var given = seen.headers().getOrDefault("Authorization", "");
        var parts = CREDENTIAL.matcher(given);
        if (!parts.matches()) {
            wrong.add("authorization " + given);
            return;
        }
        if (!parts.group(4).equals(service)) wrong.add("signed for " + parts.group(4) + ", not " + service);
        var names = List.of(parts.group(5).split(";"));
        if (!names.containsAll(List.of("host", "x-amz-date"))) wrong.add("signed headers " + names);
        if (seen.headers().containsKey("X-Amz-Security-Token") && !names.contains("x-amz-security-token"))
            wrong.add("the session token is not signed");
        var signed = new TreeMap<String, String>();
        names.forEach(name -> signed.put(name, seen.headers().getOrDefault(name, "")));
        var again = new SignatureV4(parts.group(3), service, parts.group(1), secret, Optional.empty())
                .authorization("POST", URI.create("http://any/"), signed, seen.body());
        if (!again.equals(given)) wrong.add("signature");
    }
}
