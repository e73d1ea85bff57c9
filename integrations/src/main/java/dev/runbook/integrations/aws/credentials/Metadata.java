package dev.runbook.integrations.aws.credentials;

import dev.runbook.integrations.edge.BaseUrl;
import dev.runbook.integrations.edge.Edge;
import dev.runbook.integrations.edge.Fault;
import dev.runbook.integrations.edge.Outside;
import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.PlainDialect;
import dev.runbook.integrations.edge.Rate;
import dev.runbook.integrations.edge.Request;
import dev.runbook.integrations.edge.Scrubber;
import dev.runbook.integrations.edge.Secret;
import dev.runbook.integrations.edge.Unanswered;
import dev.runbook.integrations.edge.Variables;
import dev.runbook.integrations.edge.VendorHttp;
import dev.runbook.integrations.registry.ConfigurationException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The keys that a container or a machine of AWS is told by what it runs on.
final class Metadata {

    private static final Rate RATE = Rate.perMinute("metadata", 60);
    private static final URI MACHINE = URI.create("http://169.254.169.254");
    private static final URI CONTAINER = URI.create("http://169.254.170.2");

    /// Those that plain http may be spoken with: they are on this machine, or are its own agents.
    private static final Set<String> AGENTS =
            Set.of("localhost", "127.0.0.1", "[::1]", "169.254.170.2", "169.254.170.23", "[fd00:ec2::23]");

    private final Variables variables;
    private final Outside outside;
    private final Edge edge;

    Metadata(Variables variables, Outside outside, Edge edge) {
        this.variables = variables;
        this.outside = outside;
        this.edge = edge;
    }

    /// The keys of [a container](https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-
    /// credentials.html); empty when this is none.
    Optional<KeySource> container() {
        var relative = variables.optional("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
        if (relative.isPresent()) return Optional.of(container(CONTAINER, relative.get()));
        return variables.optional("AWS_CONTAINER_CREDENTIALS_FULL_URI").map(full -> {
            var address = address("AWS_CONTAINER_CREDENTIALS_FULL_URI", full);
            var query = address.getRawQuery();
            return container(
                    URI.create(address.getScheme() + "://" + address.getRawAuthority()),
                    address.getRawPath() + (query == null ? "" : "?" + query));
        });
    }

    private static URI address(String variable, String text) {
        URI address;
        try {
            address = URI.create(text);
        } catch (IllegalArgumentException _) {
            throw new ConfigurationException(variable + " is no URL");
        }
        boolean known = "https".equals(address.getScheme())
                || ("http".equals(address.getScheme())
                        && address.getHost() != null
                        && AGENTS.contains(address.getHost()));
        if (!known)
            throw new ConfigurationException(
                    variable + "=" + text + " is neither https nor on this machine, so no keys are asked for there");
        return address;
    }

    private KeySource container(URI base, String path) {
        return patience -> {
            var token = token();
            var dialect = new PlainDialect(
                    token.map(given -> Map.of("Authorization", given)).orElseGet(Map::of), Map.of(), "message", "");
            var http = outside.http(
                    edge,
                    new BaseUrl(base),
                    dialect,
                    new Scrubber(token.stream().toList()));
            return keys(http.send(Request.get(RATE, path), patience).body(), "the container's credentials");
        };
    }

    private Optional<Secret> token() throws Unanswered {
        var file = variables.optional("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
        if (file.isEmpty())
            return variables.optional("AWS_CONTAINER_AUTHORIZATION_TOKEN").map(Secret::new);
        try {
            return Optional.of(new Secret(Files.readString(Path.of(file.get())).strip()));
        } catch (IOException | IllegalArgumentException _) {
            throw new Unanswered(Fault.of(
                    Fault.Kind.UNAUTHORISED,
                    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE=" + file.get() + " cannot be read, or is empty",
                    false));
        }
    }

    /// The keys of [a machine](https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-
    /// security-credentials.html) by the second version of its metadata service, which wants a token; empty
    /// when this is none.
    Optional<KeySource> machine() {
        if (variables
                .optional("AWS_EC2_METADATA_DISABLED")
                .filter("true"::equalsIgnoreCase)
                .isPresent()) return Optional.empty();
        var given = variables.optional("AWS_EC2_METADATA_SERVICE_ENDPOINT").map(URI::create);
        if (given.isEmpty() && !isMachineOfAws()) return Optional.empty();
        var http = outside.http(
                edge,
                new BaseUrl(given.orElse(MACHINE)),
                new PlainDialect(Map.of(), Map.of("Accept", "*/*"), "message", ""),
                new Scrubber(List.of()));
        return Optional.of(patience -> machine(http, patience));
    }

    private static Keys machine(VendorHttp http, Patience patience) throws Unanswered, InterruptedException {
        var token = http.sendForText(
                        Request.of("PUT", RATE, "/latest/api/token")
                                .header("X-aws-ec2-metadata-token-ttl-seconds", "21600")
                                .reading(),
                        patience)
                .text()
                .strip();
        var path = "/latest/meta-data/iam/security-credentials/";
        var roles = http.sendForText(Request.get(RATE, path).header("X-aws-ec2-metadata-token", token), patience)
                .text()
                .strip();
        var role = roles.lines().findFirst().orElse("");
        if (role.isBlank())
            throw new Unanswered(Fault.of(
                    Fault.Kind.UNAUTHORISED, "this machine has no role; give its instance profile one", false));
        return keys(
                http.send(Request.get(RATE, path + "{}", role).header("X-aws-ec2-metadata-token", token), patience)
                        .body(),
                "the machine's role " + role);
    }

    private static Keys keys(tools.jackson.databind.JsonNode answer, String whose) throws Unanswered {
        return Keys.of(answer)
                .orElseThrow(() -> new Unanswered(
                        Fault.of(Fault.Kind.UNREADABLE, "there are no keys in the answer about " + whose, false)));
    }

    /// What the maker of the hardware is said to be; asking the network would hold up every start elsewhere.
    private static boolean isMachineOfAws() {
        for (var file : List.of("/sys/class/dmi/id/sys_vendor", "/sys/class/dmi/id/board_vendor"))
            try {
                if (Files.readString(Path.of(file)).contains("Amazon EC2")) return true;
            } catch (IOException _) {
                // Nobody says.
            }
        return false;
    }
}
