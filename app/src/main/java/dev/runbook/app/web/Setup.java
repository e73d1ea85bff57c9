package dev.runbook.app.web;

import dev.runbook.core.approval.ApprovalPolicy;
import dev.runbook.core.incident.Category;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.RiskLevel;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How the system is configured, and whether its records hold. Safe for use by many threads.
public interface Setup {

    /// Every setting with its value now; secrets are not among them.
    List<Setting> settings();

    /// The variables that the live client of an integration needs and that are not set; empty in mock mode.
    ///
    /// @param integration in lower case
    List<String> missing(String integration);

    /// What the approval policy says about an action.
    ApprovalPolicy.Ruling rule(Asked asked);

    /// What stands before actions, and what holds them back.
    Governance governance();

    /// Proves with real reads that an integration can be used; this takes as long as they do.
    ///
    /// @param integration in lower case
    /// @return one line for each thing that was tried; empty when it is not live, or there is none of this name
    List<Tried> check(String integration) throws InterruptedException;

    /// Who thinks: the classifier, the diagnosis and the summaries.
    String minds();

    /// Computes every hash of the journal again; this takes a while on a large one.
    Audit audit();

    /// What stands before actions, and what holds them back.
    ///
    /// @param file that says so; empty when it is what the program itself says
    /// @param rules of the approval policy
    /// @param limits of the governor, in words
    /// @param freezes in words
    record Governance(Optional<String> file, List<PolicyRule> rules, List<String> limits, List<String> freezes) {}

    /// One rule of the approval policy.
    ///
    /// @param because the reason; may be empty
    /// @param gate what it asks for, in words
    record PolicyRule(String name, String because, String gate) {}

    /// Something that was tried with an integration.
    record Tried(String what, boolean works, String detail, long millis) {}

    /// One setting.
    ///
    /// @param name of its variable
    /// @param explains what it does
    record Setting(String name, String value, String explains) {}

    /// An action that somebody wonders about.
    ///
    /// @param service that the incident would be about, if one is meant
    /// @param at when it would be done; policies may tell hours apart
    /// @param stepRequiresApproval whether the runbook asks for approval whatever the risk
    /// @param onModelAlone whether only a language model says that this action helps
    record Asked(
            OperationName operation,
            RiskLevel risk,
            String environment,
            Optional<String> service,
            Instant at,
            Category category,
            Severity severity,
            boolean stepRequiresApproval,
            boolean onModelAlone) {}

    /// What a check of the journal came to.
    ///
    /// @param fault where it is not what was written; empty when it is
    record Audit(long incidents, long entries, Optional<String> fault) {}
}
