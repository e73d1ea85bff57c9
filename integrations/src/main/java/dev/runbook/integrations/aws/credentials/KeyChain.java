package dev.runbook.integrations.aws.credentials;

import dev.runbook.integrations.edge.Edge;
import dev.runbook.integrations.edge.Outside;
import dev.runbook.integrations.edge.Secret;
import dev.runbook.integrations.edge.Variables;
import dev.runbook.integrations.registry.ConfigurationException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds where the keys come from. Nothing is asked of the network here.
public final class KeyChain {

    private static final List<String> PROGRAMS =
            List.of("credential_process", "sso_session", "sso_start_url", "login_session");

    private final Variables variables;
    private final Roles roles;
    private final Metadata metadata;
    private final SharedFiles files;
    private final Edge edge;

    private KeyChain(Variables variables, Outside outside, Edge edge, TokenService service) {
        this.variables = variables;
        this.edge = edge;
        roles = new Roles(service);
        metadata = new Metadata(variables, outside, edge);
        files = SharedFiles.read(variables);
    }

    /// The region of the variables, or of the profile.
    ///
    /// @throws ConfigurationException when none is set
    public static String region(Variables variables) {
        return variables
                .optional("AWS_REGION")
                .or(() -> variables.optional("AWS_DEFAULT_REGION"))
                .or(() -> SharedFiles.read(variables)
                        .profile(SharedFiles.wanted(variables))
                        .map(profile -> profile.get("region")))
                .orElseThrow(() -> new ConfigurationException(
                        "aws is live but AWS_REGION is not set; set it, give the profile a region,"
                                + " or set AWS_MODE=mock"));
    }

    /// The first place that is configured: keys in variables, a web identity, a profile, a container, a
    /// machine.
    ///
    /// @param service gives keys of roles
    /// @throws ConfigurationException when none is, or it cannot be used
    public static KeySource of(Variables variables, Outside outside, Edge edge, TokenService service) {
        return new KeyChain(variables, outside, edge, service).source();
    }

    private KeySource source() {
        return inVariables()
                .or(this::webIdentity)
                .or(this::profile)
                .or(() -> metadata.container().map(this::renewed))
                .or(() -> metadata.machine().map(this::renewed))
                .orElseThrow(() -> new ConfigurationException(
                        "aws is live but AWS_ACCESS_KEY_ID is not set, and there is no profile, no web identity, no container and no"
                                + " machine of AWS to take keys from; set one, or set AWS_MODE=mock"));
    }

    private KeySource renewed(KeySource source) {
        return new Renewing(source, edge.clock());
    }

    private Optional<KeySource> inVariables() {
        var id = variables.optional("AWS_ACCESS_KEY_ID");
        if (id.isEmpty()) return Optional.empty();
        return Optional.of(
                fixed(id.get(), variables.required("AWS_SECRET_ACCESS_KEY"), variables.optional("AWS_SESSION_TOKEN")));
    }

    private static KeySource fixed(String id, String secret, Optional<String> session) {
        var keys = new Keys(new Secret(id), new Secret(secret), session.map(Secret::new), Optional.empty());
        return _ -> keys;
    }

    private Optional<KeySource> webIdentity() {
        return variables.optional("AWS_WEB_IDENTITY_TOKEN_FILE").map(file -> {
            var session = Roles.Wanted.session(variables.optional("AWS_ROLE_SESSION_NAME"));
            var wanted =
                    new Roles.Wanted(variables.required("AWS_ROLE_ARN"), session, Optional.empty(), Optional.empty());
            return renewed(roles.byWebIdentity(wanted, Path.of(file)));
        });
    }

    private Optional<KeySource> profile() {
        var name = SharedFiles.wanted(variables);
        var named = variables.optional("AWS_PROFILE").isPresent();
        var profile = files.profile(name);
        if (profile.isEmpty() && named)
            throw new ConfigurationException("AWS_PROFILE=" + name + " is in neither of AWS's files; there are "
                    + (files.profiles().isEmpty()
                            ? "none"
                            : String.join(", ", files.profiles().keySet())));
        if (profile.isEmpty() || (!named && !hasKeys(profile.get()))) return Optional.empty();
        return Optional.of(profile(name, new ArrayList<>()));
    }

    private static boolean hasKeys(Map<String, String> profile) {
        return profile.containsKey("aws_access_key_id")
                || profile.containsKey("role_arn")
                || PROGRAMS.stream().anyMatch(profile::containsKey);
    }

    /// @param on the profiles on the way here
    private KeySource profile(String name, List<String> on) {
        if (on.contains(name) && !isEnd(name, on))
            throw new ConfigurationException("AWS's profile '" + name + "' leads back to itself: "
                    + String.join(" → ", on) + " → " + name + "; one of them must have keys");
        var profile = files.profile(name)
                .orElseThrow(
                        () -> new ConfigurationException("AWS's profile '" + name + "' is in neither of AWS's files"
                                + (on.isEmpty() ? "" : ", and '" + on.getLast() + "' names it as its source")));
        var way = new ArrayList<>(on);
        way.add(name);
        var role = profile.get("role_arn");
        if (role != null && !isEnd(name, on)) return renewed(role(name, role, profile, way));
        var id = profile.get("aws_access_key_id");
        var secret = profile.get("aws_secret_access_key");
        if (id != null && !id.isBlank() && secret != null && !secret.isBlank())
            return fixed(id, secret, Optional.ofNullable(profile.get("aws_session_token")));
        for (var program : PROGRAMS)
            if (profile.containsKey(program))
                throw new ConfigurationException("AWS's profile '" + name + "' gets its keys by " + program
                        + ", which is not run here; give a role with source_profile, or keys");
        throw new ConfigurationException("AWS's profile '" + name + "' has neither keys nor a role");
    }

    /// A profile may take its role with its own keys.
    private static boolean isEnd(String name, List<String> on) {
        return !on.isEmpty() && on.getLast().equals(name);
    }

    private KeySource role(String name, String role, Map<String, String> profile, List<String> way) {
        if (profile.containsKey("mfa_serial"))
            throw new ConfigurationException("AWS's profile '" + name
                    + "' wants a code of a device (mfa_serial), which a server has not; give it a role without one");
        var wanted = Roles.Wanted.of(role, profile);
        var token = profile.get("web_identity_token_file");
        if (token != null) return roles.byWebIdentity(wanted, Path.of(token));
        var from = profile.get("source_profile");
        if (from != null) return roles.assumed(wanted, profile(from, way));
        return roles.assumed(wanted, credentialSource(name, profile.getOrDefault("credential_source", "")));
    }

    private KeySource credentialSource(String name, String source) {
        return switch (source) {
            case "Environment" ->
                inVariables()
                        .orElseThrow(() -> new ConfigurationException("AWS's profile '" + name
                                + "' takes its keys from variables, and AWS_ACCESS_KEY_ID is not set"));
            case "EcsContainer" ->
                metadata.container()
                        .map(this::renewed)
                        .orElseThrow(() -> new ConfigurationException(
                                "AWS's profile '" + name + "' takes its keys from a container, and this is none"));
            case "Ec2InstanceMetadata" ->
                metadata.machine()
                        .map(this::renewed)
                        .orElseThrow(() -> new ConfigurationException(
                                "AWS's profile '" + name + "' takes its keys from a machine of AWS, and this is none"));
            default ->
                throw new ConfigurationException("AWS's profile '" + name
                        + "' has a role_arn, and neither source_profile nor a credential_source that there is"
                        + (source.isEmpty() ? "" : " (" + source + ")"));
        };
    }
}
