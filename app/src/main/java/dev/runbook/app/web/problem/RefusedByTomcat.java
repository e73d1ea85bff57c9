package dev.runbook.app.web.problem;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/// Answers with a problem what Tomcat refuses before any filter sees it, such as an address that cannot be
/// decoded. Its own page would be HTML. Safe for use by many threads.
public final class RefusedByTomcat extends ErrorReportValve {

    private static final Logger LOG = LoggerFactory.getLogger(RefusedByTomcat.class);

    @Override
    protected void report(Request request, Response response, @Nullable Throwable fault) {
        if (response.getStatus() < HttpServletResponse.SC_BAD_REQUEST
                || response.getContentWritten() > 0
                || !response.setErrorReported()) return;
        var problem = Problem.of(HttpStatusCode.valueOf(response.getStatus()));
        var body = problem.with(
                problem == Problem.MALFORMED_REQUEST
                        ? "The address or a header cannot be read; send characters outside of A-Z, a-z, 0-9 and"
                                + " -._~/ as UTF-8 with percent signs, and no control characters"
                        : problem.title());
        try {
            response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
            response.setHeader("X-Content-Type-Options", "nosniff");
            response.setHeader("Cache-Control", "no-store");
            response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            response.getOutputStream().write(JsonMapper.shared().writeValueAsBytes(new Body(body)));
            response.finishResponse();
        } catch (IOException e) {
            LOG.debug("connection lost: {}", e.getMessage());
        }
    }

    /// What a problem shows where no address could be read.
    private record Body(
            String type, String title, int status, @Nullable String detail) {
        Body(org.springframework.http.ProblemDetail problem) {
            this(
                    String.valueOf(problem.getType()),
                    String.valueOf(problem.getTitle()),
                    problem.getStatus(),
                    problem.getDetail());
        }
    }
}
