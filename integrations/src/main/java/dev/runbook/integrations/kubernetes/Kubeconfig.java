package dev.runbook.integrations.kubernetes;

import dev.runbook.integrations.edge.BaseUrl;
import dev.runbook.integrations.edge.ClientCertificate;
import dev.runbook.integrations.edge.Nodes;
import dev.runbook.integrations.edge.Secret;
import dev.runbook.integrations.edge.Variables;
import dev.runbook.integrations.registry.ConfigurationException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// How `kubectl` reaches a cluster: one context of [its
/// files](https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/). No program is run that they
/// name.
///
/// @param authorities who may have signed the server's certificate, as PEM; the public ones when empty
/// @param token of the user; empty where a file holds it, or a certificate says who we are
/// @param tokenFile whose content is read again each time
record Kubeconfig(
        BaseUrl server,
        Optional<String> authorities,
        Optional<Secret> token,
        Optional<Path> tokenFile,
        Optional<ClientCertificate> certificate) {

    /// An entry of a list, with the folder that its paths begin at.
    private record Entry(JsonNode node, Path folder) {
        Optional<String> text(String member) {
            return Nodes.text(node, member).filter(text -> !text.isBlank());
        }

        /// What stands in the member `x-data` as Base64, or in the file that `x` names.
        Optional<String> content(String member) {
            var data = text(member + "-data");
            try {
                if (data.isPresent())
                    return Optional.of(new String(Base64.getMimeDecoder().decode(data.get()), StandardCharsets.UTF_8));
                var file = text(member).map(folder::resolve);
                return file.isEmpty() ? Optional.empty() : Optional.of(Files.readString(file.get()));
            } catch (IllegalArgumentException _) {
                throw new ConfigurationException("KUBECONFIG: " + member + "-data is no Base64");
            } catch (IOException e) {
                throw new ConfigurationException(
                        "KUBECONFIG: the file of " + member + " cannot be read: " + e.getMessage());
            }
        }
    }

    /// The files that `KUBECONFIG` names, or `~/.kube/config`; none where there is none.
    ///
    /// @param usual whether the file in the home folder counts
    static List<Path> files(Variables variables, boolean usual) {
        var named = variables.optional("KUBECONFIG");
        if (named.isPresent())
            return Arrays.stream(named.get().split(File.pathSeparator, -1))
                    .filter(name -> !name.isBlank())
                    .map(Path::of)
                    .toList();
        var home = variables.optional("HOME").orElseGet(() -> System.getProperty("user.home", "."));
        var file = Path.of(home, ".kube", "config");
        return usual && Files.isReadable(file) ? List.of(file) : List.of();
    }

    /// Reads the context that `KUBERNETES_CONTEXT` names, else the current one. Of what several files name
    /// the first counts.
    ///
    /// @throws ConfigurationException that names what is missing, or cannot be used
    static Kubeconfig read(Variables variables, List<Path> files) {
        var documents = new ArrayList<Entry>();
        for (var file : files) if (Files.exists(file)) documents.add(document(file));
        if (documents.isEmpty())
            throw new ConfigurationException("KUBECONFIG="
                    + String.join(
                            File.pathSeparator,
                            files.stream().map(Path::toString).toList()) + ": there is no such file");
        var name = variables
                .optional("KUBERNETES_CONTEXT")
                .or(() -> documents.stream()
                        .flatMap(document -> document.text("current-context").stream())
                        .findFirst())
                .orElseThrow(() -> new ConfigurationException(
                        "KUBECONFIG has no current-context; name one of its contexts in KUBERNETES_CONTEXT"));
        var context = entry(documents, "contexts", "context", name, "KUBERNETES_CONTEXT");
        var cluster =
                entry(documents, "clusters", "cluster", context.text("cluster").orElse(""), "context '" + name + "'");
        var user = context.text("user").map(one -> entry(documents, "users", "user", one, "context '" + name + "'"));
        return of(name, cluster, user);
    }

    private static Kubeconfig of(String name, Entry cluster, Optional<Entry> user) {
        if (Nodes.isTrue(cluster.node(), "insecure-skip-tls-verify"))
            throw new ConfigurationException("KUBECONFIG: the cluster of context '" + name
                    + "' skips the check of the server's certificate (insecure-skip-tls-verify), which is not done here;"
                    + " give its certificate-authority");
        if (cluster.text("proxy-url").isPresent())
            throw new ConfigurationException(
                    "KUBECONFIG: the cluster of context '" + name + "' has a proxy-url, which is not spoken here");
        var server = BaseUrl.parse(
                "KUBECONFIG: the server of context '" + name + "'",
                cluster.text("server").orElse(""));
        user.ifPresent(one -> refusePrograms(name, one));
        return new Kubeconfig(
                server,
                cluster.content("certificate-authority"),
                user.flatMap(one -> one.text("token")).map(Secret::new),
                user.flatMap(one -> one.text("tokenFile").map(one.folder()::resolve)),
                user.flatMap(one -> certificate(name, one)));
    }

    private static Optional<ClientCertificate> certificate(String name, Entry user) {
        var key = user.content("client-key").filter(text -> !text.isBlank());
        return user.content("client-certificate")
                .map(certificates -> ClientCertificate.read(
                        "KUBECONFIG: the client-certificate of context '" + name + "'",
                        certificates,
                        new Secret(key.orElseThrow(() -> new ConfigurationException("KUBECONFIG: the user of context '"
                                + name + "' has a client-certificate and no client-key")))));
    }

    private static void refusePrograms(String name, Entry user) {
        var program = Nodes.text(user.node(), "exec", "command");
        if (user.node().has("exec"))
            throw refused(name, "by the program '" + program.orElse("?") + "' (exec), and no program is run here");
        if (user.node().has("auth-provider")) throw refused(name, "by an auth-provider, which is not spoken any more");
        if (user.text("username").isPresent()) throw refused(name, "by a password, which Kubernetes takes no more");
    }

    private static ConfigurationException refused(String name, String how) {
        return new ConfigurationException("KUBECONFIG: the user of context '" + name + "' signs in " + how
                + "; make a service account, and set KUBERNETES_BASE_URL, KUBERNETES_TOKEN and KUBERNETES_CA_FILE");
    }

    private static Entry document(Path file) {
        try {
            var loaded = new Load(
                            LoadSettings.builder().setLabel(file.toString()).build())
                    .loadFromString(Files.readString(file));
            var folder = file.toAbsolutePath().getParent();
            return new Entry(JsonMapper.shared().valueToTree(loaded), folder == null ? Path.of("/") : folder);
        } catch (IOException | YamlEngineException e) {
            throw new ConfigurationException("KUBECONFIG: " + file + " cannot be read"
                    + (e instanceof IOException ? ": " + e.getMessage() : ": it is no YAML"));
        }
    }

    private static Entry entry(List<Entry> documents, String list, String member, String name, String who) {
        for (var document : documents)
            for (var node : document.node().path(list))
                if (node.path("name").asString("").equals(name)) return new Entry(node.path(member), document.folder());
        throw new ConfigurationException(
                "KUBECONFIG has no '" + name + "' among its " + list + ", which " + who + " names");
    }
}
