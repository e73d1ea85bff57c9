package dev.runbook.integrations.kubernetes;

import dev.runbook.core.capability.Integration;
import dev.runbook.core.capability.Scope;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.Arguments;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Occurrence;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.value.Digest;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.Answers;
import dev.runbook.integrations.edge.LiveVendor;
import dev.runbook.integrations.edge.Nodes;
import dev.runbook.integrations.edge.Outside;
import dev.runbook.integrations.edge.PartialCompute;
import dev.runbook.integrations.edge.PartialDeployments;
import dev.runbook.integrations.edge.PartialMonitoring;
import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.Unanswered;
import dev.runbook.integrations.edge.Variables;
import dev.runbook.integrations.kubernetes.Workloads.Deployment;
import dev.runbook.integrations.kubernetes.Workloads.ReplicaSet;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Kubernetes, live. A service is a deployment, given as `name` or `namespace/name`; a host is a node. What
/// we change is annotated with our idempotency key.
public final class Kubernetes extends LiveVendor implements PartialCompute, PartialDeployments, PartialMonitoring {

    private static final Set<String> OFFERED = Set.of(
            "compute.get_top_processes",
            "compute.get_resources",
            "compute.restart_service",
            "compute.scale_service",
            "deployments.get_recent_deployments",
            "deployments.rollback_deployment",
            "monitoring.get_logs",
            "monitoring.get_events");

    /// More pods of one service than are read.
    private static final int MOST_PODS = 10;

    private final KubernetesApi api;
    private final Workloads workloads;
    private final Inventory inventory;

    private Kubernetes(KubernetesApi api) {
        super(api.access().edge());
        this.api = api;
        workloads = new Workloads(api);
        inventory = new Inventory(api, workloads);
    }

    /// Makes the client from the variables that `.env.example` lists.
    public static Integration create(Variables variables, Outside outside) {
        var namespaces = Arrays.stream(
                        variables.optional("KUBERNETES_NAMESPACES").orElse("").split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        return new Kubernetes(new KubernetesApi(Access.of(variables, outside), namespaces));
    }

    @Override
    public boolean offers(OperationName operation) {
        return OFFERED.contains(operation.toString());
    }

    private Deployment deploymentOf(String service, Patience patience) throws Unanswered, InterruptedException {
        return inventory
                .deployment(service, patience)
                .orElseThrow(() -> refused("kubernetes has no deployment '" + service + "'"));
    }

    @Override
    public Observation topProcesses(String host, int limit, CallContext context) throws InterruptedException {
        return look(context, patience -> inventory.topProcesses(host, limit, patience));
    }

    @Override
    public Observation resources(Scope scope, CallContext context) throws InterruptedException {
        return look(context, patience -> inventory.resources(scope, patience));
    }

    @Override
    public Observation recentDeployments(Scope scope, Duration timeframe, CallContext context)
            throws InterruptedException {
        return look(context, patience -> {
            var of = scope.service().isPresent()
                    ? inventory.deployment(scope.service().get(), patience)
                    : Optional.<Deployment>empty();
            if (!Inventory.isEverything(scope) && of.isEmpty()) return nothing();
            var sets = workloads.replicaSets(of, patience);
            var since = edge().clock().instant().minus(timeframe);
            return Answers.releases(
                    sets.items().stream()
                            .filter(set -> !set.created().isBefore(since))
                            .map(set -> release(set, sets.items()))
                            .toList(),
                    sets.gap());
        });
    }

    private static Answers.Release release(ReplicaSet set, List<ReplicaSet> all) {
        return new Answers.Release(
                new Content.ChangeMade(
                        set.created(),
                        "deployment",
                        set.deployment(),
                        Workloads.version(set.image()),
                        "revision " + set.revision() + " with " + set.image(),
                        "kubernetes"),
                before(set.namespace(), set.deployment(), set.revision(), all)
                        .map(previous -> Workloads.version(previous.image()))
                        .orElse(""));
    }

    /// The newest revision before one.
    private static Optional<ReplicaSet> before(String namespace, String name, int revision, List<ReplicaSet> all) {
        return all.stream()
                .filter(set ->
                        set.namespace().equals(namespace) && set.deployment().equals(name))
                .filter(set -> set.revision() > 0 && set.revision() < revision)
                .max(Comparator.comparingInt(ReplicaSet::revision));
    }

    @Override
    public Observation logs(Scope scope, Optional<String> query, Duration timeframe, int limit, CallContext context)
            throws InterruptedException {
        return look(context, patience -> {
            // A node writes no log that the API shows.
            if (scope.service().isEmpty() || limit < 1) return nothing();
            var deployment = inventory.deployment(scope.service().get(), patience);
            if (deployment.isEmpty()) return nothing();
            var pods = workloads.pods(deployment.get(), patience);
            var said = new ArrayList<Answers.Said>();
            var gaps = new ArrayList<String>();
            if (pods.size() > MOST_PODS)
                gaps.add("kubernetes has " + pods.size() + " pods of it, of which " + MOST_PODS + " were read");
            for (var pod : pods.subList(0, Math.min(MOST_PODS, pods.size())))
                for (var container : pod.containers())
                    log(pod, container, timeframe, limit, gaps, patience)
                            .lines()
                            .flatMap(line -> line(line).stream())
                            .filter(line -> query.map(q -> line.message()
                                            .toLowerCase(Locale.ROOT)
                                            .contains(q.toLowerCase(Locale.ROOT)))
                                    .orElse(true))
                            .forEach(line ->
                                    said.add(new Answers.Said(scope.service().get(), line)));
            said.sort(Comparator.comparing(one -> one.line().time()));
            return Answers.logs(
                    said.subList(Math.max(0, said.size() - limit), said.size()),
                    gaps.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", gaps)));
        });
    }

    /// A container that did not start yet, or is gone by now, has no log; the others have theirs.
    private String log(
            KubernetesApi.Pod pod,
            String container,
            Duration timeframe,
            int limit,
            List<String> gaps,
            Patience patience)
            throws Unanswered, InterruptedException {
        try {
            return api.log(pod, container, timeframe, limit, patience);
        } catch (Unanswered unanswered) {
            var status = unanswered.fault().status();
            if (status != 400 && status != 404) throw unanswered;
            gaps.add(unanswered.fault().reason());
            return "";
        }
    }

    /// A line is its time, a blank, and what was written.
    private static Optional<Content.LogLine> line(String line) {
        int blank = line.indexOf(' ');
        if (blank < 0) return Optional.empty();
        return Nodes.instant(line.substring(0, blank))
                .map(at -> new Content.LogLine(at, "", line.substring(blank + 1).strip()));
    }

    @Override
    public Observation events(Scope scope, Duration timeframe, CallContext context) throws InterruptedException {
        return look(context, patience -> {
            var since = edge().clock().instant().minus(timeframe);
            var found = api.events(patience);
            return Answers.events(
                    found.items().stream()
                            .filter(e -> !e.at().isBefore(since))
                            .filter(e -> Inventory.isEverything(scope)
                                    || scope.host().filter(e.object()::equals).isPresent()
                                    || scope.service()
                                            .map(s -> s.replaceFirst("^.*/", ""))
                                            .filter(s -> e.object().equals(s)
                                                    || e.object().startsWith(s + "-"))
                                            .isPresent())
                            .map(e -> new Content.ChangeMade(
                                    e.at(),
                                    e.kind().toLowerCase(Locale.ROOT),
                                    scope.service().or(scope::host).orElse(e.object()),
                                    "",
                                    e.object() + " " + e.reason() + ": " + e.message(),
                                    e.by()))
                            .toList(),
                    found.gap());
        });
    }

    private static String digest(IdempotencyKey key) {
        return Digest.of(key.key()).brief();
    }

    @Override
    public Outcome restartService(String host, String service, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(context, patience -> {
            var deployment = deploymentOf(service, patience);
            var now = edge().clock().instant().truncatedTo(ChronoUnit.SECONDS);
            if (!deployment.restartedBy(digest(key))) workloads.restart(deployment, now, digest(key), patience);
            return new Outcome.Done(result(deployment, "restarting"));
        });
    }

    private static Value.Fields result(Deployment deployment, String state) {
        return Value.fields("service", deployment.name(), "namespace", deployment.namespace(), "state", state);
    }

    @Override
    public Outcome scaleService(String service, int replicas, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(context, patience -> {
            if (replicas < 0) throw refused("'replicas' must not be negative, got " + replicas);
            var deployment = deploymentOf(service, patience);
            if (deployment.desired() != replicas) workloads.scale(deployment, replicas, patience);
            return new Outcome.Done(
                    Value.fields("service", service, "replicas", replicas, "before", deployment.desired()));
        });
    }

    @Override
    public Outcome rollback(String service, IdempotencyKey key, CallContext context) throws InterruptedException {
        return act(context, patience -> {
            var deployment = deploymentOf(service, patience);
            if (deployment.undoneBy(digest(key))) return new Outcome.Done(result(deployment, "rolled back"));
            var sets = workloads.replicaSets(Optional.of(deployment), patience).items();
            var previous = before(deployment.namespace(), deployment.name(), deployment.revision(), sets)
                    .orElseThrow(() -> refused("'" + service + "' has no revision before " + deployment.revision()));
            workloads.undo(deployment, previous, digest(key), patience);
            return new Outcome.Done(Value.fields(
                    "service", service,
                    "from", Workloads.version(deployment.image()),
                    "version", Workloads.version(previous.image())));
        });
    }

    @Override
    public Occurrence occurred(OperationName operation, Arguments arguments, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return recall(context, patience -> {
            var deployment = inventory.deployment(arguments.text("service"), patience);
            if (deployment.isEmpty()) return new Occurrence.DidNotHappen();
            var done = switch (operation.method()) {
                case "restart_service" -> deployment.get().restartedBy(digest(key));
                case "scale_service" -> deployment.get().desired() == arguments.whole("replicas");
                default -> deployment.get().undoneBy(digest(key));
            };
            return done
                    ? new Occurrence.Happened(result(deployment.get(), Inventory.state(deployment.get())))
                    : new Occurrence.DidNotHappen();
        });
    }

    @Override
    public List<Finding> check(Duration timeout) throws InterruptedException {
        var findings = new ArrayList<Finding>();
        for (var needed : List.of(
                List.of("list", "apps", "deployments"),
                List.of("list", "apps", "replicasets"),
                List.of("patch", "apps", "deployments"),
                List.of("patch", "apps", "deployments/scale"),
                List.of("list", "", "pods"),
                List.of("get", "", "pods/log"),
                List.of("list", "", "nodes"),
                List.of("list", "", "events"),
                List.of("list", "metrics.k8s.io", "pods")))
            findings.add(find(needed.getFirst() + " " + needed.getLast(), timeout, patience -> {
                api.expect(needed.getFirst(), needed.get(1), needed.getLast(), patience);
                return "allowed";
            }));
        return findings;
    }

    @Override
    public String toString() {
        return "Kubernetes" + Map.of("base", api.access().base());
    }
}
