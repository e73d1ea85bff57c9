package dev.runbook.integrations.stub;

import dev.runbook.integrations.aws.AwsStub;
import dev.runbook.integrations.aws.WorldCloud;
import dev.runbook.integrations.datadog.WorldDatadogStub;
import dev.runbook.integrations.edge.Outside;
import dev.runbook.integrations.jira.JiraStub;
import dev.runbook.integrations.live.LiveIntegrations;
import dev.runbook.integrations.pagerduty.PagerDutyStub;
import dev.runbook.integrations.registry.IntegrationRegistry;
import dev.runbook.integrations.registry.IntegrationSettings;
import dev.runbook.integrations.servicenow.ServiceNowStub;
import dev.runbook.integrations.slack.SlackStub;
import dev.runbook.integrations.world.World;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A simulated world that is reached only through stubs of all six vendors, each as strict as its
/// description. What is watched and what is acted upon is the world's; the desks are the stubs' own.
public final class LiveWorld implements AutoCloseable {

    private static final int HUGE = 1024;
    private static final String AWS_SECRET = "aws-53cret-of-the-account";
    private static final String AWS_ID = "AKIA53CRETOFTHEACCT0";
    private static final String DATADOG_KEY = "datadog-53cret-api-key";
    private static final String DATADOG_APP = "datadog-53cret-app-key";
    private static final String JIRA_TOKEN = "53cretToken";
    private static final String SERVICENOW_PASSWORD = "53cretPassw0rd";

    private final VendorStub datadog;
    private final VendorStub aws;
    private final VendorStub pagerDuty;
    private final VendorStub serviceNow;
    private final VendorStub jira;
    private final SlackStub slack;

    public LiveWorld(World world) {
        datadog = new WorldDatadogStub(world).start();
        aws = new AwsStub(HUGE, new WorldCloud(world), AWS_SECRET).start();
        pagerDuty = new PagerDutyStub(HUGE, 1).start();
        serviceNow = new ServiceNowStub(HUGE, 2).start();
        jira = new JiraStub(HUGE, 3, 2).start();
        slack = new SlackStub(HUGE, 1);
        slack.start();
    }

    private List<VendorStub> stubs() {
        return List.of(datadog, aws, pagerDuty, serviceNow, jira, slack);
    }

    /// Slack, to see what was posted.
    public SlackStub slack() {
        return slack;
    }

    /// The settings under which all six are live.
    public Map<String, String> variables() {
        var variables = new TreeMap<String, String>();
        variables.put("RUNBOOK_MODE", "live");
        variables.put("DATADOG_BASE_URL", datadog.url());
        variables.put("DATADOG_API_KEY", DATADOG_KEY);
        variables.put("DATADOG_APP_KEY", DATADOG_APP);
        variables.put("AWS_ENDPOINT_URL", aws.url());
        variables.put("AWS_REGION", "us-east-1");
        variables.put("AWS_ACCESS_KEY_ID", AWS_ID);
        variables.put("AWS_SECRET_ACCESS_KEY", AWS_SECRET);
        variables.put("PAGERDUTY_BASE_URL", pagerDuty.url());
        variables.put("PAGERDUTY_API_KEY", PagerDutyStub.KEY);
        variables.put("PAGERDUTY_FROM", "ops@example.com");
        variables.put("PAGERDUTY_DEFAULT_SERVICE", "checkout");
        variables.put("SERVICENOW_BASE_URL", serviceNow.url());
        variables.put("SERVICENOW_USERNAME", "runbook");
        variables.put("SERVICENOW_PASSWORD", SERVICENOW_PASSWORD);
        variables.put("JIRA_BASE_URL", jira.url());
        variables.put("JIRA_EMAIL", "ops@example.com");
        variables.put("JIRA_API_TOKEN", JIRA_TOKEN);
        variables.put("JIRA_PROJECT", "OPS");
        variables.put("SLACK_BASE_URL", slack.url());
        variables.put("SLACK_BOT_TOKEN", SlackStub.TOKEN);
        return variables;
    }

    /// What must never be shown.
    public List<String> secrets() {
        return List.of(
                DATADOG_KEY,
                DATADOG_APP,
                AWS_ID,
                AWS_SECRET,
                PagerDutyStub.KEY,
                SERVICENOW_PASSWORD,
                JIRA_TOKEN,
                SlackStub.TOKEN);
    }

    /// All six behind one provider.
    public IntegrationRegistry registry(Outside outside) {
        return IntegrationRegistry.configure(
                IntegrationSettings.read(variables()), List.of(), LiveIntegrations.clients(outside));
    }

    /// Lets every vendor refuse every credential, and echo it, or be well again.
    public void mood(VendorStub.Mood mood) {
        stubs().forEach(stub -> stub.mood(mood));
    }

    /// What was asked against the vendors' descriptions.
    public List<String> complaints() {
        return stubs().stream().flatMap(stub -> stub.complaints().stream()).toList();
    }

    /// How often each vendor was asked, of those that were.
    public Map<String, Integer> asked() {
        var asked = new TreeMap<String, Integer>();
        Map.of(
                        "datadog", datadog,
                        "aws", aws,
                        "pagerduty", pagerDuty,
                        "servicenow", serviceNow,
                        "jira", jira,
                        "slack", slack)
                .forEach((name, stub) -> {
                    if (!stub.seen().isEmpty()) asked.put(name, stub.seen().size());
                });
        return asked;
    }

    @Override
    public void close() {
        stubs().forEach(VendorStub::close);
    }
}
