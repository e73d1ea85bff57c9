package dev.runbook.app.security;

import dev.runbook.app.web.problem.Problem;
import dev.runbook.app.web.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Function;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/// Refuses the requests of a client that sends more than its share.
final class RateLimit extends OncePerRequestFilter {

    private final String name;
    private final Buckets buckets;
    private final Function<HttpServletRequest, String> client;
    private final ProblemWriter problems;

    /// @param name tells apart limits that stand one behind another
    /// @param client whose requests are counted together
    RateLimit(String name, Buckets buckets, Function<HttpServletRequest, String> client, ProblemWriter problems) {
        this.name = name;
        this.buckets = buckets;
        this.client = client;
        this.problems = problems;
    }

    @Override
    protected String getAlreadyFilteredAttributeName() {
        return RateLimit.class.getName() + "." + name;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (buckets.take(client.apply(request))) {
            chain.doFilter(request, response);
        } else {
            response.setHeader(HttpHeaders.RETRY_AFTER, "1");
            problems.write(request, response, Problem.TOO_MANY_REQUESTS, "Send fewer requests; try again in a second");
        }
    }
}
