package dev.runbook.ml.llm.model;

import java.util.Optional;

/// How AWS knows its caller.
sealed interface AwsCredential {

    /// An API key of Bedrock.
    record Bearer(Secret token) implements AwsCredential {}

    /// Keys of an account or, with a session, of a role.
    record Keys(String id, Secret secret, Optional<Secret> session) implements AwsCredential {}
}
