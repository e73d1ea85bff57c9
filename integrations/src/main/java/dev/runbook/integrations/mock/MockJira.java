package dev.runbook.integrations.mock;

import dev.runbook.core.capability.IssueTracking;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.world.Desk;
import dev.runbook.integrations.world.Worlds;
import java.util.Comparator;

/// Issues as Jira would answer for them.
final class MockJira extends MockVendor implements IssueTracking {

    MockJira(Worlds worlds) {
        super("jira", worlds);
    }

    @Override
    public Observation searchIssues(String query, int limit, CallContext context) throws InterruptedException {
        return look(
                "search_issues",
                context,
                sight -> facts(
                        query,
                        "issues",
                        sight.desk().issues().stream()
                                .filter(i -> Words.match(query, i.summary() + " " + i.description() + " " + i.key()))
                                .sorted(Comparator.comparing(Desk.Issue::at).reversed())
                                .limit(Math.max(0, limit))
                                .map(i -> Value.fields(
                                        "key", i.key(),
                                        "summary", i.summary(),
                                        "status", i.status(),
                                        "created", i.at()))
                                .toList()));
    }

    @Override
    public Outcome createIssue(String summary, String description, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(
                Capability.ISSUE_TRACKING,
                "create_issue",
                Value.fields("summary", summary, "description", description),
                key,
                context);
    }

    @Override
    public Outcome transition(String issue, String status, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(
                Capability.ISSUE_TRACKING,
                "transition_issue",
                Value.fields("issue", issue, "status", status),
                key,
                context);
    }

    @Override
    public Outcome link(String issue, String other, String kind, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(
                Capability.ISSUE_TRACKING,
                "link_issues",
                Value.fields("issue", issue, "other", other, "kind", kind),
                key,
                context);
    }

    @Override
    public Outcome addComment(String issue, String text, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(Capability.ISSUE_TRACKING, "add_comment", Value.fields("issue", issue, "text", text), key, context);
    }
}
