package dev.runbook.app.security;

import dev.runbook.app.security.SecurityTrail.Act;
import dev.runbook.core.journal.JournalException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserService;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;

/// Makes one of our accounts of somebody whom an identity provider has vouched for: the role follows from
/// their groups anew at each sign-in. A name that belongs to a local account, or to another identity, is
/// not taken over.
final class SignInElsewhere implements OAuth2UserService<OidcUserRequest, OidcUser> {

    private static final Logger LOG = LoggerFactory.getLogger(SignInElsewhere.class);

    private final IdentityProvider provider;
    private final People people;
    private final SecurityTrail trail;
    private final OidcUserService claims = new OidcUserService();

    SignInElsewhere(IdentityProvider provider, People people, SecurityTrail trail) {
        this.provider = provider;
        this.people = people;
        this.trail = trail;
    }

    @Override
    public OidcUser loadUser(OidcUserRequest request) {
        var user = claims.loadUser(request);
        var name = name(user);
        var role = provider.role(groups(user));
        try {
            if (name.isEmpty()) throw refused("an identity without a usable name", "the provider gives no usable name");
            if (role.isEmpty()) throw refused(name.get(), "no group has a role");
            var identity = user.getIssuer() + " " + user.getSubject();
            var shown = Optional.ofNullable(user.getFullName()).filter(text -> !text.isBlank());
            var account = people.welcome(name.get(), shown.orElse(name.get()), identity, role.get());
            if (account.isEmpty()) throw refused(name.get(), "the name belongs to somebody else, or is closed");
            trail.note(
                    Act.SIGNED_IN,
                    name.get(),
                    "",
                    "by the identity provider, as " + role.get().key());
            return new Vouched(account.get(), user);
        } catch (JournalException | DataAccessException e) {
            throw new InternalAuthenticationServiceException("what nobody can note is not done", e);
        }
    }

    private OAuth2AuthenticationException refused(String name, String reason) {
        LOG.warn("{} may not sign in by the identity provider: {}", name, reason);
        trail.note(Act.SIGN_IN_FAILED, "", name, "by the identity provider: " + reason);
        return new OAuth2AuthenticationException(new OAuth2Error("access_denied"), reason);
    }

    /// What people call themselves there, as a login name of ours.
    private static Optional<String> name(OidcUser user) {
        return Stream.of(
                        Optional.ofNullable(user.getPreferredUsername()),
                        Optional.ofNullable(user.getEmail()),
                        Optional.ofNullable(user.getSubject()))
                .flatMap(Optional::stream)
                .map(text -> text.strip().toLowerCase(Locale.ROOT))
                .filter(Account::isName)
                .findFirst();
    }

    private List<String> groups(OidcUser user) {
        return user.getClaim(provider.groupsClaim()) instanceof Collection<?> many
                ? many.stream().map(String::valueOf).toList()
                : Optional.ofNullable(user.getClaimAsString(provider.groupsClaim())).stream()
                        .toList();
    }

    /// Somebody whom the provider vouches for, under the name of their account.
    private static final class Vouched extends DefaultOidcUser {
        private static final long serialVersionUID = 1L;

        private final String account;

        Vouched(Account account, OidcUser user) {
            super(granted(account), user.getIdToken(), user.getUserInfo());
            this.account = account.name();
        }

        private static Collection<? extends GrantedAuthority> granted(Account account) {
            return OperatorDirectory.authorities(account);
        }

        @Override
        public String getName() {
            return account;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return super.equals(other) && other instanceof Vouched vouched && vouched.account.equals(account);
        }

        @Override
        public int hashCode() {
            return super.hashCode() * 31 + account.hashCode();
        }
    }
}
