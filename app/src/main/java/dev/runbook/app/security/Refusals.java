package dev.runbook.app.security;

import dev.runbook.app.web.problem.Problem;
import dev.runbook.app.web.problem.ProblemWriter;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;

/// What people and programs are told who may not do what they asked for: programs get a problem, people a page.
final class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler {

    private final AccessTable access;
    private final ProblemWriter problems;

    Refusals(AccessTable access, ProblemWriter problems) {
        this.access = access;
        this.problems = problems;
    }

    /// Nobody is signed in.
    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws IOException {
        if (forProgram(request)) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
            problems.write(
                    request,
                    response,
                    Problem.UNAUTHENTICATED,
                    "Send an API token as 'Authorization: Bearer TOKEN', or sign in");
        } else {
            toSignIn(request, response);
        }
    }

    /// Somebody is signed in who may not, or there is no such thing.
    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException e)
            throws IOException, ServletException {
        var problem = problem(request, e);
        if (problem == Problem.METHOD_NOT_ALLOWED) response.setHeader(HttpHeaders.ALLOW, allowed(request));
        if (forProgram(request)) {
            if (e instanceof CsrfException && isNobody())
                commence(request, response, new InsufficientAuthenticationException("nobody is signed in", e));
            else problems.write(request, response, problem, detail(request, problem, e));
        } else if (e instanceof CsrfException) {
            toSignIn(request, response);
        } else {
            response.sendError(problem.status().value());
        }
    }

    /// A session proves nothing: the search for its CSRF token has made one.
    private static boolean isNobody() {
        var who = SecurityContextHolder.getContext().getAuthentication();
        return who == null || who instanceof AnonymousAuthenticationToken;
    }

    private Problem problem(HttpServletRequest request, AccessDeniedException e) {
        if (e instanceof CsrfException || access.find(request).isPresent()) return Problem.FORBIDDEN;
        return access.methods(request).isEmpty() ? Problem.NOT_FOUND : Problem.METHOD_NOT_ALLOWED;
    }

    private String detail(HttpServletRequest request, Problem problem, AccessDeniedException e) {
        var asked = request.getMethod() + " " + request.getRequestURI();
        return switch (problem) {
            case NOT_FOUND -> "There is nothing at " + request.getRequestURI() + "; /v3/api-docs lists what there is";
            case METHOD_NOT_ALLOWED -> request.getRequestURI() + " takes " + allowed(request);
            default ->
                e instanceof CsrfException
                        ? asked + " with a session needs its CSRF token; or use an API token"
                        : objection(request).orElse(asked + " is not allowed");
        };
    }

    private Optional<String> objection(HttpServletRequest request) {
        var who = SecurityContextHolder.getContext().getAuthentication();
        return access.find(request).flatMap(rule -> access.objection(who, request, rule));
    }

    private String allowed(HttpServletRequest request) {
        return access.methods(request).stream().map(HttpMethod::name).collect(Collectors.joining(", "));
    }

    /// The path alone decides, so that a program is never sent to a sign-in page.
    static boolean forProgram(HttpServletRequest request) {
        var path = request.getRequestURI();
        return path.startsWith("/api/") || path.startsWith("/v3/") || path.startsWith("/actuator");
    }

    private static void toSignIn(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getHeader("HX-Request") != null) {
            response.setHeader("HX-Redirect", "/sign-in");
            response.setStatus(HttpStatus.UNAUTHORIZED.value());
        } else {
            response.sendRedirect("/sign-in");
        }
    }
}
