package dev.runbook.app.security;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A system elsewhere that says who somebody is, by [OpenID
/// Connect](https://openid.net/specs/openid-connect-core-1_0.html).
///
/// @param issuer its address; what else must be known is looked up below it
/// @param clientId what it calls us
/// @param clientSecret what we prove that with; never shown
/// @param groupsClaim where it says what groups somebody is in
/// @param roles what each group may, by its name; `*` stands for everybody
/// @param publicUrl where browsers reach us, if that is not where we listen; without a slash at the end
public record IdentityProvider(
        URI issuer,
        String clientId,
        String clientSecret,
        String groupsClaim,
        Map<String, Role> roles,
        Optional<URI> publicUrl) {

    /// Every variable that is read here.
    public static final Set<String> VARIABLES = Set.of(
            "RUNBOOK_OIDC_ISSUER",
            "RUNBOOK_OIDC_CLIENT_ID",
            "RUNBOOK_OIDC_CLIENT_SECRET",
            "RUNBOOK_OIDC_GROUPS_CLAIM",
            "RUNBOOK_OIDC_ROLES",
            "RUNBOOK_PUBLIC_URL");

    private static final String EVERYBODY = "*";

    public IdentityProvider {
        roles = Map.copyOf(roles);
    }

    /// What a set of variables says.
    public sealed interface Reading {
        /// Nobody signs in elsewhere.
        record None() implements Reading {}

        /// People sign in there.
        record Given(IdentityProvider provider) implements Reading {}

        /// It cannot be used.
        ///
        /// @param reasons one line each, which names the variable; never empty
        record Wrong(List<String> reasons) implements Reading {
            public Wrong {
                reasons = List.copyOf(reasons);
            }
        }
    }

    /// Where browsers reach us, as far as a set of variables says so.
    public static Optional<URI> publicUrl(Map<String, String> variables) {
        return new Reader(variables, new ArrayList<>()).address("RUNBOOK_PUBLIC_URL");
    }

    /// Reads the variables; blank ones count as absent.
    public static Reading read(Map<String, String> variables) {
        var reader = new Reader(variables, new ArrayList<>());
        var publicUrl = reader.address("RUNBOOK_PUBLIC_URL");
        var issuer = reader.address("RUNBOOK_OIDC_ISSUER");
        if (reader.text("RUNBOOK_OIDC_ISSUER").isEmpty())
            return reader.wrong().isEmpty() ? new Reading.None() : new Reading.Wrong(reader.wrong());
        var id = reader.needed("RUNBOOK_OIDC_CLIENT_ID");
        var secret = reader.needed("RUNBOOK_OIDC_CLIENT_SECRET");
        var roles = reader.roles();
        if (issuer.isEmpty() || !reader.wrong().isEmpty()) return new Reading.Wrong(reader.wrong());
        return new Reading.Given(new IdentityProvider(
                issuer.get(),
                id,
                secret,
                reader.text("RUNBOOK_OIDC_GROUPS_CLAIM").orElse("groups"),
                roles,
                publicUrl));
    }

    /// The highest role that one of these groups has; empty when nobody in them may anything.
    public Optional<Role> role(List<String> groups) {
        return roles.entrySet().stream()
                .filter(entry -> entry.getKey().equals(EVERYBODY) || groups.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .max(Role::compareTo);
    }

    @Override
    public String toString() {
        return "IdentityProvider[" + issuer + ", " + clientId + "]";
    }

    private record Reader(Map<String, String> all, List<String> wrong) {

        Optional<String> text(String name) {
            return Optional.ofNullable(all.get(name)).map(String::strip).filter(value -> !value.isEmpty());
        }

        String needed(String name) {
            var given = text(name);
            if (given.isEmpty()) wrong.add(name + " is missing; RUNBOOK_OIDC_ISSUER needs it");
            return given.orElse("");
        }

        /// What is sent in the clear must not leave this machine.
        Optional<URI> address(String name) {
            return text(name).flatMap(value -> {
                try {
                    var address = URI.create(value.endsWith("/") ? value.substring(0, value.length() - 1) : value);
                    if ("https".equals(address.getScheme()) && address.getHost() != null) return Optional.of(address);
                    if ("http".equals(address.getScheme()) && isHere(address.getHost())) return Optional.of(address);
                } catch (IllegalArgumentException _) {
                    // Said below.
                }
                wrong.add(name + "=" + value + " is no address; write https://..., or http:// on this machine");
                return Optional.empty();
            });
        }

        private static boolean isHere(String host) {
            return Set.of("localhost", "127.0.0.1", "[::1]").contains(String.valueOf(host));
        }

        Map<String, Role> roles() {
            var roles = new LinkedHashMap<String, Role>();
            for (var pair : needed("RUNBOOK_OIDC_ROLES").split(",", -1)) {
                if (pair.isBlank()) continue;
                int at = pair.lastIndexOf('=');
                var role = at < 1
                        ? Optional.<Role>empty()
                        : Role.ofKey(pair.substring(at + 1).strip());
                if (role.isPresent()) roles.put(pair.substring(0, at).strip(), role.get());
                else
                    wrong.add("RUNBOOK_OIDC_ROLES: '" + pair.strip() + "' is no GROUP=ROLE; roles are "
                            + List.of(Role.values()).stream().map(Role::key).collect(Collectors.joining(", ")));
            }
            return roles;
        }
    }
}
