package dev.runbook.integrations.kubernetes;

import dev.runbook.integrations.edge.BaseUrl;
import dev.runbook.integrations.edge.Edge;
import dev.runbook.integrations.edge.Outside;
import dev.runbook.integrations.edge.PlainDialect;
import dev.runbook.integrations.edge.Scrubber;
import dev.runbook.integrations.edge.Secret;
import dev.runbook.integrations.edge.Variables;
import dev.runbook.integrations.edge.VendorHttp;
import dev.runbook.integrations.registry.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How the API server is reached: by what is configured, by a kubeconfig, or from within the cluster. The
/// token of a pod is exchanged every hour or so, and is read again each time. Safe for use by many threads.
final class Access {

    private static final Path POD = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

    private final Edge edge;
    private final Outside outside;
    private final BaseUrl base;
    private final Credential credential;
    private @Nullable VendorHttp http;
    private Optional<Secret> token = Optional.empty();

    /// Who we are: a token, a file with one, or neither where a certificate says it.
    private record Credential(Optional<Secret> token, Optional<Path> file) {}

    private Access(Outside outside, BaseUrl base, Credential credential) {
        this.edge = outside.edge("kubernetes");
        this.outside = outside;
        this.base = base;
        this.credential = credential;
    }

    /// @throws ConfigurationException naming what is missing
    static Access of(Variables variables, Outside outside) {
        if (variables.optional("KUBERNETES_BASE_URL").isEmpty()) {
            var files = Kubeconfig.files(
                    variables, variables.optional("KUBERNETES_SERVICE_HOST").isEmpty());
            if (!files.isEmpty()) return of(Kubeconfig.read(variables, files), outside);
        }
        var file = variables.optional("KUBERNETES_TOKEN_FILE").map(Path::of).orElse(POD.resolve("token"));
        var fixed = variables.optional("KUBERNETES_TOKEN").map(Secret::new);
        if (fixed.isEmpty() && !Files.isReadable(file))
            throw new ConfigurationException("kubernetes is live but KUBERNETES_TOKEN is not set, and there is no "
                    + file + "; set one, or KUBERNETES_TOKEN_FILE, or set KUBERNETES_MODE=off");
        var authority = variables
                .optional("KUBERNETES_CA_FILE")
                .map(Path::of)
                .or(() -> Optional.of(POD.resolve("ca.crt")).filter(Files::isReadable));
        return new Access(
                outside.with(authority.map(Access::certificates), Optional.empty()),
                base(variables),
                new Credential(fixed, Optional.of(file)));
    }

    private static Access of(Kubeconfig config, Outside outside) {
        return new Access(
                outside.with(config.authorities(), config.certificate()),
                config.server(),
                new Credential(config.token(), config.tokenFile()));
    }

    private static BaseUrl base(Variables variables) {
        var host = variables.optional("KUBERNETES_SERVICE_HOST");
        if (variables.optional("KUBERNETES_BASE_URL").isEmpty() && host.isEmpty())
            throw new ConfigurationException(
                    "kubernetes is live but KUBERNETES_BASE_URL is not set, and there is no KUBECONFIG; set one, or set"
                            + " KUBERNETES_MODE=off");
        var port = variables.optional("KUBERNETES_SERVICE_PORT").orElse("443");
        var inside = host.map(h -> "https://" + (h.contains(":") ? "[" + h + "]" : h) + ":" + port)
                .orElse("");
        return variables.url("KUBERNETES_BASE_URL", inside);
    }

    private static String certificates(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new ConfigurationException("KUBERNETES_CA_FILE=" + file + " cannot be read: " + e.getMessage());
        }
    }

    Edge edge() {
        return edge;
    }

    /// HTTP to the API server with the token of now.
    synchronized VendorHttp http() {
        var now = credential.token().or(() -> credential.file().map(this::read));
        var known = http;
        if (known != null && now.equals(token)) return known;
        var dialect = new PlainDialect(
                now.map(one -> Map.of("Authorization", new Secret("Bearer " + one.reveal())))
                        .orElseGet(Map::of),
                Map.of("Accept", "application/json, */*"),
                "message",
                "check KUBERNETES_TOKEN, KUBERNETES_TOKEN_FILE or the kubeconfig, and the role that it is bound to");
        var made = outside.http(edge, base, dialect, new Scrubber(now.stream().toList()));
        token = now;
        http = made;
        return made;
    }

    /// One that cannot be read for a moment leaves the one before.
    private Secret read(Path file) {
        try {
            var text = Files.readString(file).strip();
            if (!text.isEmpty()) return new Secret(text);
        } catch (IOException _) {
            // Said below, unless there is one from before.
        }
        return token.orElseThrow(
                () -> new ConfigurationException("the token in " + file + " cannot be read, or is empty"));
    }

    BaseUrl base() {
        return base;
    }
}
