package dev.runbook.integrations.servicenow;

import dev.runbook.integrations.edge.Answer;
import dev.runbook.integrations.edge.BaseUrl;
import dev.runbook.integrations.edge.Edge;
import dev.runbook.integrations.edge.Outside;
import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.Request;
import dev.runbook.integrations.edge.Scrubber;
import dev.runbook.integrations.edge.Secret;
import dev.runbook.integrations.edge.Unanswered;
import dev.runbook.integrations.edge.Variables;
import dev.runbook.integrations.edge.VendorHttp;
import dev.runbook.integrations.registry.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// An instance of ServiceNow, and who we are there: a user with a password, a client with tokens, or a key.
/// Safe for use by many threads.
final class Instance {

    private static final String NOBODY = "servicenow is live but there are no credentials; set SERVICENOW_USERNAME and"
            + " SERVICENOW_PASSWORD, or SERVICENOW_CLIENT_ID and SERVICENOW_CLIENT_SECRET, or SERVICENOW_API_KEY, or"
            + " set SERVICENOW_MODE=mock";

    private final Edge edge;
    private final Pass pass;

    private Instance(Edge edge, Pass pass) {
        this.edge = edge;
        this.pass = pass;
    }

    /// How requests carry who we are.
    interface Pass {

        /// HTTP to the instance with the credentials of now.
        VendorHttp http(Patience patience) throws Unanswered, InterruptedException;

        /// Told that the instance did not take the credentials that it was asked with.
        ///
        /// @return whether there may be others
        boolean refused(VendorHttp asked);

        /// Credentials that stay as they are.
        static Pass fixed(VendorHttp http) {
            return new Pass() {
                @Override
                public VendorHttp http(Patience patience) {
                    return http;
                }

                @Override
                public boolean refused(VendorHttp asked) {
                    return false;
                }
            };
        }
    }

    /// The instance that the variables name. Nothing is sent yet.
    ///
    /// @throws ConfigurationException when there is no instance, or nobody that we are there
    static Instance of(Variables variables, Outside outside) {
        var edge = outside.edge("servicenow");
        return new Instance(edge, pass(variables, outside, edge, base(variables)));
    }

    private static Pass pass(Variables variables, Outside outside, Edge edge, BaseUrl base) {
        var key = variables.optional("SERVICENOW_API_KEY").map(Secret::new);
        if (key.isPresent())
            return Pass.fixed(outside.http(
                    edge,
                    base,
                    new ServiceNowDialect(Map.of("x-sn-apikey", key.get()), "check SERVICENOW_API_KEY"),
                    new Scrubber(List.of(key.get()))));
        if (variables.optional("SERVICENOW_CLIENT_ID").isPresent()) return Tokens.of(variables, outside, edge, base);
        if (variables.optional("SERVICENOW_USERNAME").isEmpty()) throw new ConfigurationException(NOBODY);
        return Pass.fixed(basic(variables, outside, edge, base));
    }

    private static VendorHttp basic(Variables variables, Outside outside, Edge edge, BaseUrl base) {
        var password = variables.secret("SERVICENOW_PASSWORD");
        var pair = variables.required("SERVICENOW_USERNAME") + ":" + password.reveal();
        var basic = new Secret("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        return outside.http(
                edge,
                base,
                new ServiceNowDialect(
                        Map.of("Authorization", basic), "check SERVICENOW_USERNAME and SERVICENOW_PASSWORD"),
                new Scrubber(List.of(password, basic)));
    }

    /// An instance is given by its name or its host.
    private static BaseUrl base(Variables variables) {
        if (variables.optional("SERVICENOW_BASE_URL").isPresent()) return variables.url("SERVICENOW_BASE_URL", "");
        var instance = variables
                .optional("SERVICENOW_INSTANCE")
                .orElseThrow(() -> new ConfigurationException("servicenow is live but SERVICENOW_INSTANCE is not set;"
                        + " set it, or set SERVICENOW_MODE=mock"));
        return BaseUrl.parse(
                "SERVICENOW_INSTANCE",
                "https://" + (instance.contains(".") ? instance : instance + ".service-now.com"));
    }

    Edge edge() {
        return edge;
    }

    /// Sends a request; once more with other credentials where there are any, for who is not known did nothing.
    Answer send(Request request, Patience patience) throws Unanswered, InterruptedException {
        var http = pass.http(patience);
        try {
            return http.send(request, patience);
        } catch (Unanswered unanswered) {
            if (unanswered.fault().status() != 401 || !pass.refused(http)) throw unanswered;
            return pass.http(patience).send(request, patience);
        }
    }
}
