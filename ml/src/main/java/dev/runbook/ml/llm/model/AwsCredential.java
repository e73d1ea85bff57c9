package dev.runbook.ml.llm.model;

/// How AWS knows its caller.
sealed interface AwsCredential {

    /// An API key of Bedrock.
    record Bearer(Secret token) implements AwsCredential {}

    /// Keys that each request is signed with.
    record Signed(AwsKeys keys) implements AwsCredential {}
}
