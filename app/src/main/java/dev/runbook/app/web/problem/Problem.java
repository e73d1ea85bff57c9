package dev.runbook.app.web.problem;

import java.net.URI;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;

/// What can go wrong with a request. The type of each, `urn:runbook:problem:…`, does not change: programs may
/// rely on it.
public enum Problem {
    MALFORMED_REQUEST(HttpStatus.BAD_REQUEST, "The request cannot be read"),
    UNKNOWN_FIELD(HttpStatus.BAD_REQUEST, "The request has a field that nobody knows"),
    UNAUTHENTICATED(HttpStatus.UNAUTHORIZED, "Nobody is signed in"),
    FORBIDDEN(HttpStatus.FORBIDDEN, "Your role does not allow this"),
    NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such thing"),
    METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "This address does not take this method"),
    NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "This address does not give that media type"),
    REQUEST_CLOSED(HttpStatus.CONFLICT, "The request is closed"),
    ALREADY_APPROVED(HttpStatus.CONFLICT, "You have approved already"),
    REQUESTER_MAY_NOT_APPROVE(HttpStatus.CONFLICT, "Who asked for it cannot approve it"),
    STALE_PLAN(HttpStatus.CONFLICT, "The plan is not the one you saw"),
    WRONG_PHASE(HttpStatus.CONFLICT, "The incident is not where this can be done"),
    BODY_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The request is too large"),
    UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The request has the wrong media type"),
    INVALID(HttpStatus.UNPROCESSABLE_CONTENT, "The request does not make sense"),
    TOO_MANY_REQUESTS(HttpStatus.TOO_MANY_REQUESTS, "Too many requests"),
    JOURNAL_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The database does not answer"),
    OUTSIDE_UNAVAILABLE(HttpStatus.BAD_GATEWAY, "A system outside does not answer"),
    INTERNAL(HttpStatus.INTERNAL_SERVER_ERROR, "Something went wrong in here");

    private final HttpStatus status;
    private final String title;

    Problem(HttpStatus status, String title) {
        this.status = status;
        this.title = title;
    }

    public HttpStatus status() {
        return status;
    }

    public String title() {
        return title;
    }

    public URI type() {
        return URI.create(
                "urn:runbook:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    /// The body of an answer.
    ///
    /// @param detail names the thing and says what to do
    public ProblemDetail with(String detail) {
        var body = ProblemDetail.forStatusAndDetail(status, detail);
        body.setType(type());
        body.setTitle(title);
        return body;
    }

    /// The problem that a status means when nothing more is known.
    public static Problem of(HttpStatusCode status) {
        return switch (status.value()) {
            case 401 -> UNAUTHENTICATED;
            case 403 -> FORBIDDEN;
            case 404 -> NOT_FOUND;
            case 405 -> METHOD_NOT_ALLOWED;
            case 406 -> NOT_ACCEPTABLE;
            case 413 -> BODY_TOO_LARGE;
            case 415 -> UNSUPPORTED_MEDIA_TYPE;
            case 422 -> INVALID;
            case 429 -> TOO_MANY_REQUESTS;
            case 503 -> JOURNAL_UNAVAILABLE;
            default -> status.is4xxClientError() ? MALFORMED_REQUEST : INTERNAL;
        };
    }
}
