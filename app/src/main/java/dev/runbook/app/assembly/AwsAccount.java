package dev.runbook.app.assembly;

import dev.runbook.integrations.aws.Keyring;
import dev.runbook.integrations.aws.credentials.KeyChain;
import dev.runbook.integrations.aws.credentials.Keys;
import dev.runbook.integrations.edge.JdkWire;
import dev.runbook.integrations.edge.Limits;
import dev.runbook.integrations.edge.Outside;
import dev.runbook.integrations.edge.Sleeper;
import dev.runbook.integrations.edge.Unanswered;
import dev.runbook.integrations.edge.Variables;
import dev.runbook.ml.llm.model.AwsKeys;
import dev.runbook.ml.llm.model.ModelFailure;
import dev.runbook.ml.llm.model.Secret;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// Gives Bedrock the keys that the AWS integration has: of variables, a web identity, a profile, a container
/// or a machine.
final class AwsAccount implements AwsKeys.Chain {

    /// How the chain begins to say that there is no place at all.
    private static final String NOWHERE = "aws is live but AWS_ACCESS_KEY_ID";

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @Override
    public Optional<String> region(Map<String, String> variables) {
        try {
            return Optional.of(KeyChain.region(new Variables(variables)));
        } catch (dev.runbook.integrations.registry.ConfigurationException _) {
            return Optional.empty();
        }
    }

    @Override
    public AwsKeys keys(Map<String, String> variables) {
        var outside =
                new Outside(new JdkWire(), Limits.STANDARD, InstantSource.system(), Sleeper.REAL, new SecureRandom());
        try {
            var keyring = Keyring.of(new Variables(variables), outside);
            return () -> now(keyring);
        } catch (dev.runbook.integrations.registry.ConfigurationException e) {
            var reason = String.valueOf(e.getMessage());
            throw new IllegalArgumentException(
                    reason.startsWith(NOWHERE)
                            ? "RUNBOOK_ML_ENGINE=bedrock needs AWS_BEARER_TOKEN_BEDROCK, AWS_ACCESS_KEY_ID, or a"
                                    + " profile, web identity, container or machine of AWS to take keys from"
                            : "RUNBOOK_ML_ENGINE=bedrock has no keys: " + reason,
                    e);
        }
    }

    private static AwsKeys.Pair now(Keyring keyring) {
        try {
            return pair(keyring.now(TIMEOUT));
        } catch (Unanswered unanswered) {
            var fault = unanswered.fault();
            throw new ModelFailure(
                    fault.kind().mayPass() ? ModelFailure.Kind.UNREACHABLE : ModelFailure.Kind.UNAUTHORISED,
                    "the keys of AWS cannot be had: " + fault.reason());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ModelFailure(ModelFailure.Kind.INTERRUPTED, "interrupted while waiting for the keys of AWS");
        }
    }

    private static AwsKeys.Pair pair(Keys keys) {
        return new AwsKeys.Pair(
                keys.id().reveal(),
                new Secret(keys.secret().reveal()),
                keys.session().map(session -> new Secret(session.reveal())));
    }
}
