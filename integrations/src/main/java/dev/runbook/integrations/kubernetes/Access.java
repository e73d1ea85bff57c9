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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How the API server is reached: by what is configured, or from within the cluster. The token of a pod is
/// exchanged every hour or so, and is read again each time. Safe for use by many threads.
final class Access {

    private static final Path POD = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

    private final Edge edge;
    private final Outside outside;
    private final BaseUrl base;
    private final Optional<Secret> fixed;
    private final Path file;
    private @Nullable Secret token;
    private @Nullable VendorHttp http;

    private Access(Outside outside, BaseUrl base, Optional<Secret> fixed, Path file) {
        this.edge = outside.edge("kubernetes");
        this.outside = outside;
        this.base = base;
        this.fixed = fixed;
        this.file = file;
    }

    /// @throws ConfigurationException naming what is missing
    static Access of(Variables variables, Outside outside) {
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
                authority.isPresent() ? outside.trusting(certificates(authority.get())) : outside,
                base(variables),
                fixed,
                file);
    }

    private static BaseUrl base(Variables variables) {
        var host = variables.optional("KUBERNETES_SERVICE_HOST");
        if (variables.optional("KUBERNETES_BASE_URL").isEmpty() && host.isEmpty())
            throw new ConfigurationException(
                    "kubernetes is live but KUBERNETES_BASE_URL is not set; set it, or set" + " KUBERNETES_MODE=off");
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
        var now = fixed.orElseGet(this::read);
        var known = http;
        if (known != null && now.equals(token)) return known;
        var dialect = new PlainDialect(
                Map.of("Authorization", new Secret("Bearer " + now.reveal())),
                Map.of("Accept", "application/json, */*"),
                "message");
        var made = outside.http(edge, base, dialect, new Scrubber(List.of(now)));
        token = now;
        http = made;
        return made;
    }

    /// One that cannot be read for a moment leaves the one before.
    private Secret read() {
        try {
            var text = Files.readString(file).strip();
            if (!text.isEmpty()) return new Secret(text);
        } catch (IOException _) {
            // Said below, unless there is one from before.
        }
        var before = token;
        if (before != null) return before;
        throw new ConfigurationException("the token in " + file + " cannot be read, or is empty");
    }

    BaseUrl base() {
        return base;
    }
}
