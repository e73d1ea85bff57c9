package dev.runbook.integrations.kubernetes;

import dev.runbook.core.capability.Scope;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.Answers;
import dev.runbook.integrations.edge.Fault;
import dev.runbook.integrations.edge.Harvest;
import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.Unanswered;
import dev.runbook.integrations.kubernetes.Workloads.Deployment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What there is in a cluster: nodes, deployments, and what their pods use. Safe for use by many threads.
record Inventory(KubernetesApi api, Workloads workloads) {

    private static final String NAME = "([a-z0-9][a-z0-9.\\-]{0,62}/)?[a-z0-9][a-z0-9.\\-]{0,252}";

    /// The deployment of a name; empty when there is none.
    Optional<Deployment> deployment(String given, Patience patience) throws Unanswered, InterruptedException {
        if (!given.strip().matches(NAME)) return Optional.empty();
        var parts = given.strip().split("/", 2);
        var found = workloads.deployments(parts[parts.length - 1], patience).stream()
                .filter(d -> parts.length == 1 || d.namespace().equals(parts[0]))
                .toList();
        if (found.size() > 1)
            throw new Unanswered(Fault.refused("kubernetes has '" + given + "' in " + found.size()
                    + " namespaces; give one, as " + found.getFirst().namespace() + "/" + given));
        return found.stream().findFirst();
    }

    static boolean isEverything(Scope scope) {
        return scope.host().isEmpty() && scope.service().isEmpty();
    }

    /// The pods of a node that use the most of it.
    Observation topProcesses(String host, int limit, Patience patience) throws Unanswered, InterruptedException {
        var machine = node(host, patience);
        if (machine.isEmpty()) return Answers.nothing();
        var pods = api.pods(Map.of("fieldSelector", "spec.nodeName=" + host), patience);
        var usage = api.usage(patience);
        var rows = pods.items().stream()
                .filter(pod -> usage.containsKey(pod.namespace() + "/" + pod.name()))
                .map(pod -> row(
                        pod,
                        usage.getOrDefault(pod.namespace() + "/" + pod.name(), new KubernetesApi.Usage(0, 0)),
                        machine.get()))
                .sorted(Comparator.comparingDouble(Inventory::cpu).reversed())
                .limit(Math.max(0, limit))
                .toList();
        return Answers.facts(host, "top processes", rows, pods.gap());
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

    /// Nodes and deployments.
    Observation resources(Scope scope, Patience patience) throws Unanswered, InterruptedException {
        var rows = new ArrayList<Value.Fields>();
        Optional<String> gap = Optional.empty();
        if (isEverything(scope) || scope.host().isPresent()) {
            var nodes = scope.host().isPresent()
                    ? new Harvest<>(node(scope.host().get(), patience).stream().toList(), Optional.empty())
                    : api.nodes(Optional.empty(), patience);
            gap = nodes.gap();
            for (var node : nodes.items())
                rows.add(resource(
                        node.name(), "host", node.ready() ? "running" : "down", "", node.version(), null, node.zone()));
        }
        var all = isEverything(scope)
                ? workloads.deployments(patience)
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
                    Workloads.version(d.image()),
                    d.desired(),
                    ""));
        return Answers.answer(
                rows.stream()
                        .map(row ->
                                new Content.Facts(row.get("name").orElseThrow().display(), "state", row))
                        .toList(),
                rows,
                gap.or(all::gap));
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

    /// How a deployment is.
    static String state(Deployment deployment) {
        if (deployment.desired() > 0 && deployment.ready() == 0) return "down";
        return deployment.ready() < deployment.desired() ? "degraded" : "running";
    }
}
