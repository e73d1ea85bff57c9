package dev.runbook.app.security;

import dev.runbook.app.web.problem.Problem;
import dev.runbook.app.web.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/// Lets a session be what its account is now, not what it was at sign-in: another role counts at once, and
/// a closed account is out at once. Whoever has a one-time password gets no further than the page that
/// changes it.
final class CurrentAccount extends OncePerRequestFilter {

    /// How long a session may be idle. A page that is open asks for news by itself, which is no use of it.
    private static final Duration LONGEST_IDLE = Duration.ofHours(4);

    private static final String USED = CurrentAccount.class.getName() + ".used";

    private final Accounts accounts;
    private final ProblemWriter problems;
    private final InstantSource clock;

    CurrentAccount(Accounts accounts, ProblemWriter problems, InstantSource clock) {
        this.accounts = accounts;
        this.problems = problems;
        this.clock = clock;
    }

    /// A token is looked up with each request anyway, and assets are for everybody.
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        var path = request.getServletPath();
        return TokenSignIn.carriesToken(request) || path.startsWith("/assets/") || path.startsWith("/webjars/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var session = SecurityContextHolder.getContext().getAuthentication();
        if (session == null || !session.isAuthenticated() || session instanceof AnonymousAuthenticationToken) {
            chain.doFilter(request, response);
            return;
        }
        Optional<Account> account;
        try {
            account = accounts.find(session.getName());
        } catch (DataAccessException _) {
            if (Refusals.forProgram(request))
                problems.write(
                        request,
                        response,
                        Problem.JOURNAL_UNAVAILABLE,
                        "Accounts cannot be looked up; try again later");
            else response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            return;
        }
        if (account.isEmpty() || account.get().isClosed() || isIdle(request)) {
            end(request);
            chain.doFilter(request, response);
        } else if (account.get().standing() == Account.Standing.MUST_CHANGE_PASSWORD && !changesIt(request)) {
            if (Refusals.forProgram(request))
                problems.write(request, response, Problem.FORBIDDEN, "Change the one-time password first, at /account");
            else response.sendRedirect("/account");
        } else {
            asItIsNow(session, account.get());
            chain.doFilter(request, response);
        }
    }

    private boolean isIdle(HttpServletRequest request) {
        var session = request.getSession(false);
        if (session == null) return false;
        var now = clock.instant();
        if (session.getAttribute(USED) instanceof Instant used && now.isAfter(used.plus(LONGEST_IDLE))) return true;
        if (session.getAttribute(USED) == null || !asksByItself(request)) session.setAttribute(USED, now);
        return false;
    }

    /// Whether a page that is open asks for news, and nobody does anything.
    private static boolean asksByItself(HttpServletRequest request) {
        var accept = String.valueOf(request.getHeader(HttpHeaders.ACCEPT));
        return request.getMethod().equals("GET")
                && (request.getHeader("HX-Request") != null || accept.startsWith(MediaType.TEXT_EVENT_STREAM_VALUE));
    }

    private static void end(HttpServletRequest request) {
        SecurityContextHolder.clearContext();
        var session = request.getSession(false);
        if (session != null) session.invalidate();
    }

    private static boolean changesIt(HttpServletRequest request) {
        var path = request.getServletPath();
        return path.equals("/account") || path.equals("/account/password") || path.equals("/sign-out");
    }

    /// For this request only; the session stays as it is.
    private static void asItIsNow(Authentication session, Account account) {
        var now = UsernamePasswordAuthenticationToken.authenticated(
                account.name(), null, OperatorDirectory.authorities(account));
        now.setDetails(session.getDetails());
        var context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(now);
        SecurityContextHolder.setContext(context);
    }
}
