package dev.runbook.ml.llm.model;

import java.util.Map;
import java.util.Optional;

/// Keys of an account of AWS or of a role, wherever they come from. Safe for use by many threads.
@FunctionalInterface
public interface AwsKeys {

    /// The keys of now.
    ///
    /// @throws ModelFailure when they cannot be had
    Pair now();

    /// What requests are signed with.
    ///
    /// @param session the token that comes with the keys of a role
    record Pair(String id, Secret secret, Optional<Secret> session) {}

    /// Where a region and keys come from when no variable holds them, such as a profile or a machine's role.
    interface Chain {

        /// The region that is usual there; empty when none is.
        Optional<String> region(Map<String, String> variables);

        /// @throws IllegalArgumentException saying in a line what is missing or wrong
        AwsKeys keys(Map<String, String> variables);
    }
}
