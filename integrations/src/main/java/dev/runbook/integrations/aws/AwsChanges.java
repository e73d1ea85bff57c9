package dev.runbook.integrations.aws;

import dev.runbook.core.capability.Scope;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.evidence.TimeWindow;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.Answers;
import dev.runbook.integrations.edge.Harvest;
import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.Unanswered;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What was changed at AWS, and what happened there. Safe for use by many threads.
record AwsChanges(Machines machines, Containers containers, Databases databases, Trail trail, InstantSource clock) {

    /// More changes than anybody reads.
    private static final int MOST_CHANGES = 500;

    private static final Duration LATEST = Duration.ofMinutes(10);

    private TimeWindow window(Duration timeframe) {
        return TimeWindow.endingAt(clock.instant(), timeframe);
    }

    /// The deployments of ECS.
    Observation releases(Scope scope, Duration timeframe, Patience patience) throws Unanswered, InterruptedException {
        var window = window(timeframe);
        var releases = new ArrayList<Answers.Release>();
        var wanted = Scopes.services(containers, scope, patience);
        for (var service : wanted.items())
            for (var deployment : service.deployments()) {
                if (!window.contains(deployment.created())) continue;
                var version = containers.version(deployment.task(), patience);
                releases.add(new Answers.Release(
                        new Content.ChangeMade(
                                deployment.created(),
                                "deployment",
                                service.name(),
                                version,
                                "deployment of " + Containers.brief(deployment.task()) + " "
                                        + deployment.state().toLowerCase(Locale.ROOT),
                                "ecs"),
                        Containers.before(deployment.task()).orElse("")));
            }
        return Answers.releases(releases, wanted.gap());
    }

    /// What CloudTrail saw, oldest first.
    Observation changes(Scope scope, Duration timeframe, Patience patience) throws Unanswered, InterruptedException {
        var names = new ArrayList<>(
                Stream.concat(scope.host().stream(), scope.service().stream()).toList());
        if (scope.host().isPresent())
            machines.named(scope.host().get(), patience).forEach(machine -> names.add(machine.id()));
        var found = trail.changes(window(timeframe), MOST_CHANGES + 1, patience).cappedAt(MOST_CHANGES, "aws");
        var changes = found.items().reversed().stream()
                .filter(change -> names.isEmpty()
                        || change.resources().stream()
                                .anyMatch(r -> names.stream().anyMatch(n -> r.equals(n) || r.endsWith("/" + n))))
                .toList();
        return Answers.answer(
                changes.stream()
                        .map(c ->
                                new Content.ChangeMade(c.at(), "configuration", component(c), "", summary(c), c.user()))
                        .toList(),
                changes.stream()
                        .map(c -> Value.fields(
                                "number", c.id(),
                                "kind", "configuration",
                                "component", component(c),
                                "summary", summary(c),
                                "author", c.user(),
                                "time", c.at()))
                        .toList(),
                found.gap());
    }

    private static String component(Trail.Change change) {
        return change.resources().stream()
                .findFirst()
                .map(name -> name.replaceFirst("^arn:.*[:/]", ""))
                .orElse(change.service());
    }

    private static String summary(Trail.Change change) {
        return change.service() + " " + change.action()
                + (change.resources().isEmpty() ? "" : " of " + String.join(", ", change.resources()));
    }

    /// What RDS and ECS say happened.
    Observation events(Scope scope, Duration timeframe, Patience patience) throws Unanswered, InterruptedException {
        var window = window(timeframe);
        var all = new Parts<Content.ChangeMade>()
                .with(() -> {
                    var name = Scopes.isEverything(scope)
                            ? Optional.<String>empty()
                            : scope.service().or(scope::host);
                    var found = databases.events(name, window.from(), window.to(), patience);
                    return new Harvest<>(
                            found.items().stream()
                                    .map(e -> new Content.ChangeMade(
                                            e.at(), "database", e.database(), "", e.message(), "rds"))
                                    .toList(),
                            found.gap());
                })
                .with(() -> {
                    var services = Scopes.services(containers, scope, patience);
                    return new Harvest<>(
                            services.items().stream()
                                    .flatMap(service -> service.events().stream()
                                            .filter(e -> window.contains(e.at()))
                                            .map(e -> new Content.ChangeMade(
                                                    e.at(), "service", service.name(), "", e.message(), "ecs")))
                                    .toList(),
                            services.gap());
                })
                .all();
        return Answers.events(all.items(), all.gap());
    }

    String canSeeChanges(Patience patience) throws Unanswered, InterruptedException {
        trail.changes(window(LATEST), 1, patience);
        return "allowed";
    }
}
