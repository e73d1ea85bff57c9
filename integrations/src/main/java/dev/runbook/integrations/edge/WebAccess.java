package dev.runbook.integrations.edge;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How one signs in to a server of one's own: not at all, with a token, or with a name and a password.
///
/// @param credentials the headers
/// @param secrets what must not be shown
/// @param check what a person looks at when the credential is refused
public record WebAccess(Map<String, Secret> credentials, List<Secret> secrets, String check) {
    public WebAccess {
        credentials = Map.copyOf(credentials);
        secrets = List.copyOf(secrets);
    }

    /// Reads `X_TOKEN`, or `X_USERNAME` and `X_PASSWORD`.
    ///
    /// @param prefix such as `PROMETHEUS`
    public static WebAccess of(Variables variables, String prefix) {
        Optional<Secret> token = variables.optional(prefix + "_TOKEN").map(Secret::new);
        if (token.isPresent())
            return new WebAccess(
                    Map.of("Authorization", new Secret("Bearer " + token.get().reveal())),
                    List.of(token.get()),
                    "check " + prefix + "_TOKEN");
        var user = variables.optional(prefix + "_USERNAME");
        if (user.isEmpty())
            return new WebAccess(
                    Map.of(), List.of(), "set " + prefix + "_TOKEN, or " + prefix + "_USERNAME and its password");
        var password = variables.secret(prefix + "_PASSWORD");
        var basic = Base64.getEncoder()
                .encodeToString((user.get() + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8));
        var secrets = new ArrayList<>(List.of(password, new Secret(basic)));
        return new WebAccess(
                Map.of("Authorization", new Secret("Basic " + basic)),
                secrets,
                "check " + prefix + "_USERNAME and " + prefix + "_PASSWORD");
    }
}
