package dev.runbook.integrations.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.capability.Integration;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Observation.CouldNotLook;
import dev.runbook.core.evidence.Observation.Found;
import dev.runbook.core.operation.Occurrence;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.Outside;
import dev.runbook.integrations.edge.Variables;
import dev.runbook.integrations.stub.LiveContract;
import dev.runbook.integrations.stub.VendorStub;
import dev.runbook.integrations.stub.VendorStub.Mood;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AwsContractTest extends LiveContract {

    private static final String ID = "AKIAIOSFODNN7EXAMPLE";
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    private static final String SESSION = "IQoJb3JpZ2luX2VjEOf0b2tlbg";

    private SmallCloud cloud = new SmallCloud();

    @Override
    protected VendorStub stub() {
        cloud = new SmallCloud();
        return new AwsStub(BODY, cloud, SECRET);
    }

    @Override
    protected Map<String, String> variables(String url) {
        return Map.of(
                "AWS_ENDPOINT_URL", url,
                "AWS_REGION", "eu-central-1",
                "AWS_ACCESS_KEY_ID", ID,
                "AWS_SECRET_ACCESS_KEY", SECRET,
                "AWS_SESSION_TOKEN", SESSION);
    }

    @Override
    protected Integration client(Variables variables, Outside outside) {
        return Aws.create(variables, outside);
    }

    @Override
    protected Map<String, Value.Fields> good() {
        return Map.ofEntries(
                Map.entry("compute.get_top_processes", Value.fields("host", "web-1", "limit", 5)),
                Map.entry("compute.get_resources", Value.Fields.NONE),
                Map.entry("compute.get_disk_usage", Value.fields("host", "web-1")),
                Map.entry("compute.get_database_status", Value.fields("database", "shop-db")),
                Map.entry("compute.restart_service", Value.fields("host", "web-1", "service", "worker")),
                Map.entry("compute.scale_service", Value.fields("service", "checkout", "replicas", 4)),
                Map.entry("compute.clean_disk", Value.fields("host", "web-1", "path", "/var/log/app")),
                Map.entry("compute.run_command", Value.fields("host", "web-1", "command", "uptime")),
                Map.entry("compute.reboot_database", Value.fields("database", "shop-db")),
                Map.entry("compute.reboot_host", Value.fields("host", "web-1")),
                Map.entry("deployments.get_recent_deployments", Value.Fields.NONE),
                Map.entry("deployments.rollback_deployment", Value.fields("service", "checkout")),
                Map.entry("monitoring.get_current_alerts", Value.Fields.NONE),
                Map.entry("monitoring.get_metrics", Value.fields("host", "web-1")),
                Map.entry("monitoring.get_logs", Value.fields("service", "checkout", "query", "time\"out")),
                Map.entry("monitoring.get_monitors", Value.fields("host", "web-1")),
                Map.entry("monitoring.get_events", Value.Fields.NONE),
                Map.entry(
                        "monitoring.query_metrics",
                        Value.fields("query", "SELECT AVG(CPUUtilization) FROM \"AWS/EC2\"")),
                Map.entry("monitoring.query_logs", Value.fields("query", "fields @timestamp, @message")),
                Map.entry("ticketing.get_recent_changes", Value.fields("service", "checkout")));
    }

    @Override
    protected List<String> secrets() {
        return List.of(ID, SECRET, SESSION);
    }

    @Override
    protected List<String> forgotten() {
        return List.of("compute.reboot_host");
    }

    @Override
    protected List<String> slowToShow() {
        return List.of("compute.reboot_database");
    }

    @Test
    void aLogThatWeMayNotReadIsAGapOfTheOthers() throws InterruptedException {
        var stage = stage(Mood.WELL);
        cloud.audited = true;

        var found = (Found) stage.ask("monitoring.get_logs", Value.fields("service", "checkout"));

        assertThat(found.contents()).isNotEmpty();
        assertThat(found.gaps()).singleElement().asString().contains("not yours", "lacks this permission");
    }

    @Test
    void processesComeWithTheUnitThatStartedThem() throws InterruptedException {
        var stage = stage(Mood.WELL);
        var found = (Found) stage.ask("compute.get_top_processes", Value.fields("host", "web-1"));

        assertThat(found.output().display())
                .contains("\"service\":\"worker\"", "\"cpu_percent\":57.6", "\"name\":\"/opt/worker --fast\"")
                .contains("\"service\":null");
    }

    @Test
    void whatFillsADiskIsSeenWithWhatMayGo() throws InterruptedException {
        var found = (Found) stage(Mood.WELL).ask("compute.get_disk_usage", Value.fields("host", "web-1"));

        assertThat(found.output().display())
                .contains("\"volume\":\"/\"", "\"used_percent\":90.0")
                .contains("{\"bytes\":400000,\"kind\":\"logs\",\"path\":\"/var/log\",\"safe_to_delete\":true}")
                .contains("\"path\":\"/srv/data\",\"safe_to_delete\":false");
    }

    @Test
    void metricsGoOnOverAnEmptyPage() throws InterruptedException {
        var stage = stage(Mood.WELL);
        var found = (Found) stage.ask("monitoring.get_metrics", Value.fields("host", "web-1", "metric", "cpu_usage"));

        assertThat(found.contents()).singleElement().isInstanceOfSatisfying(Content.MetricSeries.class, series -> {
            assertThat(series.component()).isEqualTo("web-1");
            assertThat(series.points()).extracting(Content.Point::value).containsExactly(12.5, 97.25);
        });
    }

    @Test
    void anAlarmOfAMachineIsOneOfItsHost() throws InterruptedException {
        var found = (Found) stage(Mood.WELL).ask("monitoring.get_current_alerts", Value.Fields.NONE);

        assertThat(found.output().display()).contains("\"component\":\"web-1\"", "\"name\":\"cpu-web-1\"");
    }

    @Test
    void theSameKeyRunsACommandOnceAndTheNameIsQuoted() throws InterruptedException {
        var stage = stage(Mood.WELL);
        var restart = Value.fields("host", "web-1", "service", "worker");

        assertThat(stage.act("compute.restart_service", restart, "k")).isInstanceOf(Outcome.Done.class);
        assertThat(stage.act("compute.restart_service", restart, "k")).isInstanceOf(Outcome.Done.class);
        assertThat(cloud.commands).containsExactly("systemctl restart -- 'worker' && systemctl is-active -- 'worker'");
    }

    @Test
    void aServiceOnMachinesIsRestartedOnOneOfThemAndOncePerKey() throws InterruptedException {
        var stage = stage(Mood.WELL);
        var restart = Value.fields("host", "web-1", "service", "checkout");

        assertThat(stage.act("compute.restart_service", restart, "k")).isInstanceOf(Outcome.Done.class);
        assertThat(stage.act("compute.restart_service", restart, "k")).isInstanceOf(Outcome.Done.class);
        assertThat(cloud.commands).containsExactly("stop checkout on i-0123456789abcdef0");
        assertThat(stage.occurred("compute.restart_service", restart, "k")).isInstanceOf(Occurrence.Happened.class);
        assertThat(((Found) stage.ask("compute.get_resources", Value.Fields.NONE))
                        .output()
                        .display())
                .contains("\"host\":\"web-1\",\"kind\":\"service\",\"name\":\"checkout\"");
    }

    @Test
    void aServiceOfEcsIsRenewedAndRolledBackByOneRevision() throws InterruptedException {
        var stage = stage(Mood.WELL);

        assertThat(stage.act("compute.restart_service", Value.fields("host", "any", "service", "front"), "k"))
                .isInstanceOf(Outcome.Done.class);
        assertThat(stage.act("deployments.rollback_deployment", Value.fields("service", "checkout"), "k2")
                        .toString())
                .contains("checkout:42", "checkout:41");
    }

    @Test
    void anAutoScalingGroupKeepsItsBounds() throws InterruptedException {
        var stage = stage(Mood.WELL);

        assertThat(stage.act("compute.scale_service", Value.fields("service", "workers", "replicas", 9), "k"))
                .isEqualTo(new Outcome.Refused(
                        "the Auto Scaling group 'workers' takes from 1 to 5 machines, not 9", false));
        assertThat(stage.act("compute.scale_service", Value.fields("service", "workers", "replicas", 4), "k"))
                .isEqualTo(new Outcome.Done(Value.fields("service", "workers", "replicas", 4, "before", 2)));
    }

    @Test
    void aCommandThatFailsIsNotDone() throws InterruptedException {
        assertThat(stage(Mood.WELL).act("compute.run_command", Value.fields("host", "web-1", "command", "false"), "k"))
                .isEqualTo(
                        new Outcome.Refused("the command on web-1 ended as Failed with code 1: no such thing", false));
    }

    @Test
    void twoMachinesOfOneNameAreNotGuessedBetween() throws InterruptedException {
        assertThat(stage(Mood.WELL).act("compute.reboot_host", Value.fields("host", "twin"), "k"))
                .isEqualTo(new Outcome.Refused(
                        "aws has 2 machines named 'twin'; give the id of one, such as i-0123456789abcdef1", false));
    }

    @Test
    void onlyPlacesOfLogsAndTemporaryFilesAreCleaned() throws InterruptedException {
        var stage = stage(Mood.WELL);

        for (var path : List.of("/", "/srv/data", "/var/log/../lib", "var/log"))
            assertThat(stage.act("compute.clean_disk", Value.fields("host", "web-1", "path", path), "k"))
                    .isInstanceOf(Outcome.Refused.class);
        assertThat(stage.stub.seen()).isEmpty();
    }

    @Test
    void aNameThatCannotBeOneIsNotSent() throws InterruptedException {
        assertThat(stage(Mood.WELL).ask("compute.get_top_processes", Value.fields("host", "a b")))
                .isEqualTo(new CouldNotLook("'a b' is no host of aws", false));
    }
}
