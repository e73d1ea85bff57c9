package dev.runbook.app.security;

import dev.runbook.app.web.problem.Problem;
import dev.runbook.app.web.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/// Lets a session be what its account is now, not what it was at sign-in: another role counts at once, and
/// a closed account is out at once. Whoever has a one-time password gets no further than the page that
/// changes it.
final class CurrentAccount extends OncePerRequestFilter {

    private final Accounts accounts;
    private final ProblemWriter problems;

    CurrentAccount(Accounts accounts, ProblemWriter problems) {
        this.accounts = accounts;
        this.problems = problems;
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
        if (account.isEmpty() || account.get().isClosed()) {
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
