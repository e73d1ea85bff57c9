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

    /// Who thinks: the classifier, the diagnosis and the summaries.
    String minds();

    /// Computes every hash of the journal again; this takes a while on a large one.
    Audit audit();

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
