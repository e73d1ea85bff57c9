package dev.runbook.integrations.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.core.capability.Integration;
import dev.runbook.core.evidence.Observation.Found;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.Outside;
import dev.runbook.integrations.edge.Variables;
import dev.runbook.integrations.stub.LiveContract;
import dev.runbook.integrations.stub.VendorStub;
import dev.runbook.integrations.stub.VendorStub.Mood;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubernetesContractTest extends LiveContract {

    private static final String TOKEN = "eyJhbGciOiJSUzI1NiJ9.cluster.t0ken";

    private boolean patient;
    private boolean starting;

    @TempDir
    private Path folder;

    @Override
    protected VendorStub stub() {
        var stub = new KubernetesStub(BODY);
        if (starting) stub.starting();
        return patient ? stub.patient() : stub;
    }

    @Override
    protected Map<String, String> variables(String url) {
        return Map.of("KUBERNETES_BASE_URL", url, "KUBERNETES_TOKEN", TOKEN);
    }

    @Override
    protected Integration client(Variables variables, Outside outside) {
        return Kubernetes.create(variables, outside);
    }

    @Override
    protected Map<String, Value.Fields> good() {
        return Map.of(
                "compute.get_top_processes", Value.fields("host", "node-1"),
                "compute.get_resources", Value.Fields.NONE,
                "compute.restart_service", Value.fields("host", "any", "service", "checkout"),
                "compute.scale_service", Value.fields("service", "shop/checkout", "replicas", 5),
                "deployments.get_recent_deployments", Value.fields("service", "checkout"),
                "deployments.rollback_deployment", Value.fields("service", "checkout"),
                "monitoring.get_logs", Value.fields("service", "checkout", "query", "TIMEOUT"),
                "monitoring.get_events", Value.fields("service", "checkout"));
    }

    @Override
    protected List<String> secrets() {
        return List.of(TOKEN);
    }

    @Test
    void aContainerThatDidNotStartYetHidesNoLogOfTheOthers() throws InterruptedException {
        starting = true;

        var found = (Found) stage(Mood.WELL).ask("monitoring.get_logs", Value.fields("service", "checkout"));

        assertThat(found.contents()).isNotEmpty();
        assertThat(found.gaps()).singleElement().asString().contains("is waiting to start");
    }

    @Test
    void whatAPodUsesIsAShareOfItsNode() throws InterruptedException {
        var found = (Found) stage(Mood.WELL).ask("compute.get_top_processes", Value.fields("host", "node-1"));

        assertThat(found.output().display())
                .contains("\"cpu_percent\":50.0", "\"memory_percent\":25.0", "\"service\":\"checkout\"");
    }

    @Test
    void aServiceIsOnTheNodesOfItsPods() throws InterruptedException {
        var found = (Found) stage(Mood.WELL).ask("compute.get_resources", Value.Fields.NONE);

        assertThat(found.output().display())
                .contains("{\"host\":\"node-1\",\"kind\":\"service\",\"name\":\"checkout\"");
    }

    @Test
    void aRollbackGivesThePodsOfTheRevisionBefore() throws InterruptedException {
        var stage = stage(Mood.WELL);
        var rollback = Value.fields("service", "checkout");

        assertThat(stage.act("deployments.rollback_deployment", rollback, "k"))
                .isEqualTo(new Outcome.Done(Value.fields("service", "checkout", "from", "2.1.0", "version", "2.0.0")));
        assertThat(((KubernetesStub) stage.stub).deployed())
                .contains("acme/checkout:2.0.0", "\"deployment.kubernetes.io/revision\":\"3\"", "runbook.dev/rollback")
                .doesNotContain("pod-template-hash");
    }

    @Test
    void theSameKeyRestartsOnce() throws InterruptedException {
        var stage = stage(Mood.WELL);
        var restart = Value.fields("host", "any", "service", "checkout");
        stage.act("compute.restart_service", restart, "k");
        stage.act("compute.restart_service", restart, "k");

        assertThat(stage.stub.seen())
                .filteredOn(seen -> seen.method().equals("PATCH"))
                .hasSize(1);
        assertThat(((KubernetesStub) stage.stub).deployed())
                .contains("\"kubectl.kubernetes.io/restartedAt\":\"2025-11-03T10:00:00Z\"");
    }

    @Test
    void releasesAreTheRevisionsAndNameTheOneBefore() throws InterruptedException {
        var found = (Found) stage(Mood.WELL).ask("deployments.get_recent_deployments", Value.Fields.NONE);

        assertThat(found.output())
                .isEqualTo(Value.of(List.of(Value.fields(
                        "service", "checkout",
                        "version", "2.1.0",
                        "previous_version", "2.0.0",
                        "time", "2025-11-03T09:30:00Z",
                        "author", "kubernetes",
                        "summary", "revision 3 with acme/checkout:2.1.0"))));
    }

    @Test
    void aListGoesOnOverAnEmptyPage() throws InterruptedException {
        patient = true;

        assertThat(stage(Mood.WELL).ask("compute.get_resources", Value.Fields.NONE))
                .isInstanceOf(Found.class);
    }

    @Test
    void aDeploymentThatIsNotThereIsRefused() throws InterruptedException {
        assertThat(stage(Mood.WELL).act("compute.scale_service", Value.fields("service", "nobody", "replicas", 1), "k"))
                .isEqualTo(new Outcome.Refused("kubernetes has no deployment 'nobody'", false));
    }

    @Test
    void aTokenInAFileIsReadAgainWhenItChanges() throws IOException, InterruptedException {
        var file = Files.writeString(folder.resolve("token"), "first-token\n");
        var stage = stage(Map.of("KUBERNETES_TOKEN", " ", "KUBERNETES_TOKEN_FILE", file.toString()));
        stage.ask("compute.get_resources", Value.Fields.NONE);
        Files.writeString(file, "second-token\n");
        stage.ask("compute.get_resources", Value.Fields.NONE);

        assertThat(stage.stub.seen())
                .extracting(seen -> seen.headers().get("Authorization"))
                .containsSubsequence("Bearer first-token", "Bearer second-token");
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThatThrownBy(() -> stage(Map.of("KUBERNETES_TOKEN", " ", "KUBERNETES_TOKEN_FILE", "/nowhere/token")))
                .hasMessageContaining("KUBERNETES_TOKEN is not set");
        assertThatThrownBy(() -> stage(Map.of("KUBERNETES_CA_FILE", "/nowhere/ca.crt")))
                .hasMessageContaining("KUBERNETES_CA_FILE=/nowhere/ca.crt cannot be read");
    }
}
