package dev.runbook.app.security;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;

/// Looks up what an identity provider says about itself when somebody first signs in there, so that the
/// server starts while the provider is down. Safe for use by many threads.
///
/// Source: [OpenID Connect Discovery](https://openid.net/specs/openid-connect-discovery-1_0.html).
public final class Discovery implements ClientRegistrationRepository {

    /// The name of the one provider in addresses.
    static final String ID = "oidc";

    private static final Logger LOG = LoggerFactory.getLogger(Discovery.class);

    private final IdentityProvider provider;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable ClientRegistration found;

    Discovery(IdentityProvider provider) {
        this.provider = provider;
    }

    /// Whether people can be sent there now.
    public boolean ready() {
        return findByRegistrationId(ID) != null;
    }

    @Override
    public @Nullable ClientRegistration findByRegistrationId(String id) {
        if (!id.equals(ID)) return null;
        var known = found;
        if (known != null) return known;
        lock.lock();
        try {
            if (found == null) found = lookUp();
            return found;
        } catch (RuntimeException e) {
            LOG.warn("the identity provider {} cannot be looked up: {}", provider.issuer(), e.getMessage());
            return null;
        } finally {
            lock.unlock();
        }
    }

    private ClientRegistration lookUp() {
        return ClientRegistrations.fromOidcIssuerLocation(provider.issuer().toString())
                .registrationId(ID)
                .clientId(provider.clientId())
                .clientSecret(provider.clientSecret())
                .scope("openid", "profile", "email")
                .redirectUri(
                        provider.publicUrl().map(Object::toString).orElse("{baseUrl}") + "/login/oauth2/code/" + ID)
                .clientSettings(ClientRegistration.ClientSettings.builder()
                        .requireProofKey(true)
                        .build())
                .build();
    }
}
