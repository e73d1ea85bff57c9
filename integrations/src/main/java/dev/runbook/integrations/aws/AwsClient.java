package dev.runbook.integrations.aws;

import dev.runbook.core.signing.SignatureV4;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.Edge;
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
import tools.jackson.databind.JsonNode;

/// Calls actions of AWS's services, each in its own protocol. Safe for use by many threads.
final class AwsClient {

    private final Edge edge;
    private final Map<AwsService, VendorHttp> services = new EnumMap<>(AwsService.class);

    private AwsClient(Edge edge) {
        this.edge = edge;
    }

    /// Makes the clients of all services from the variables that `.env.example` lists.
    static AwsClient create(Variables variables, Outside outside) {
        var region = variables.required("AWS_REGION");
        var id = variables.secret("AWS_ACCESS_KEY_ID");
        var secret = variables.secret("AWS_SECRET_ACCESS_KEY");
        var session = variables.optional("AWS_SESSION_TOKEN").map(Secret::new);
        var scrubber = new Scrubber(
                Stream.concat(Stream.of(id, secret), session.stream()).toList());
        var client = new AwsClient(outside.edge("aws"));
        for (var service : AwsService.values()) {
            var signature =
                    new SignatureV4(region, service.prefix, id.reveal(), secret.reveal(), session.map(Secret::reveal));
            var domain = region.startsWith("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com";
            var variable = variables.optional(service.endpointVariable()).isPresent()
                    ? service.endpointVariable()
                    : "AWS_ENDPOINT_URL";
            client.services.put(
                    service,
                    outside.http(
                            client.edge,
                            variables.url(variable, "https://" + service.prefix + "." + region + domain),
                            new AwsDialect(signature),
                            scrubber));
        }
        return client;
    }

    Edge edge() {
        return edge;
    }

    private VendorHttp http(AwsService service) {
        return Optional.ofNullable(services.get(service)).orElseThrow();
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
        return http(service).send(with(effect, request), patience).body();
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
        var parameters = Stream.concat(
                        Stream.of(
                                new Request.Parameter("Action", action),
                                new Request.Parameter("Version", service.version)),
                        input.stream())
                .toArray(Request.Parameter[]::new);
        var request = Request.of("POST", rate(service), "/").form(parameters);
        var answer = http(service).sendForText(with(effect, request), patience);
        return Xml.parse(answer.text(), effect != Request.Effect.READS);
    }

    /// Calls an action that reads, of a service that speaks the query protocol.
    Xml read(AwsService service, String action, List<Request.Parameter> input, Patience patience)
            throws Unanswered, InterruptedException {
        return query(service, action, input, Request.Effect.READS, patience);
    }
}
