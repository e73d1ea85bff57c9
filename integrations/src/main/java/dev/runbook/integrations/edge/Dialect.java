package dev.runbook.integrations.edge;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// How one vendor speaks HTTP.
public interface Dialect {

    /// The headers that every request has, with the credentials in them.
    Map<String, Secret> credentials();

    /// The headers that every request has, without secrets.
    default Map<String, String> headers() {
        return Map.of("Accept", "application/json");
    }

    /// Headers that depend on the whole request: a signature.
    ///
    /// @param headers all others that are sent
    default Map<String, String> signature(
            String method, URI address, Map<String, String> headers, String body, Instant now) {
        return Map.of();
    }

    /// The vendor's code and words for what went wrong.
    ///
    /// @param code empty when the vendor gives none
    /// @param message empty when the vendor gives none
    record Complaint(String code, String message) {
        public static final Complaint NONE = new Complaint("", "");
    }

    /// What the vendor says in an answer that is no success.
    Complaint complaint(Answer answer);

    /// What a person can do about a refusal: the variable, the permission or the role that it hangs on.
    ///
    /// @return empty when there is nothing to say
    default String remedy(Fault.Kind kind, Answer answer) {
        return "";
    }

    /// A fault that an answer reports although its status is a success.
    default Optional<Fault.Kind> disguised(Answer answer) {
        return Optional.empty();
    }

    /// The kind of fault that a status means, where this vendor differs from all others.
    default Optional<Fault.Kind> kind(Answer answer) {
        return Optional.empty();
    }

    /// How long the vendor asks to be left alone, from headers of its own; `Retry-After` is read anyway.
    default Optional<Duration> wait(Answer answer, Instant now) {
        return Optional.empty();
    }
}
