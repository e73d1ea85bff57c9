package dev.runbook.core.engine;

import dev.runbook.core.approval.ApprovalPolicy;
import dev.runbook.core.operation.Provider;
import dev.runbook.core.runbook.Expressions;
import dev.runbook.core.runbook.Mentions;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.RunbookLibrary;
import java.time.InstantSource;
import java.util.Optional;

/// Foresees what a runbook would do for an incident. Nothing is ever changed: steps that only look are
/// carried out when that is asked for, and what the others would come to stays unknown. What is known is
/// decided by the same [Course], [Scopes] and policy as in earnest.
///
/// Safe for use by many threads.
public final class DryRun {

    private final Parts parts;

    /// What a dry run works with.
    record Parts(
            Provider provider,
            RunbookLibrary library,
            Expressions expressions,
            Mentions mentions,
            Minds minds,
            ApprovalPolicy policy,
            Settings settings,
            InstantSource clock,
            Scopes scopes,
            Course course,
            Surveyor surveyor,
            StepWork work,
            DiagnosisWork diagnosing) {}

    /// @param mentions finds what an expression would have to know
    public DryRun(
            Provider provider,
            RunbookLibrary library,
            Expressions expressions,
            Mentions mentions,
            Minds minds,
            ApprovalPolicy policy,
            Settings settings,
            InstantSource clock) {
        var engine = new Engine(new Notices(Optional.empty()));
        var looker = new Looker(provider, clock, settings.callTimeout());
        var scopes = new Scopes(expressions, settings);
        parts = new Parts(
                provider,
                library,
                expressions,
                mentions,
                minds,
                policy,
                settings,
                clock,
                scopes,
                new Course(engine, expressions, scopes),
                new Surveyor(looker, settings, clock),
                new StepWork(provider, library, expressions, scopes, looker, engine, policy, settings, clock),
                new DiagnosisWork(minds, provider, library, expressions, scopes));
    }

    /// Foresees a runbook for an incident as it stands. Steps of this version that the incident has carried out
    /// are not carried out again.
    ///
    /// @param gather whether to survey, and to carry out the steps that only look
    public Forecast of(Incident incident, Runbook runbook, boolean gather) throws InterruptedException {
        return new DryWalk(parts, new DryState(incident, runbook, parts.clock().instant()), gather).forecast();
    }
}
