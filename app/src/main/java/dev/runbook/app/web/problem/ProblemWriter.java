package dev.runbook.app.web.problem;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import tools.jackson.databind.ObjectMapper;

/// Answers with a problem where no controller can: in filters. Safe for use by many threads.
public final class ProblemWriter {

    private final ObjectMapper json;

    public ProblemWriter(ObjectMapper json) {
        this.json = json;
    }

    /// Writes the answer; does nothing when one has begun already.
    public void write(HttpServletRequest request, HttpServletResponse response, Problem problem, String detail)
            throws IOException {
        if (response.isCommitted()) return;
        ProblemDetail body = problem.with(detail);
        // After a forward to the page of failures it is still about what was asked.
        var asked = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        body.setInstance(URI.create(asked instanceof String uri ? uri : request.getRequestURI()));
        response.setStatus(problem.status().value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        json.writeValue(response.getOutputStream(), body);
    }
}
