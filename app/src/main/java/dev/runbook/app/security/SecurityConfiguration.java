package dev.runbook.app.security;

import dev.runbook.app.web.Backend;
import dev.runbook.app.web.problem.ProblemWriter;
import dev.runbook.core.journal.JournalException;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/// Signs people in by session and programs by token, and asks the [AccessTable] about every request.
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
public class SecurityConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(SecurityConfiguration.class);

    /// How passwords are hashed.
    public static PasswordEncoder passwords() {
        return new DelegatingPasswordEncoder("bcrypt", Map.of("bcrypt", new BCryptPasswordEncoder()));
    }

    /// The system may still be in the making when this is made.
    @Bean
    AccessTable accessTable(ObjectProvider<Backend> backend) {
        return AccessTable.standard(incident -> new IncidentPlaces(backend.getObject()).of(incident));
    }

    @Bean
    People people(Accounts accounts, SecurityTrail trail, InstantSource wallClock) {
        return new People(accounts, passwords(), trail, new SecureRandom(), wallClock);
    }

    @Bean
    Presence presence(Accounts accounts, InstantSource wallClock) {
        return new Presence(accounts, wallClock);
    }

    /// Where people sign in elsewhere; only where an identity provider is configured.
    @Bean
    @Conditional(WithIdentityProvider.class)
    Discovery discovery(IdentityProvider provider) {
        return new Discovery(provider);
    }

    @Bean
    SecurityFilterChain filters(
            HttpSecurity http,
            ObjectProvider<Discovery> discovery,
            ObjectProvider<IdentityProvider> provider,
            People people,
            AccessTable access,
            Accounts accounts,
            SecurityTrail trail,
            ProblemWriter problems,
            InstantSource wallClock) {
        var refusals = new Refusals(access, problems);
        var byAddress = new RateLimit(
                "address", new Buckets(300, 3000, wallClock), HttpServletRequest::getRemoteAddr, problems);
        var byPerson =
                new RateLimit("person", new Buckets(100, 1000, wallClock), SecurityConfiguration::person, problems);
        discovery.ifAvailable(registrations ->
                elsewhere(http, registrations, new SignInElsewhere(provider.getObject(), people, trail)));
        return http.authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .anyRequest()
                        .access(access))
                // No bean: every bean of its kind is asked as well, so that each attempt would be made twice.
                .authenticationProvider(new PasswordSignIn(accounts, passwords(), trail, wallClock))
                .addFilterBefore(byAddress, CsrfFilter.class)
                .addFilterBefore(new TokenSignIn(accounts, wallClock, problems), CsrfFilter.class)
                .addFilterBefore(new CurrentAccount(accounts, problems, wallClock), AuthorizationFilter.class)
                .addFilterBefore(byPerson, AuthorizationFilter.class)
                .formLogin(form -> form.loginPage("/sign-in")
                        .defaultSuccessUrl("/")
                        .failureHandler((request, response, e) -> response.sendRedirect("/sign-in?" + reason(e))))
                .logout(logout -> logout.logoutUrl("/sign-out")
                        .addLogoutHandler((_, _, who) -> noteSignOut(trail, who))
                        .logoutSuccessUrl("/sign-in?bye"))
                .csrf(csrf -> csrf.requireCsrfProtectionMatcher(SecurityConfiguration::needsCsrfToken))
                .exceptionHandling(
                        refuse -> refuse.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
                // The others are CarefulHeaders.
                .headers(headers -> headers.frameOptions(frame -> frame.deny()))
                .requestCache(cache -> cache.requestCache(afterwards()))
                .build();
    }

    /// Who follows a link to an incident sees it after signing in. Nothing else is worth a session for a
    /// stranger.
    private static HttpSessionRequestCache afterwards() {
        var cache = new HttpSessionRequestCache();
        cache.setRequestMatcher(PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.GET, "/incidents/{id}"));
        return cache;
    }

    private static boolean needsCsrfToken(HttpServletRequest request) {
        return CsrfFilter.DEFAULT_CSRF_MATCHER.matches(request)
                && !TokenSignIn.carriesToken(request)
                && !TokenSignIn.isWebhook(request);
    }

    private static void elsewhere(HttpSecurity http, Discovery registrations, SignInElsewhere accounts) {
        http.oauth2Login(login -> login.loginPage("/sign-in")
                .clientRegistrationRepository(registrations)
                .userInfoEndpoint(user -> user.oidcUserService(accounts))
                .defaultSuccessUrl("/")
                .failureHandler((_, response, e) -> {
                    LOG.warn("a sign-in by the identity provider failed: {}", e.getMessage());
                    response.sendRedirect("/sign-in?elsewhere");
                }));
    }

    /// Whose requests are counted together; strangers of one address are one.
    private static String person(HttpServletRequest request) {
        var who = SecurityContextHolder.getContext().getAuthentication();
        return who == null || who instanceof AnonymousAuthenticationToken
                ? "from " + request.getRemoteAddr()
                : who.getName();
    }

    private static void noteSignOut(SecurityTrail trail, @Nullable Authentication who) {
        if (who == null) return;
        try {
            trail.note(SecurityTrail.Act.SIGNED_OUT, who.getName(), "", "");
        } catch (JournalException e) {
            // Whoever wants to go is let go.
            LOG.warn("a sign-out could not be noted: {}", e.getMessage());
        }
    }

    private static String reason(AuthenticationException e) {
        return switch (e) {
            case LockedException _ -> "wait";
            case InternalAuthenticationServiceException _ -> "unavailable";
            default -> "wrong";
        };
    }
}
