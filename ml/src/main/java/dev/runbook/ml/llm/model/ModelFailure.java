package dev.runbook.ml.llm.model;

import java.time.Duration;
import java.util.Optional;

/// A model did not answer. The message is for people and holds no secret.
public final class ModelFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// What went wrong, and whether asking again may help.
    public enum Kind {
        REJECTED(false),
        UNAUTHORISED(false),
        FORBIDDEN(false),
        NOT_FOUND(false),
        TOO_LARGE(false),
        RATE_LIMITED(true),
        OVERLOADED(true),
        BROKEN_SERVER(true),
        UNREACHABLE(true),
        TIMED_OUT(true),
        BROKEN_STREAM(true),
        MALFORMED(true),
        INTERRUPTED(false);

        private final boolean again;

        Kind(boolean again) {
            this.again = again;
        }

        /// Whether the same request may be answered later.
        public boolean again() {
            return again;
        }

        /// The kind that a status outside of 200 to 299 means.
        static Kind ofStatus(int status) {
            return switch (status) {
                case 401 -> UNAUTHORISED;
                case 403 -> FORBIDDEN;
                case 404 -> NOT_FOUND;
                case 408 -> TIMED_OUT;
                case 413 -> TOO_LARGE;
                case 429 -> RATE_LIMITED;
                case 503, 529 -> OVERLOADED;
                default -> status >= 500 ? BROKEN_SERVER : REJECTED;
            };
        }

        /// The kind that an error type of the Messages API means, as it comes inside a stream.
        static Kind ofType(String type) {
            return switch (type) {
                case "invalid_request_error" -> REJECTED;
                case "authentication_error" -> UNAUTHORISED;
                case "permission_error" -> FORBIDDEN;
                case "not_found_error" -> NOT_FOUND;
                case "request_too_large" -> TOO_LARGE;
                case "rate_limit_error" -> RATE_LIMITED;
                case "overloaded_error" -> OVERLOADED;
                default -> BROKEN_SERVER;
            };
        }
    }

    private final Kind kind;
    private final transient Optional<Duration> retryAfter;

    public ModelFailure(Kind kind, String message) {
        this(kind, message, Optional.empty());
    }

    /// @param retryAfter how long the other side asks to wait before the next try
    public ModelFailure(Kind kind, String message, Optional<Duration> retryAfter) {
        super(message);
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    public Kind kind() {
        return kind;
    }

    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
