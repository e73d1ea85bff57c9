package dev.runbook.integrations.aws;

import dev.runbook.core.signing.SignatureV4;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.aws.credentials.KeyChain;
import dev.runbook.integrations.aws.credentials.KeySource;
import dev.runbook.integrations.aws.credentials.Keys;
import dev.runbook.integrations.edge.BaseUrl;
import dev.runbook.integrations.edge.Edge;
import dev.runbook.integrations.edge.Fault;
import dev.runbook.integrations.edge.Outside;
import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.Rate;
import dev.runbook.integrations.edge.Request;
import dev.runbook.integrations.edge.Scrubber;
import dev.runbook.integrations.edge.Secret;
import dev.runbook.integrations.edge.Unanswered;
import dev.runbook.integrations.edge.Variables;
import dev.runbook.integrations.edge.VendorHttp;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Calls actions of AWS's services, each in its own protocol, signed with the keys of now. Safe for use by
/// many threads.
final class AwsClient {

    private final Edge edge;
    private final Outside outside;
    private final String region;
    private final Map<AwsService, BaseUrl> bases = new EnumMap<>(AwsService.class);
    private final KeySource source;
    private @Nullable Signed signed;

    /// HTTP to all services, signed with one set of keys.
    private record Signed(Keys keys, Map<AwsService, VendorHttp> services) {}

    private AwsClient(Variables variables, Outside outside) {
        this.outside = outside;
        edge = outside.edge("aws");
        region = KeyChain.region(variables);
        var domain = region.startsWith("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com";
        for (var service : AwsService.values()) {
            var variable = variables.optional(service.endpointVariable()).isPresent()
                    ? service.endpointVariable()
                    : "AWS_ENDPOINT_URL";
            bases.put(service, variables.url(variable, "https://" + service.prefix + "." + region + domain));
        }
        source = KeyChain.of(variables, outside, edge, this::keys);
    }

    /// Makes the clients of all services from the variables that `.env.example` lists.
    ///
    /// @throws dev.runbook.integrations.registry.ConfigurationException when there is no region, or nowhere
    ///     to take keys from
    static AwsClient create(Variables variables, Outside outside) {
        return new AwsClient(variables, outside);
    }

    /// The keys of now.
    Keys keys(Patience patience) throws Unanswered, InterruptedException {
        return source.keys(patience);
    }

    Edge edge() {
        return edge;
    }

    private VendorHttp http(AwsService service, Patience patience) throws Unanswered, InterruptedException {
        return Optional.ofNullable(signed(source.keys(patience)).services().get(service))
                .orElseThrow();
    }

    private synchronized Signed signed(Keys keys) {
        var before = signed;
        if (before != null && before.keys().equals(keys)) return before;
        var services = new EnumMap<AwsService, VendorHttp>(AwsService.class);
        for (var service : AwsService.values()) services.put(service, http(service, Optional.of(keys)));
        var others = new Signed(keys, services);
        signed = others;
        return others;
    }

    private VendorHttp http(AwsService service, Optional<Keys> keys) {
        return outside.http(
                edge,
                Optional.ofNullable(bases.get(service)).orElseThrow(),
                new AwsDialect(keys.map(known -> new SignatureV4(
                        region,
                        service.prefix,
                        known.id().reveal(),
                        known.secret().reveal(),
                        known.session().map(Secret::reveal)))),
                new Scrubber(keys.map(Keys::secrets).orElseGet(List::of)));
    }

    /// Keys of a role, by [an action of
    /// STS](https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html).
    private Keys keys(String action, List<Request.Parameter> input, Optional<Keys> who, Patience patience)
            throws Unanswered, InterruptedException {
        var answer = query(http(AwsService.STS, who), AwsService.STS, action, input, Request.Effect.READS, patience);
        var found = answer.all(action + "Result", "Credentials");
        if (found.isEmpty()) throw noKeys(action);
        var given = found.getFirst();
        var id = given.text("AccessKeyId");
        var secret = given.text("SecretAccessKey");
        if (id.isEmpty() || secret.isEmpty()) throw noKeys(action);
        return new Keys(
                new Secret(id.get()),
                new Secret(secret.get()),
                given.text("SessionToken").map(Secret::new),
                given.time("Expiration"));
    }

    private static Unanswered noKeys(String action) {
        return new Unanswered(Fault.of(Fault.Kind.UNREADABLE, "aws answered " + action + " with no keys", false));
    }

    /// AWS publishes few numbers, and throttles by account; these keep us polite. CloudTrail takes two calls
    /// a second.
    private static Rate rate(AwsService service) {
        return Rate.perMinute(service.prefix, service == AwsService.CLOUDTRAIL ? 110 : 300);
    }

    /// Calls an action of a service that speaks JSON.
    ///
    /// @param effect what the action does to AWS
    JsonNode json(AwsService service, String action, Value.Fields input, Request.Effect effect, Patience patience)
            throws Unanswered, InterruptedException {
        var request = Request.of("POST", rate(service), "/")
                .header("X-Amz-Target", service.target + "." + action)
                .json("application/x-amz-json-" + service.json, input);
        return http(service, patience).send(with(effect, request), patience).body();
    }

    private static Request with(Request.Effect effect, Request request) {
        return switch (effect) {
            case READS -> request.reading();
            case CHANGES_ONCE -> request.safeToRepeat();
            case CHANGES -> request;
        };
    }

    /// Calls an action that reads, of a service that speaks JSON.
    JsonNode read(AwsService service, String action, Value.Fields input, Patience patience)
            throws Unanswered, InterruptedException {
        return json(service, action, input, Request.Effect.READS, patience);
    }

    /// Calls an action of a service that speaks the query protocol.
    Xml query(
            AwsService service, String action, List<Request.Parameter> input, Request.Effect effect, Patience patience)
            throws Unanswered, InterruptedException {
        return query(http(service, patience), service, action, input, effect, patience);
    }

    private static Xml query(
            VendorHttp http,
            AwsService service,
            String action,
            List<Request.Parameter> input,
            Request.Effect effect,
            Patience patience)
            throws Unanswered, InterruptedException {
        var parameters = Stream.concat(
                        Stream.of(
                                new Request.Parameter("Action", action),
                                new Request.Parameter("Version", service.version)),
                        input.stream())
                .toArray(Request.Parameter[]::new);
        var request = Request.of("POST", rate(service), "/").form(parameters);
        var answer = http.sendForText(with(effect, request), patience);
        return Xml.parse(answer.text(), effect != Request.Effect.READS);
    }

    /// Calls an action that reads, of a service that speaks the query protocol.
    Xml read(AwsService service, String action, List<Request.Parameter> input, Patience patience)
            throws Unanswered, InterruptedException {
        return query(service, action, input, Request.Effect.READS, patience);
    }
}
