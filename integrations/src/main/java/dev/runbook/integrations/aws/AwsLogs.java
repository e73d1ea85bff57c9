package dev.runbook.integrations.aws;

import dev.runbook.core.capability.Scope;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.evidence.TimeWindow;
import dev.runbook.integrations.edge.Answers;
import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.Unanswered;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What CloudWatch Logs holds. Safe for use by many threads.
record AwsLogs(LogGroups logGroups, InstantSource clock) {

    private static final int MOST_GROUPS = 5;

    private TimeWindow window(Duration timeframe) {
        return TimeWindow.endingAt(clock.instant(), timeframe);
    }

    /// The log groups whose names hold the service's or the host's. One that we may not read is a gap
    /// of the others.
    Observation logs(Scope scope, Optional<String> query, Duration timeframe, int limit, Patience patience)
            throws Unanswered, InterruptedException {
        var said = new Parts<Answers.Said>();
        var gaps = new ArrayList<String>();
        var names = Scopes.isEverything(scope)
                ? List.of("")
                : Stream.concat(scope.service().stream(), scope.host().stream()).toList();
        for (var name : names)
            for (var group : groups(name, gaps, patience)) {
                var component = name.isEmpty() ? group.replaceFirst("^.*/", "") : name;
                said.with(() -> logGroups.lines(group, component, query, window(timeframe), limit, patience));
            }
        var all = said.all();
        all.gap().ifPresent(gaps::add);
        var newest = all.items().stream()
                .sorted(java.util.Comparator.comparing(
                                (Answers.Said one) -> one.line().time())
                        .reversed())
                .limit(limit)
                .toList();
        return Answers.logs(newest, gaps.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", gaps)));
    }

    private List<String> groups(String name, List<String> gaps, Patience patience)
            throws Unanswered, InterruptedException {
        var groups = logGroups.holding(name, MOST_GROUPS + 1, patience);
        if (groups.size() <= MOST_GROUPS) return groups;
        gaps.add("aws has more than the " + MOST_GROUPS + " log groups that were read"
                + (name.isEmpty() ? "" : " of " + name) + "; name those that matter in AWS_LOG_GROUPS");
        return groups.subList(0, MOST_GROUPS);
    }

    Observation insights(String query, Duration timeframe, int limit, Patience patience)
            throws Unanswered, InterruptedException {
        var found = logGroups.query(query, window(timeframe), limit, patience);
        return Answers.logs(found.items(), found.gap());
    }

    String canSeeLogs(Patience patience) throws Unanswered, InterruptedException {
        return logGroups.holding("", 1, patience).isEmpty() ? "allowed; there is no log group" : "allowed";
    }
}
