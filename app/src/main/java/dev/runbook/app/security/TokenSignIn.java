package dev.runbook.app.security;

import dev.runbook.app.web.problem.Problem;
import dev.runbook.app.web.problem.ProblemWriter;
import dev.runbook.core.value.Digest;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/// Signs a request in by its bearer token, for this request only. A request that carries a token is what the
/// token says, whatever session comes with it; a token that nobody knows is refused.
///
/// Tokens have 256 random bits and are looked up by their digest, so the time of a comparison tells nothing.
final class TokenSignIn extends OncePerRequestFilter {

    private static final String SCHEME = "Bearer ";

    private final Accounts accounts;
    private final InstantSource clock;
    private final ProblemWriter problems;

    TokenSignIn(Accounts accounts, InstantSource clock, ProblemWriter problems) {
        this.accounts = accounts;
        this.clock = clock;
        this.problems = problems;
    }

    /// Whether a request carries a token. Browsers never add one by themselves, so such a request needs no
    /// other proof of its origin.
    static boolean carriesToken(HttpServletRequest request) {
        return token(request).isPresent();
    }

    private static Optional<String> token(HttpServletRequest request) {
        var header = request.getHeader(HttpHeaders.AUTHORIZATION);
        return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? Optional.of(header.substring(SCHEME.length()).strip())
                : Optional.empty();
    }

    /// What a request carries, as tokens are kept.
    static Optional<Digest> digest(HttpServletRequest request) {
        return token(request).map(Digest::of);
    }

    /// What a webhook carries is no token of ours, though it may look like one.
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return isWebhook(request);
    }

    static boolean isWebhook(HttpServletRequest request) {
        return request.getServletPath().startsWith("/api/v1/webhooks/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var token = token(request);
        if (token.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        Optional<Account> holder;
        try {
            holder = accounts.holder(Digest.of(token.get()), clock.instant());
        } catch (DataAccessException _) {
            problems.write(
                    request, response, Problem.JOURNAL_UNAVAILABLE, "The token cannot be looked up; try again later");
            return;
        }
        if (holder.isEmpty()) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
            problems.write(request, response, Problem.UNAUTHENTICATED, "The token is unknown, revoked or has expired");
            return;
        }
        var context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(
                holder.get().name(), null, OperatorDirectory.authorities(holder.get())));
        SecurityContextHolder.setContext(context);
        chain.doFilter(request, response);
    }
}
