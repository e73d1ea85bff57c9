package dev.runbook.core.evidence;

import dev.runbook.core.value.Value;
import java.util.List;

/// A provider's answer to a question. That nothing was found and that it could not look are different answers.
public sealed interface Observation {

    /// The place was searched and holds this.
    ///
    /// @param contents what evidence is made of; never empty
    /// @param output the answer in the shape the operation declares, for templates and conditions of later
    ///     steps
    record Found(List<Content> contents, Value output) implements Observation {
        public Found {
            contents = List.copyOf(contents);
            if (contents.isEmpty()) throw new IllegalArgumentException("found, but without contents: use NothingFound");
        }
    }

    /// The place was searched and holds nothing that matches.
    ///
    /// @param output the answer in the shape the operation declares, such as an empty list
    record NothingFound(Value output) implements Observation {}

    /// The place was not searched, or not to the end.
    ///
    /// @param reason for people; names the provider and never holds a secret
    /// @param retryable whether asking again may help
    record CouldNotLook(String reason, boolean retryable) implements Observation {}
}
