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

    Outcome addComment(String issue, String text, IdempotencyKey key, CallContext context) throws InterruptedException;
}
