package dev.runbook.core.evidence;

import dev.runbook.core.value.Value;
import java.util.Collections;
import java.util.List;

/// A provider's answer to a question. That nothing was found and that it could not look are different answers.
public sealed interface Observation {

    /// The place was searched and holds this.
    ///
    /// @param contents what evidence is made of; never empty
    /// @param output the answer in the shape the operation declares, for templates and conditions of later
    ///     steps
    /// @param gaps what the answer leaves out, one sentence each, such as that only the first 1000 were read
    /// @param sources who saw each of the contents; empty where the provider as a whole did
    record Found(List<Content> contents, Value output, List<String> gaps, List<String> sources) implements Observation {
        public Found {
            contents = List.copyOf(contents);
            gaps = List.copyOf(gaps);
            sources = List.copyOf(sources);
            if (!sources.isEmpty() && sources.size() != contents.size())
                throw new IllegalArgumentException(contents.size() + " contents, but " + sources.size() + " sources");
            if (contents.isEmpty()) throw new IllegalArgumentException("found, but without contents: use NothingFound");
        }

        /// All there is.
        public Found(List<Content> contents, Value output) {
            this(contents, output, List.of());
        }

        /// What the provider as a whole saw.
        public Found(List<Content> contents, Value output, List<String> gaps) {
            this(contents, output, gaps, List.of());
        }

        /// The same, all of it seen by one.
        public Found seenBy(String source) {
            return new Found(contents, output, gaps, Collections.nCopies(contents.size(), source));
        }

        /// Who saw the content at this place.
        ///
        /// @param whole what the provider as a whole is called
        public String source(int index, String whole) {
            return sources.isEmpty() ? whole : sources.get(index);
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
