package dev.runbook.integrations.aws;

import dev.runbook.integrations.aws.credentials.Keys;
import dev.runbook.integrations.edge.Outside;
import dev.runbook.integrations.edge.Unanswered;
import dev.runbook.integrations.edge.Variables;
import java.time.Duration;

/// The keys that the AWS integration signs with, for others who sign requests to AWS. Safe for use by many
/// threads.
public final class Keyring {

    private final AwsClient client;

    private Keyring(AwsClient client) {
        this.client = client;
    }

    /// Finds where the keys come from. Nothing is sent yet.
    ///
    /// @throws dev.runbook.integrations.registry.ConfigurationException when there is no region, or nowhere
    ///     to take keys from
    public static Keyring of(Variables variables, Outside outside) {
        return new Keyring(AwsClient.create(variables, outside));
    }

    /// The keys of now.
    ///
    /// @param timeout how long they are waited for, where they have to be fetched
    /// @throws Unanswered when they cannot be had
    public Keys now(Duration timeout) throws Unanswered, InterruptedException {
        return client.keys(client.edge().patience(timeout));
    }
}
