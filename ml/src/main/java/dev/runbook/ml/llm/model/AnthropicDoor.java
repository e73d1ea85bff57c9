package dev.runbook.ml.llm.model;

import dev.runbook.core.signing.SignatureV4;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// Where messages are sent, and how the sender is known there. Safe for use by many threads.
sealed interface AnthropicDoor {

    /// Completes the body and says where it goes.
    ///
    /// @param streaming whether the answer is to come event after event
    Sending sending(ObjectNode body, String model, boolean streaming);

    /// A request that is ready to be sent.
    record Sending(URI address, Map<String, String> headers, String body) {}

    /// The API itself.
    record Direct(URI base, Credential credential) implements AnthropicDoor {
        private static final String VERSION = "2026-10-21";

        @Override
        public Sending sending(ObjectNode body, String model, boolean streaming) {
            body.put("model", model);
            if (streaming) body.put("stream", true);
            var header = credential.header();
            return new Sending(
                    URI.create(base + "/v1/messages"),
                    Map.of("anthropic-version", VERSION, header.getKey(), header.getValue()),
                    body.toString());
        }
    }

    /// Amazon Bedrock's InvokeModel, which takes the same body with its own version and without the model.
    /// Its stream is made of messages of Amazon's own encoding, with the same events in them.
    record Bedrock(URI base, String region, AwsCredential credential, InstantSource clock) implements AnthropicDoor {
        private static final String VERSION = "bedrock-2023-05-31";

        @Override
        public Sending sending(ObjectNode body, String model, boolean streaming) {
            body.put("anthropic_version", VERSION);
            var address = URI.create(base + "/model/" + URLEncoder.encode(model, StandardCharsets.UTF_8)
                    + (streaming ? "/invoke-with-response-stream" : "/invoke"));
            return new Sending(address, headers(address, body.toString()), body.toString());
        }

        private Map<String, String> headers(URI address, String body) {
            return switch (credential) {
                case AwsCredential.Bearer(var token) -> Map.of("authorization", "Bearer " + token.reveal());
                case AwsCredential.Signed(var keys) -> signed(keys.now(), address, body);
            };
        }

        private Map<String, String> signed(AwsKeys.Pair keys, URI address, String body) {
            var session = keys.session().map(Secret::reveal);
            return new SignatureV4(region, "bedrock", keys.id(), keys.secret().reveal(), session)
                    .headers(address, Map.of("content-type", "application/json"), body, clock.instant());
        }
    }

    /// How the API knows its caller.
    sealed interface Credential {
        Map.Entry<String, String> header();

        /// A key from the console.
        record ApiKey(Secret key) implements Credential {
            @Override
            public Map.Entry<String, String> header() {
                return Map.entry("x-api-key", key.reveal());
            }
        }

        /// A token that somebody else gave out, such as a gateway.
        record Token(Secret token) implements Credential {
            @Override
            public Map.Entry<String, String> header() {
                return Map.entry("authorization", "Bearer " + token.reveal());
            }
        }
    }
}
