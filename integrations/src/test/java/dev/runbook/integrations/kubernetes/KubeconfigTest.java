package dev.runbook.integrations.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.runbook.core.capability.Scope;
import dev.runbook.core.evidence.Observation.CouldNotLook;
import dev.runbook.core.evidence.Observation.NothingFound;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.operation.CallContext;
import dev.runbook.integrations.SettableClock;
import dev.runbook.integrations.edge.ClientCertificate;
import dev.runbook.integrations.edge.JdkWire;
import dev.runbook.integrations.edge.Limits;
import dev.runbook.integrations.edge.Outside;
import dev.runbook.integrations.edge.Secret;
import dev.runbook.integrations.edge.Variables;
import dev.runbook.integrations.registry.ConfigurationException;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How a kubeconfig leads to the API server, and what it may not ask of us.
class KubeconfigTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private Path folder;

    private final SettableClock clock = new SettableClock();

    private Kubernetes client(Map<String, String> more) {
        var variables = new TreeMap<>(Map.of("HOME", folder.toString()));
        variables.putAll(more);
        return (Kubernetes) Kubernetes.create(
                new Variables(variables),
                new Outside(new JdkWire(), Limits.STANDARD, clock, clock::advance, new Random(7)));
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static String config(String server, String cluster, String user) {
        return """
                apiVersion: v1
                kind: Config
                current-context: shop
                contexts:
                - name: shop
                  context: {cluster: here, user: me, namespace: shop}
                clusters:
                - name: here
                  cluster: {server: "%s"%s}
                users:
                - name: me
                  user: {%s}
                """.formatted(server, cluster, user);
    }

    private Object ask(Kubernetes client) throws InterruptedException {
        return client.resources(
                new Scope(Optional.empty(), Optional.empty()),
                new CallContext(new IncidentId("INC-1"), Map.of(), Duration.ofSeconds(30)));
    }

    @Test
    void theCurrentContextLeadsToTheServerWithItsToken() throws Exception {
        var stub = new KubernetesStub(10_000);
        stub.start();
        try {
            file("token", "t0ken-of-the-file");
            var file = file("config", config(stub.url(), "", "tokenFile: token"));

            ask(client(Map.of("KUBECONFIG", file.toString())));

            assertThat(stub.complaints()).isEmpty();
            assertThat(stub.seen().getFirst().headers()).containsEntry("Authorization", "Bearer t0ken-of-the-file");
        } finally {
            stub.close();
        }
    }

    @Test
    void ofSeveralFilesTheFirstThatNamesSomethingCountsAndAnotherContextCanBeNamed() throws Exception {
        var stub = new KubernetesStub(10_000);
        stub.start();
        try {
            var one = file("one", """
                    current-context: nowhere
                    contexts: [{name: night, context: {cluster: here, user: night}}]
                    users: [{name: night, user: {token: owl}}]
                    """);
            var two = file("two", config(stub.url(), "", "token: day"));
            var both = one + File.pathSeparator + folder.resolve("missing") + File.pathSeparator + two;

            ask(client(Map.of("KUBECONFIG", both, "KUBERNETES_CONTEXT", "night")));

            assertThat(stub.seen().getFirst().headers()).containsEntry("Authorization", "Bearer owl");
            assertThatThrownBy(() -> client(Map.of("KUBECONFIG", both)))
                    .hasMessage("KUBECONFIG has no 'nowhere' among its contexts, which KUBERNETES_CONTEXT names");
        } finally {
            stub.close();
        }
    }

    @Test
    void withoutKubeconfigTheFileInTheHomeFolderCounts() throws Exception {
        var stub = new KubernetesStub(10_000);
        stub.start();
        try {
            Files.createDirectories(folder.resolve(".kube"));
            file(".kube/config", config(stub.url(), "", "token: home"));

            ask(client(Map.of()));

            assertThat(stub.seen().getFirst().headers()).containsEntry("Authorization", "Bearer home");
        } finally {
            stub.close();
        }
    }

    private void refused(String cluster, String user, String... words) throws IOException {
        var file = file("refused", config("https://cluster.example", cluster, user));
        assertThatThrownBy(() -> client(Map.of("KUBECONFIG", file.toString())))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(words)
                .hasMessageNotContaining("53cret");
    }

    @Test
    void whatWouldRunAProgramOrTrustAnybodyIsRefusedInWords() throws IOException {
        refused("", "exec: {command: aws, args: [eks, get-token]}", "'aws'", "exec", "KUBERNETES_TOKEN");
        refused("", "auth-provider: {name: gcp}", "auth-provider");
        refused("", "username: me, password: 53cret", "password");
        refused(", insecure-skip-tls-verify: true", "token: x", "insecure-skip-tls-verify");
        refused("", "client-certificate: nowhere.pem", "client-certificate");
        refused("", "client-certificate-data: '%%%', client-key-data: 53cret", "certificate");
    }

    /// Makes a key with a certificate for it, and for the name of this machine.
    private KeyStore made(String algorithm) throws Exception {
        var file = folder.resolve(algorithm + ".p12");
        var tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var made = new ProcessBuilder(
                        tool,
                        "-genkeypair",
                        "-alias",
                        "one",
                        "-keyalg",
                        algorithm,
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .start();
        assertThat(made.waitFor())
                .as(new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isZero();
        var store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    private static String pem(String kind, byte[] bytes) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END " + kind
                + "-----\n";
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aClientCertificateSaysWhoWeAreAndTheServersIsChecked() throws Exception {
        var store = made("RSA");
        var certificate = pem("CERTIFICATE", store.getCertificate("one").getEncoded());
        var key = pem("PRIVATE KEY", store.getKey("one", PASSWORD).getEncoded());
        var server = demanding(store);
        try {
            var address = "https://127.0.0.1:" + server.getAddress().getPort();
            var authority = ", certificate-authority-data: " + base64(certificate);
            var user = "client-certificate-data: " + base64(certificate) + ", client-key-data: " + base64(key);

            assertThat(ask(client(Map.of(
                            "KUBECONFIG",
                            file("own", config(address, authority, user)).toString()))))
                    .isInstanceOf(NothingFound.class);
            assertThat(ask(client(Map.of(
                            "KUBECONFIG",
                            file("other", config(address, "", user)).toString()))))
                    .isInstanceOfSatisfying(
                            CouldNotLook.class,
                            could -> assertThat(could.reason()).contains("not trusted"));
        } finally {
            server.stop(0);
        }
    }

    private static HttpsServer demanding(KeyStore store) throws Exception {
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("client", store.getCertificate("one"));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                var wanted = context.getDefaultSSLParameters();
                wanted.setNeedClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        server.createContext("/", exchange -> {
            var body = "{\"items\": []}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    @Test
    void keysAreReadAsOpensslWritesThemToo() throws Exception {
        var rsa = made("RSA");
        assertThat(read(rsa, pem("RSA PRIVATE KEY", inner(rsa)))).isEqualTo(rsa.getKey("one", PASSWORD));

        var ec = made("EC");
        var key = (ECPrivateKey) ec.getKey("one", PASSWORD);
        // Named curve of the key, as the encoded algorithm of PKCS #8 has it.
        var encoded = key.getEncoded();
        int from = 4 + (encoded[1] < 0 ? 1 : 0) + 2 + 1 + 9;
        var curve = Arrays.copyOfRange(encoded, from, from + 2 + encoded[from + 1]);
        var digits = unsigned(key.getS(), (key.getParams().getOrder().bitLength() + 7) / 8);
        var sec1 = joined(new byte[] {2, 1, 1}, tagged(0x04, digits), tagged(0xa0, curve));
        var again = (ECPrivateKey) read(ec, pem("EC PRIVATE KEY", tagged(0x30, sec1)));
        assertThat(again.getS()).isEqualTo(key.getS());
        assertThat(again.getParams().getOrder()).isEqualTo(key.getParams().getOrder());

        assertThatThrownBy(() -> read(rsa, pem("ENCRYPTED PRIVATE KEY", inner(rsa))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("encrypted");
    }

    private static PrivateKey read(KeyStore store, String pem) throws Exception {
        return ClientCertificate.read(
                        "it", pem("CERTIFICATE", store.getCertificate("one").getEncoded()), new Secret(pem))
                .key();
    }

    /// What PKCS #8 wraps: the last element of the outer one.
    private static byte[] inner(KeyStore store) throws Exception {
        var encoded = store.getKey("one", PASSWORD).getEncoded();
        for (int at = 4; at < encoded.length; at++)
            if (encoded[at] == 0x04 && encoded[at + 1] == (byte) 0x82)
                return Arrays.copyOfRange(encoded, at + 4, encoded.length);
        throw new AssertionError("no key within");
    }

    private static byte[] unsigned(BigInteger number, int length) {
        var bytes = number.toByteArray();
        var fixed = new byte[length];
        int take = Math.min(length, bytes.length);
        System.arraycopy(bytes, bytes.length - take, fixed, length - take, take);
        return fixed;
    }

    private static byte[] tagged(int tag, byte[] content) {
        return joined(new byte[] {(byte) tag, (byte) content.length}, content);
    }

    private static byte[] joined(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (var part : parts) all.writeBytes(part);
        return all.toByteArray();
    }
}
