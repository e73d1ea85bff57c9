package dev.runbook.ml.llm.model;

import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A model did not answer. The message is for people. It may quote what the other side said, and servers quote the key
/// that they refuse: what is kept or shown is [#told].
public final class ModelFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// The most characters of a message that is shown.
    private static final int LONGEST = 500;

    /// What went wrong, and whether asking again may help.
    public enum Kind {
        REJECTED(false, "the request was refused"),
        UNAUTHORISED(false, "the key is not accepted"),
        FORBIDDEN(false, "the key may not use it"),
        NOT_FOUND(false, "there is no such model or address"),
        TOO_LARGE(false, "the case is too long for it"),
        RATE_LIMITED(true, "it was asked too often"),
        OVERLOADED(true, "it is overloaded"),
        BROKEN_SERVER(true, "its server failed"),
        UNREACHABLE(true, "it cannot be reached"),
        TIMED_OUT(true, "it took too long"),
        BROKEN_STREAM(true, "the answer broke off"),
        MALFORMED(true, "the answer cannot be read"),
        INTERRUPTED(false, "the question was broken off");

        private final boolean again;
        private final String words;

        Kind(boolean again, String words) {
            this.again = again;
            this.words = words;
        }

        /// What it means, for people who know no status codes.
        String words() {
            return words;
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

    /// The same failure with a message that may be shown: masked first and cut then, since half a secret would not be
    /// found.
    public ModelFailure told(UnaryOperator<String> masking) {
        var masked = masking.apply(String.valueOf(getMessage()));
        var told = new ModelFailure(kind, masked.substring(0, Math.min(LONGEST, masked.length())), retryAfter);
        told.setStackTrace(getStackTrace());
        return told;
    }

    public Kind kind() {
        return kind;
    }

    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
