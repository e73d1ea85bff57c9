package dev.runbook.app.security;

import dev.runbook.core.journal.JournalException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/// Who may do what: one line for each route. What has no line is denied. Safe for use by many threads.
public final class AccessTable implements AuthorizationManager<RequestAuthorizationContext> {

    /// What acts on one incident, so that it must be within reach.
    private static final Pattern ON_INCIDENT = Pattern.compile("(/api/v1)?/(incidents|chat)/\\{id}/.+");

    /// One line.
    ///
    /// @param pattern of the path, as controllers write it
    /// @param least the least role that may; empty for everybody, signed in or not
    /// @param inPerson whether a token may not, whoever it acts for
    public record Rule(HttpMethod method, String pattern, Optional<Role> least, boolean inPerson) {

        /// Whether it acts on the incident that its path names.
        public boolean onIncident() {
            return method.equals(HttpMethod.POST)
                    && ON_INCIDENT.matcher(pattern).matches();
        }
    }

    private record Line(Rule rule, PathPatternRequestMatcher matcher) {}

    private final List<Line> lines = new ArrayList<>();
    private final Places places;

    private AccessTable(Places places) {
        this.places = places;
    }

    /// The rules of this system.
    public static AccessTable standard(Places places) {
        var table = new AccessTable(places);
        table.everybody("/sign-in", "/sign-in/elsewhere", "/assets/**", "/webjars/**", "/favicon.ico");
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
                "/alerts",
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
                "/incidents/{id}/post-mortem.html",
                "/incidents/{id}/post-mortem.pdf");
        table.sees("/api/v1/me", "/api/v1/events", "/api/v1/scenarios", "/api/v1/operations");
        table.sees("/api/v1/kill-switch");
        table.sees("/api/v1/runbooks", "/api/v1/runbooks/{id}", "/api/v1/runbook-problems");
        table.sees("/api/v1/incidents", "/api/v1/incidents/{id}", "/api/v1/incidents/{id}/timeline");
        table.sees("/api/v1/incidents/{id}/evidence", "/api/v1/incidents/{id}/evidence/{evidence}");
        table.sees("/api/v1/incidents/{id}/events", "/api/v1/incidents/{id}/recording");
        table.does(Role.VIEWER, "/dashboard/views", "/dashboard/views/forget");
        table.sees("/api/v1/alerts");
        table.does(Role.RESPONDER, "/api/v1/alerts", "/api/v1/calls");
        table.does(Role.RESPONDER, "/incidents/{id}/post-mortem", "/settings/integrations/{name}/check");
        table.does(
                Role.RESPONDER,
                "/chat",
                "/chat/{id}/messages",
                "/runbooks/{id}/tests",
                "/runbooks/{id}/plan",
                "/settings/audit");
        for (var prefix : List.of("", "/api/v1")) {
            table.does(Role.RESPONDER, prefix + "/incidents", prefix + "/scenarios/{name}/start");
            if (!prefix.isEmpty()) table.does(Role.RESPONDER, prefix + "/chat");
            table.does(Role.RESPONDER, prefix + "/incidents/{id}/comments");
            table.does(Role.RESPONDER, prefix + "/incidents/{id}/memory", prefix + "/incidents/{id}/memory/forget");
            table.does(Role.RESPONDER, prefix + "/incidents/{id}/post-mortem/attachments");
            table.does(Role.RESPONDER, prefix + "/incidents/{id}/resolve", prefix + "/incidents/{id}/close");
            if (!prefix.isEmpty()) table.does(Role.RESPONDER, prefix + "/incidents/{id}/plan");
            table.does(Role.APPROVER, prefix + "/incidents/{id}/approvals/{request}");
            table.does(Role.APPROVER, prefix + "/incidents/{id}/attestation");
            table.does(Role.APPROVER, prefix + "/incidents/{id}/corrections");
            table.does(Role.APPROVER, prefix + "/incidents/{id}/answers/{request}");
            table.does(Role.RESPONDER, prefix + "/kill-switch/stop");
            table.does(Role.APPROVER, prefix + "/kill-switch/resume");
        }
        table.ownAccount();
        table.commanding();
        return table;
    }

    /// A token that could change a password would outlive its own end; one that it makes ends no later.
    private void ownAccount() {
        sees("/account", "/api/v1/tokens");
        does(Role.VIEWER, "/api/v1/tokens", "/api/v1/tokens/{token}/revoke");
        inPerson(Role.VIEWER, "/account/password", "/account/tokens", "/account/tokens/{token}/revoke");
    }

    private void commanding() {
        add(HttpMethod.GET, "/runbooks/{id}/edit", Optional.of(Role.COMMANDER));
        add(HttpMethod.GET, "/runbooks/{id}/versions/{digest}", Optional.of(Role.VIEWER));
        does(Role.COMMANDER, "/runbooks/{id}/edit", "/runbooks/{id}/lint");
        add(HttpMethod.GET, "/settings/log", Optional.of(Role.COMMANDER));
        add(HttpMethod.GET, "/api/v1/security-log", Optional.of(Role.COMMANDER));
        add(HttpMethod.GET, "/api/v1/users", Optional.of(Role.ADMINISTRATOR));
        add(HttpMethod.GET, "/api/v1/users/{name}/tokens", Optional.of(Role.ADMINISTRATOR));
        does(
                Role.ADMINISTRATOR,
                "/api/v1/users",
                "/api/v1/users/{name}",
                "/api/v1/users/{name}/password",
                "/api/v1/users/{name}/disable",
                "/api/v1/users/{name}/enable",
                "/api/v1/users/{name}/tokens/{token}/revoke");
        add(HttpMethod.GET, "/settings/people", Optional.of(Role.ADMINISTRATOR));
        inPerson(
                Role.ADMINISTRATOR,
                "/settings/people",
                "/settings/people/{name}",
                "/settings/people/{name}/password",
                "/settings/people/{name}/close",
                "/settings/people/{name}/reopen",
                "/settings/people/{name}/tokens/{token}/revoke");
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

    private void inPerson(Role least, String... patterns) {
        for (var pattern : patterns) add(new Rule(HttpMethod.POST, pattern, Optional.of(least), true));
    }

    private void add(HttpMethod method, String pattern, Optional<Role> least) {
        add(new Rule(method, pattern, least, false));
    }

    private void add(Rule rule) {
        lines.add(new Line(rule, PathPatternRequestMatcher.withDefaults().matcher(rule.pattern())));
    }

    /// Every line, in order.
    public List<Rule> rules() {
        return lines.stream().map(Line::rule).toList();
    }

    /// Whether somebody may do what a line speaks of, somewhere at least; false when there is no such line.
    public boolean lets(Authentication who, HttpMethod method, String pattern) {
        return lines.stream()
                .map(Line::rule)
                .filter(rule -> rule.method().equals(method) && rule.pattern().equals(pattern))
                .findFirst()
                .filter(rule -> rule.least().isEmpty() || has(who, rule.least().get()))
                .isPresent();
    }

    /// Whether somebody may act on an incident, as far as services and environments go. One that does not
    /// exist is within everybody's reach.
    public boolean reaches(Authentication who, String incident) {
        return !Reach.isLimited(who.getAuthorities())
                || places.of(incident)
                        .map(place -> Reach.covers(who.getAuthorities(), place))
                        .orElse(true);
    }

    /// The same of somebody who is known otherwise than by signing in.
    public boolean reaches(Account who, String incident) {
        return places.of(incident).map(who.reach()::covers).orElse(true);
    }

    /// The line that a request falls under; whoever may get may also ask for the head.
    Optional<Rule> find(HttpServletRequest request) {
        return line(request).map(Line::rule);
    }

    private Optional<Line> line(HttpServletRequest request) {
        var asked = HttpMethod.valueOf(request.getMethod());
        var method = asked.equals(HttpMethod.HEAD) ? HttpMethod.GET : asked;
        return lines.stream()
                .filter(line -> line.rule.method().equals(method) && line.matcher.matches(request))
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
        var request = context.getRequest();
        var granted = find(request)
                .filter(rule -> rule.least().isEmpty()
                        || objection(who.get(), request, rule).isEmpty());
        return new AuthorizationDecision(granted.isPresent());
    }

    /// Why somebody may not do what a line with a role speaks of, in a sentence; empty when they may.
    Optional<String> objection(@Nullable Authentication who, HttpServletRequest request, Rule rule) {
        var asked = request.getMethod() + " " + request.getRequestURI();
        var least = rule.least().orElse(Role.VIEWER);
        if (who == null || !who.isAuthenticated()) return Optional.of(asked + " needs somebody who is signed in");
        if (!has(who, least))
            return Optional.of(asked + " needs the role " + least.key() + "; " + who.getName() + " is "
                    + Role.highest(who.getAuthorities()).key());
        if (rule.inPerson() && TokenSignIn.carriesToken(request))
            return Optional.of(asked + " takes no token; sign in on the pages");
        if (!rule.onIncident()) return Optional.empty();
        return outOfReach(who, incident(request));
    }

    private Optional<String> outOfReach(Authentication who, String incident) {
        try {
            return reaches(who, incident)
                    ? Optional.empty()
                    : Optional.of(incident + " is out of " + who.getName() + "'s reach, which is "
                            + who.getAuthorities().stream()
                                    .filter(Reach.class::isInstance)
                                    .map(each -> ((Reach) each).display())
                                    .findFirst()
                                    .orElse("nowhere"));
        } catch (JournalException | DataAccessException e) {
            return Optional.of("whether " + incident + " is within reach cannot be looked up now");
        }
    }

    private String incident(HttpServletRequest request) {
        return line(request)
                .map(line -> String.valueOf(
                        line.matcher.matcher(request).getVariables().get("id")))
                .orElse("");
    }

    private static boolean has(@Nullable Authentication who, Role least) {
        return who != null
                && who.isAuthenticated()
                && who.getAuthorities().stream()
                        .map(GrantedAuthority::getAuthority)
                        .anyMatch(least.authority()::equals);
    }
}
