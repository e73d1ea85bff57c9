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
import dev.runbook.integrations.edge.Harvest;
import dev.runbook.integrations.edge.LiveVendor;
import dev.runbook.integrations.edge.Nodes;
import dev.runbook.integrations.edge.Outside;
import dev.runbook.integrations.edge.PartialCompute;
import dev.runbook.integrations.edge.PartialDeployments;
import dev.runbook.integrations.edge.PartialMonitoring;
import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.Unanswered;
import dev.runbook.integrations.edge.Variables;
import dev.runbook.integrations.kubernetes.KubernetesApi.Deployment;
import dev.runbook.integrations.kubernetes.KubernetesApi.ReplicaSet;
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
import java.util.TreeSet;
import java.util.stream.Collectors;

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

    private static final String NAME = "([a-z0-9][a-z0-9.\\-]{0,62}/)?[a-z0-9][a-z0-9.\\-]{0,252}";

    /// More pods of one service than are read.
    private static final int MOST_PODS = 10;

    private final KubernetesApi api;

    private Kubernetes(KubernetesApi api) {
        super(api.access().edge());
        this.api = api;
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

    /// The deployment of a name; empty when there is none.
    private Optional<Deployment> deployment(String given, Patience patience) throws Unanswered, InterruptedException {
        if (!given.strip().matches(NAME)) return Optional.empty();
        var parts = given.strip().split("/", 2);
        var found = api.deployments(parts[parts.length - 1], patience).stream()
                .filter(d -> parts.length == 1 || d.namespace().equals(parts[0]))
                .toList();
        if (found.size() > 1)
            throw refused("kubernetes has '" + given + "' in " + found.size() + " namespaces; give one, as "
                    + found.getFirst().namespace() + "/" + given);
        return found.stream().findFirst();
    }

    private Deployment deploymentOf(String service, Patience patience) throws Unanswered, InterruptedException {
        return deployment(service, patience)
                .orElseThrow(() -> refused("kubernetes has no deployment '" + service + "'"));
    }

    private static boolean isEverything(Scope scope) {
        return scope.host().isEmpty() && scope.service().isEmpty();
    }

    @Override
    public Observation topProcesses(String host, int limit, CallContext context) throws InterruptedException {
        return look(context, patience -> {
            var machine = node(host, patience);
            if (machine.isEmpty()) return nothing();
            var pods = api.pods(Map.of("fieldSelector", "spec.nodeName=" + host), patience);
            var usage = api.usage(patience);
            var rows = pods.items().stream()
                    .filter(pod -> usage.containsKey(pod.namespace() + "/" + pod.name()))
                    .map(pod -> row(
                            pod,
                            usage.getOrDefault(pod.namespace() + "/" + pod.name(), new KubernetesApi.Usage(0, 0)),
                            machine.get()))
                    .sorted(Comparator.comparingDouble(Kubernetes::cpu).reversed())
                    .limit(Math.max(0, limit))
                    .toList();
            return facts(host, "top processes", rows, pods.gap());
        });
    }

    private Optional<KubernetesApi.Machine> node(String host, Patience patience)
            throws Unanswered, InterruptedException {
        return host.matches(NAME)
                ? api.nodes(Optional.of(host), patience).items().stream().findFirst()
                : Optional.empty();
    }

    private static Value.Fields row(KubernetesApi.Pod pod, KubernetesApi.Usage usage, KubernetesApi.Machine machine) {
        return Value.fields(
                "pid", null,
                "name", pod.namespace() + "/" + pod.name(),
                "service", pod.service(),
                "cpu_percent", percent(usage.cores(), machine.cores()),
                "memory_percent", percent(usage.bytes(), machine.bytes()),
                "started_at", pod.started().orElse(null));
    }

    private static double percent(double part, double all) {
        return all <= 0 ? 0 : Math.round(1000 * part / all) / 10.0;
    }

    private static double cpu(Value.Fields row) {
        return row.get("cpu_percent").orElse(Value.of(0)) instanceof Value.Real(var number) ? number : 0;
    }

    @Override
    public Observation resources(Scope scope, CallContext context) throws InterruptedException {
        return look(context, patience -> {
            var rows = new ArrayList<Value.Fields>();
            Optional<String> gap = Optional.empty();
            if (isEverything(scope) || scope.host().isPresent()) {
                var nodes = scope.host().isPresent()
                        ? new Harvest<>(
                                node(scope.host().get(), patience).stream().toList(), Optional.empty())
                        : api.nodes(Optional.empty(), patience);
                gap = nodes.gap();
                for (var node : nodes.items())
                    rows.add(resource(
                            node.name(),
                            "host",
                            node.ready() ? "running" : "down",
                            "",
                            node.version(),
                            null,
                            node.zone()));
            }
            var all = isEverything(scope)
                    ? api.deployments(patience)
                    : new Harvest<>(
                            scope.service().isPresent()
                                    ? deployment(scope.service().get(), patience).stream()
                                            .toList()
                                    : List.<Deployment>of(),
                            Optional.empty());
            var places = all.items().isEmpty() ? Map.<String, String>of() : places(patience);
            for (var d : all.items())
                rows.add(resource(
                        d.name(),
                        "service",
                        state(d),
                        places.getOrDefault(d.namespace() + "/" + d.name(), ""),
                        KubernetesApi.version(d.image()),
                        d.desired(),
                        ""));
            return answer(
                    rows.stream()
                            .map(row -> new Content.Facts(
                                    row.get("name").orElseThrow().display(), "state", row))
                            .toList(),
                    rows,
                    gap.or(all::gap));
        });
    }

    /// The nodes that the pods of each deployment are on, by its namespace and name.
    private Map<String, String> places(Patience patience) throws Unanswered, InterruptedException {
        return api.pods(Map.of(), patience).items().stream()
                .filter(pod -> !pod.node().isEmpty())
                .collect(Collectors.groupingBy(
                        pod -> pod.namespace() + "/" + pod.service(),
                        Collectors.mapping(
                                KubernetesApi.Pod::node,
                                Collectors.collectingAndThen(
                                        Collectors.toCollection(TreeSet::new), nodes -> String.join(",", nodes)))));
    }

    private static String state(Deployment deployment) {
        if (deployment.desired() > 0 && deployment.ready() == 0) return "down";
        return deployment.ready() < deployment.desired() ? "degraded" : "running";
    }

    private static Value.Fields resource(
            String name,
            String kind,
            String state,
            String host,
            String version,
            @org.jspecify.annotations.Nullable Integer replicas,
            String region) {
        return Value.fields(
                "name", name,
                "kind", kind,
                "state", state,
                "host", host.isEmpty() ? null : host,
                "version", version,
                "replicas", replicas,
                "region", region.isEmpty() ? null : region);
    }

    @Override
    public Observation recentDeployments(Scope scope, Duration timeframe, CallContext context)
            throws InterruptedException {
        return look(context, patience -> {
            var of = scope.service().isPresent()
                    ? deployment(scope.service().get(), patience)
                    : Optional.<Deployment>empty();
            if (!isEverything(scope) && of.isEmpty()) return nothing();
            var sets = api.replicaSets(of, patience);
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
                        KubernetesApi.version(set.image()),
                        "revision " + set.revision() + " with " + set.image(),
                        "kubernetes"),
                before(set.namespace(), set.deployment(), set.revision(), all)
                        .map(previous -> KubernetesApi.version(previous.image()))
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
            var deployment = deployment(scope.service().get(), patience);
            if (deployment.isEmpty()) return nothing();
            var pods = api.pods(deployment.get(), patience);
            var said = new ArrayList<Answers.Said>();
            for (var pod : pods.subList(0, Math.min(MOST_PODS, pods.size())))
                for (var container : pod.containers())
                    api.log(pod, container, timeframe, limit, patience)
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
                    pods.size() > MOST_PODS
                            ? Optional.of("kubernetes has " + pods.size() + " pods of it, of which " + MOST_PODS
                                    + " were read")
                            : Optional.empty());
        });
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
                            .filter(e -> isEverything(scope)
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
            if (!deployment.restartedBy(digest(key))) api.restart(deployment, now, digest(key), patience);
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
            if (deployment.desired() != replicas) api.scale(deployment, replicas, patience);
            return new Outcome.Done(
                    Value.fields("service", service, "replicas", replicas, "before", deployment.desired()));
        });
    }

    @Override
    public Outcome rollback(String service, IdempotencyKey key, CallContext context) throws InterruptedException {
        return act(context, patience -> {
            var deployment = deploymentOf(service, patience);
            if (deployment.undoneBy(digest(key))) return new Outcome.Done(result(deployment, "rolled back"));
            var sets = api.replicaSets(Optional.of(deployment), patience).items();
            var previous = before(deployment.namespace(), deployment.name(), deployment.revision(), sets)
                    .orElseThrow(() -> refused("'" + service + "' has no revision before " + deployment.revision()));
            api.undo(deployment, previous, digest(key), patience);
            return new Outcome.Done(Value.fields(
                    "service", service,
                    "from", KubernetesApi.version(deployment.image()),
                    "version", KubernetesApi.version(previous.image())));
        });
    }

    @Override
    public Occurrence occurred(OperationName operation, Arguments arguments, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return recall(context, patience -> {
            var deployment = deployment(arguments.text("service"), patience);
            if (deployment.isEmpty()) return new Occurrence.DidNotHappen();
            var done = switch (operation.method()) {
                case "restart_service" -> deployment.get().restartedBy(digest(key));
                case "scale_service" -> deployment.get().desired() == arguments.whole("replicas");
                default -> deployment.get().undoneBy(digest(key));
            };
            return done
                    ? new Occurrence.Happened(result(deployment.get(), state(deployment.get())))
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
