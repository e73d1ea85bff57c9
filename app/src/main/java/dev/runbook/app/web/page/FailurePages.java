package dev.runbook.app.web.page;

import dev.runbook.app.web.problem.Problem;
import dev.runbook.app.web.problem.ProblemWriter;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/// What is shown when a request failed outside of every controller: a problem to programs, a page to people.
@Controller
class FailurePages implements ErrorController {

    private final ProblemWriter problems;

    FailurePages(ProblemWriter problems) {
        this.problems = problems;
    }

    @RequestMapping("/error")
    @Nullable
    ModelAndView failed(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        var problem = Problem.of(HttpStatusCode.valueOf(status(request)));
        if (String.valueOf(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI))
                .replaceFirst("^/+", "/")
                .startsWith("/api/")) {
            problems.write(
                    request,
                    response,
                    problem,
                    problem == Problem.MALFORMED_REQUEST
                            ? "The address has parts that are not taken, such as ';' or '//'"
                            : problem.title());
            return null;
        }
        return PageAdvice.failure(problem, "");
    }

    private static int status(HttpServletRequest request) {
        var status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        return status instanceof Integer code && code >= 400 ? code : 404;
    }
}
