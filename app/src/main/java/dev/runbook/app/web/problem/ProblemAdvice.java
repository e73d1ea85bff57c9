package dev.runbook.app.web.problem;

import dev.runbook.core.journal.JournalException;
import java.io.IOException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/// Turns everything that goes wrong in the API into a problem. What nobody foresaw is logged with its trace and
/// answered without it.
@RestControllerAdvice(annotations = RestController.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
public class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> problem(ProblemException e, WebRequest request) {
        var body = e.problem().with(e.detail());
        if (e instanceof InvalidRequest invalid) body.setProperty("errors", invalid.faults());
        return answer(body, request);
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> journal(JournalException e, WebRequest request) {
        LOG.warn("journal unavailable: {}", e.getMessage());
        return answer(
                Problem.JOURNAL_UNAVAILABLE.with("Nothing was written down, so nothing was done. Try again later; the"
                        + " server's log says what is wrong."),
                request);
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> database(DataAccessException e, WebRequest request) {
        LOG.warn("database unavailable: {}", e.getMessage());
        return answer(
                Problem.JOURNAL_UNAVAILABLE.with("Try again later; the server's log says what is wrong."), request);
    }

    /// Spring Security answers these itself, outside.
    @ExceptionHandler({AccessDeniedException.class, AuthenticationException.class})
    @Nullable
    ResponseEntity<Object> security(RuntimeException e) {
        throw e;
    }

    /// The asker has gone; there is nobody to answer.
    @ExceptionHandler
    void gone(IOException e) {
        LOG.debug("connection lost: {}", e.getMessage());
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> unforeseen(Exception e, WebRequest request) {
        LOG.error("{} failed", request.getDescription(false), e);
        return answer(Problem.INTERNAL.with("The server's log says what happened. Nothing is half done."), request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return answer(unreadable(e), request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception e, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        var detail = switch (e) {
            case MethodArgumentTypeMismatchException mismatch ->
                "'" + mismatch.getName() + "' cannot be '" + mismatch.getValue() + "'";
            default -> body instanceof ProblemDetail given && given.getDetail() != null ? given.getDetail() : "";
        };
        var problem = Problem.of(status);
        var response = problem.with(detail.isEmpty() ? problem.title() : detail);
        return super.handleExceptionInternal(e, response, headers, problem.status(), request);
    }

    private @Nullable ResponseEntity<Object> answer(ProblemDetail body, WebRequest request) {
        return createResponseEntity(body, jsonHeaders(), HttpStatusCode.valueOf(body.getStatus()), request);
    }

    private static HttpHeaders jsonHeaders() {
        var headers = new HttpHeaders();
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        return headers;
    }

    private static ProblemDetail unreadable(HttpMessageNotReadableException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case BodyTooLarge large -> {
                    return Problem.BODY_TOO_LARGE.with(String.valueOf(large.getMessage()));
                }
                case UnrecognizedPropertyException unknown -> {
                    return unknown(unknown);
                }
                case StreamReadException syntax -> {
                    return Problem.MALFORMED_REQUEST.with("The body is no JSON" + place(syntax));
                }
                case StreamConstraintsException deep -> {
                    return Problem.MALFORMED_REQUEST.with(
                            "The body is nested too deeply or has too long a part" + place(deep));
                }
                case DatabindException wrong
                when !wrong.getPath().isEmpty() -> {
                    return Problem.MALFORMED_REQUEST.with(
                            "'" + path(wrong) + "' has a value of the wrong type" + place(wrong));
                }
                default -> {}
            }
        }
        return Problem.MALFORMED_REQUEST.with("The body is missing or cannot be read; send a JSON object");
    }

    private static ProblemDetail unknown(UnrecognizedPropertyException e) {
        var known = e.getKnownPropertyIds();
        var body = Problem.UNKNOWN_FIELD.with("There is no field '" + path(e) + "'"
                + (known == null
                        ? ""
                        : "; known are "
                                + known.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "))));
        body.setProperty("field", path(e));
        return body;
    }

    private static String path(JacksonException e) {
        return e.getPath().stream()
                .map(step -> step.getPropertyName() == null ? "[" + step.getIndex() + "]" : step.getPropertyName())
                .collect(Collectors.joining("."));
    }

    private static String place(JacksonException e) {
        var place = e.getLocation();
        return place == null || place.getLineNr() < 1
                ? ""
                : " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")";
    }
}
