package dev.runbook.app.server;

import dev.runbook.app.assembly.Assembly;
import dev.runbook.app.web.Setup;
import dev.runbook.core.approval.ApprovalPolicy;
import dev.runbook.core.approval.Plan;
import dev.runbook.core.operation.Durations;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.value.Digest;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.registry.KnownIntegration;
import dev.runbook.ml.llm.model.ModelSettings;
import dev.runbook.store.governor.SwitchAudit;
import dev.runbook.store.journal.ChainCheck;
import dev.runbook.store.journal.JournalAudit;
import dev.runbook.store.security.SecurityLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The configuration of an assembled system. Safe for use by many threads.
record StoredSetup(Assembly assembly) implements Setup {

    @Override
    public List<Setting> settings() {
        var now = assembly.configuration();
        return List.of(
                new Setting(
                        "RUNBOOK_MODE",
                        now.integrations().getOrDefault("RUNBOOK_MODE", "mock"),
                        "whether integrations are simulated or real, unless one says otherwise"),
                new Setting("RUNBOOK_DATA", now.data().toString(), "what must outlive the process"),
                new Setting("RUNBOOK_RUNBOOKS", now.runbooks().toString(), "the folder of runbooks"),
                new Setting("RUNBOOK_SCENARIOS", now.scenarios().toString(), "the folder of simulated worlds"),
                new Setting(
                        "RUNBOOK_PAGES",
                        now.pages().map(Path::toString).orElse("not set"),
                        "a folder of pages that people wrote"),
                new Setting(
                        "DATABASE_URL",
                        now.databaseUrl().isPresent() ? "set; it holds a password and is not shown" : "not set",
                        "an outside PostgreSQL instead of the embedded one"),
                new Setting("RUNBOOK_BIND", now.bind(), "the address the server listens on"),
                new Setting("RUNBOOK_PORT", Integer.toString(now.port()), "the port it listens on"),
                new Setting(
                        "RUNBOOK_VETO_WINDOW",
                        Durations.display(now.vetoWindow()),
                        "how long a medium-risk action can be vetoed"),
                new Setting(
                        "RUNBOOK_APPROVAL_EXPIRY",
                        Durations.display(now.approvalExpiry()),
                        "how long an approval request stays open"),
                new Setting(
                        "RUNBOOK_POLICY",
                        now.policy().map(StoredSetup::withDigest).orElse("not set"),
                        "the file of approval rules and of what the governor holds back"),
                new Setting("RUNBOOK_CHANNEL", now.channel(), "where notices are posted"),
                new Setting(
                        "RUNBOOK_LOOK_BACK", Durations.display(now.lookBack()), "how far back evidence is gathered"),
                new Setting(
                        "RUNBOOK_CALL_TIMEOUT",
                        Durations.display(now.callTimeout()),
                        "how long one call to an integration may take"),
                new Setting(
                        "RUNBOOK_ALERT_WINDOW",
                        Durations.display(now.alertWindow()),
                        "how long further alerts of one trouble join its incident"),
                new Setting("RUNBOOK_SPEED", Double.toString(now.speed()), "how many simulated seconds pass in one"));
    }

    /// A file by its name and what it says.
    private static String withDigest(Path file) {
        try {
            return file + " (sha256 " + Digest.of(Files.readString(file)).hex().substring(0, 12) + ")";
        } catch (IOException e) {
            return file + " (cannot be read now)";
        }
    }

    @Override
    public List<String> missing(String integration) {
        var given = assembly.configuration().integrations();
        return KnownIntegration.ALL.stream()
                .filter(known -> known.name().equals(integration))
                .flatMap(known -> known.credentials().stream())
                .filter(name -> given.getOrDefault(name, "").isBlank())
                .toList();
    }

    @Override
    public ApprovalPolicy.Ruling rule(Asked asked) {
        var nothing = Digest.of("");
        var plan = new Plan(
                new RunbookId("what_if"),
                nothing,
                new StepId("what_if"),
                asked.operation(),
                Value.Fields.NONE,
                Optional.empty(),
                asked.risk(),
                nothing);
        return assembly.policy()
                .rule(new ApprovalPolicy.Question(
                        plan,
                        new ApprovalPolicy.Situation(
                                asked.environment(), asked.service(), asked.category(), asked.severity(), asked.at()),
                        asked.stepRequiresApproval(),
                        asked.onModelAlone()));
    }

    @Override
    public Governance governance() {
        return GovernanceText.of(
                assembly.configuration().policy().map(Path::toString), assembly.policy(), assembly.limits());
    }

    @Override
    public List<Tried> check(String integration) throws InterruptedException {
        var known = KnownIntegration.ALL.stream()
                .filter(one -> one.name().equals(integration))
                .findFirst();
        if (known.isEmpty()) return List.of();
        return assembly.vendors().check(known.get(), assembly.configuration().callTimeout()).findings().stream()
                .map(finding -> new Tried(
                        finding.what(),
                        finding.works(),
                        finding.detail(),
                        finding.took().toMillis()))
                .toList();
    }

    @Override
    public String minds() {
        return switch (assembly.configuration().model()) {
            case ModelSettings.Reading.Online(var model) ->
                model.vendor().key() + " at " + model.base() + ": "
                        + new TreeSet<>(model.models().values()).stream().collect(Collectors.joining(", "))
                        + "; a task takes at most " + model.limits().calls() + " calls, "
                        + model.limits().tokens() + " tokens, "
                        + String.format(Locale.ROOT, "%.2f", model.limits().costMicros() / 1e6) + " dollars and "
                        + Durations.display(model.limits().time())
                        + ", an incident at most " + model.budget().calls() + " calls, "
                        + model.budget().tokens() + " tokens, "
                        + String.format(Locale.ROOT, "%.2f", model.budget().costMicros() / 1e6) + " dollars and "
                        + Durations.display(model.budget().time())
                        + ". The offline engine answers where the model does not";
            case ModelSettings.Reading _ ->
                "offline: an embedded model, statistics and rules; no key, no network, no cost";
        };
    }

    @Override
    public Audit audit() {
        var database = assembly.store().database().dataSource();
        var check = new JournalAudit(database).checkAll();
        var besides = new SwitchAudit(database)
                .fault()
                .or(() -> new SecurityLog(database).fault())
                .or(() -> assembly.store().seals().fault());
        return switch (check) {
            case ChainCheck.Intact(var incidents, var entries) -> new Audit(incidents, entries, besides);
            case ChainCheck.Broken broken -> new Audit(0, 0, Optional.of(broken.toString()));
        };
    }

    /// Every setting, and what the policy file says by its digest, for a record of changes.
    String inOneLine() {
        return settings().stream()
                .map(setting -> setting.name() + "=" + setting.value())
                .collect(Collectors.joining("; "));
    }
}
