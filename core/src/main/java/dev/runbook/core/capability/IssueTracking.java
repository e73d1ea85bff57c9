package dev.runbook.core.capability;

import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Outcome;

/// Issues and follow-ups.
public interface IssueTracking extends Integration {

    /// Issues whose text matches, newest first.
    ///
    /// @return [dev.runbook.core.evidence.Content.Facts]; output: a list of `{key, summary, status, created}`
    Observation searchIssues(String query, int limit, CallContext context) throws InterruptedException;

    Outcome createIssue(String summary, String description, IdempotencyKey key, CallContext context)
            throws InterruptedException;

    /// Moves an issue to another status, if its workflow leads there in one step.
    Outcome transition(String issue, String status, IdempotencyKey key, CallContext context)
            throws InterruptedException;

    /// Links two issues.
    ///
    /// @param kind how, as the tracker names it: `Relates`, `Blocks`
    Outcome link(String issue, String other, String kind, IdempotencyKey key, CallContext context)
            throws InterruptedException;

    Outcome addComment(String issue, String text, IdempotencyKey key, CallContext context) throws InterruptedException;
}
