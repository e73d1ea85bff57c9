package dev.runbook.app.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/// Who may do what: one line for each route. What has no line is denied. Safe for use by many threads.
public final class AccessTable implements AuthorizationManager<RequestAuthorizationContext> {

    /// One line.
    ///
    /// @param pattern of the path, as controllers write it
    /// @param least the least role that may; empty for everybody, signed in or not
    public record Rule(HttpMethod method, String pattern, Optional<Role> least) {}

    private record Line(Rule rule, PathPatternRequestMatcher matcher) {}

    private final List<Line> lines = new ArrayList<>();

    private AccessTable() {}

    /// The rules of this system.
    public static AccessTable standard() {
        var table = new AccessTable();
        table.everybody("/sign-in", "/assets/**", "/webjars/**", "/favicon.ico");
        table.everybody("/actuator/health", "/actuator/health/**", "/api/v1/health");
        table.everybody("/v3/api-docs", "/v3/api-docs.yaml", "/api/v1/runbook.schema.json");
        // Each delivery proves by itself who sent it.
        table.add(HttpMethod.POST, "/api/v1/webhooks/slack", Optional.empty());
        table.add(HttpMethod.POST, "/api/v1/webhooks/{source}", Optional.empty());
        table.sees(
                "/",
                "/chat/{id}",
                "/chat/{id}/now",
                "/dashboard",
                "/runbooks",
                "/runbooks/{id}",
                "/settings",
                "/nav/waiting",
                "/incidents/lines",
                "/incidents/{id}",
                "/incidents/{id}/now",
                "/incidents/{id}/metrics",
                "/incidents/{id}/evidence",
                "/incidents/{id}/evidence/{evidence}",
                "/incidents/{id}/post-mortem.md",
                "/incidents/{id}/post-mortem.html");
        table.sees("/api/v1/me", "/api/v1/events", "/api/v1/scenarios", "/api/v1/operations");
        table.sees("/api/v1/kill-switch");
        table.sees("/api/v1/runbooks", "/api/v1/runbooks/{id}", "/api/v1/runbook-problems");
        table.sees("/api/v1/incidents", "/api/v1/incidents/{id}", "/api/v1/incidents/{id}/timeline");
        table.sees("/api/v1/incidents/{id}/evidence", "/api/v1/incidents/{id}/evidence/{evidence}");
        table.sees("/api/v1/incidents/{id}/events", "/api/v1/incidents/{id}/recording");
        table.does(Role.RESPONDER, "/chat", "/chat/{id}/messages", "/runbooks/{id}/tests", "/settings/audit");
        for (var prefix : List.of("", "/api/v1")) {
            table.does(Role.RESPONDER, prefix + "/incidents", prefix + "/scenarios/{name}/start");
            if (!prefix.isEmpty()) table.does(Role.RESPONDER, prefix + "/chat");
            table.does(Role.RESPONDER, prefix + "/incidents/{id}/comments");
            table.does(Role.RESPONDER, prefix + "/incidents/{id}/memory", prefix + "/incidents/{id}/memory/forget");
            table.does(Role.RESPONDER, prefix + "/incidents/{id}/resolve", prefix + "/incidents/{id}/close");
            if (!prefix.isEmpty()) table.does(Role.RESPONDER, prefix + "/incidents/{id}/plan");
            table.does(Role.APPROVER, prefix + "/incidents/{id}/approvals/{request}");
            table.does(Role.APPROVER, prefix + "/incidents/{id}/attestation");
            table.does(Role.APPROVER, prefix + "/incidents/{id}/answers/{request}");
            table.does(Role.RESPONDER, prefix + "/kill-switch/stop");
            table.does(Role.APPROVER, prefix + "/kill-switch/resume");
        }
        return table;
    }

    private void everybody(String... patterns) {
        for (var pattern : patterns) add(HttpMethod.GET, pattern, Optional.empty());
    }

    private void sees(String... patterns) {
        for (var pattern : patterns) add(HttpMethod.GET, pattern, Optional.of(Role.VIEWER));
    }

    private void does(Role least, String... patterns) {
        for (var pattern : patterns) add(HttpMethod.POST, pattern, Optional.of(least));
    }

    private void add(HttpMethod method, String pattern, Optional<Role> least) {
        lines.add(new Line(
                new Rule(method, pattern, least),
                PathPatternRequestMatcher.withDefaults().matcher(pattern)));
    }

    /// Every line, in order.
    public List<Rule> rules() {
        return lines.stream().map(Line::rule).toList();
    }

    /// Whether somebody may do what a line speaks of; false when there is no such line.
    public boolean lets(Authentication who, HttpMethod method, String pattern) {
        return lines.stream()
                .map(Line::rule)
                .filter(rule -> rule.method().equals(method) && rule.pattern().equals(pattern))
                .findFirst()
                .filter(rule -> rule.least().isEmpty() || has(who, rule.least().get()))
                .isPresent();
    }

    /// The line that a request falls under; whoever may get may also ask for the head.
    Optional<Rule> find(HttpServletRequest request) {
        var asked = HttpMethod.valueOf(request.getMethod());
        var method = asked.equals(HttpMethod.HEAD) ? HttpMethod.GET : asked;
        return lines.stream()
                .filter(line -> line.rule.method().equals(method) && line.matcher.matches(request))
                .map(Line::rule)
                .findFirst();
    }

    /// The methods that the path of a request takes; none when there is no such path.
    List<HttpMethod> methods(HttpServletRequest request) {
        return lines.stream()
                .filter(line -> line.matcher.matches(request))
                .map(line -> line.rule.method())
                .distinct()
                .toList();
    }

    @Override
    public AuthorizationDecision authorize(
            Supplier<? extends @Nullable Authentication> who, RequestAuthorizationContext context) {
        var rule = find(context.getRequest());
        var granted = rule.isPresent()
                && (rule.get().least().isEmpty()
                        || has(who.get(), rule.get().least().get()));
        return new AuthorizationDecision(granted);
    }

    private static boolean has(@Nullable Authentication who, Role least) {
        return who != null
                && who.isAuthenticated()
                && who.getAuthorities().stream()
                        .map(GrantedAuthority::getAuthority)
                        .anyMatch(least.authority()::equals);
    }
}
