package dev.runbook.integrations.kubernetes;

import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.Fault;
import dev.runbook.integrations.edge.Harvest;
import dev.runbook.integrations.edge.Nodes;
import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.Rate;
import dev.runbook.integrations.edge.Request;
import dev.runbook.integrations.edge.Unanswered;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// The parts of Kubernetes' API that we use, in records of our own. Safe for use by many threads.
///
/// @param namespaces those that are looked into; all when empty
record KubernetesApi(Access access, List<String> namespaces) {

    /// The server has limits of its own, by user and verb; this keeps us polite.
    static final Rate RATE = Rate.perMinute("api", 600);

    private static final int PAGE = 500;

    /// Everything of a kind, page by page.
    ///
    /// @param group such as `/apis/apps/v1`
    Harvest<JsonNode> list(String group, String kind, Map<String, String> query, Patience patience)
            throws Unanswered, InterruptedException {
        if (namespaces.isEmpty()) return pages(group + "/" + kind, query, patience);
        var items = new java.util.ArrayList<JsonNode>();
        Optional<String> gap = Optional.empty();
        for (var namespace : namespaces) {
            var some = pages(group + "/namespaces/" + namespace + "/" + kind, query, patience);
            items.addAll(some.items());
            gap = gap.or(some::gap);
        }
        return new Harvest<>(items, gap);
    }

    private Harvest<JsonNode> pages(String path, Map<String, String> query, Patience patience)
            throws Unanswered, InterruptedException {
        return Harvest.of(
                "kubernetes", access.edge().limits().pages(), Integer.MAX_VALUE, (Optional<String> cursor) -> {
                    var request = Request.get(RATE, path).with("limit", PAGE);
                    for (var one : new TreeMap<>(query).entrySet())
                        request = request.with(one.getKey(), one.getValue());
                    if (cursor.isPresent()) request = request.with("continue", cursor.get());
                    var body = access.http().send(request, patience).body();
                    return new Harvest.Page<>(Nodes.list(body, "items"), Nodes.text(body, "metadata", "continue"));
                });
    }

    static Map<String, String> texts(JsonNode node) {
        var texts = new TreeMap<String, String>();
        for (var one : node.properties()) Nodes.text(one.getValue()).ifPresent(value -> texts.put(one.getKey(), value));
        return texts;
    }

    /// A pod.
    record Pod(
            String namespace,
            String name,
            String node,
            String phase,
            int restarts,
            Optional<Instant> started,
            List<String> containers,
            String service) {}

    /// Pods that match.
    Harvest<Pod> pods(Map<String, String> query, Patience patience) throws Unanswered, InterruptedException {
        var all = list("/api/v1", "pods", query, patience);
        return new Harvest<>(
                all.items().stream()
                        .map(KubernetesApi::pod)
                        .flatMap(Optional::stream)
                        .toList(),
                all.gap());
    }

    private static Optional<Pod> pod(JsonNode node) {
        var owner = Nodes.list(node, "metadata", "ownerReferences").stream()
                .flatMap(o -> Nodes.text(o, "name").stream())
                .findFirst();
        var name = Nodes.text(node, "metadata", "name");
        return name.map(n -> new Pod(
                Nodes.text(node, "metadata", "namespace").orElse("default"),
                n,
                Nodes.text(node, "spec", "nodeName").orElse(""),
                Nodes.text(node, "status", "phase").orElse(""),
                Nodes.list(node, "status", "containerStatuses").stream()
                        .mapToInt(c -> Nodes.whole(c, "restartCount").orElse(0L).intValue())
                        .sum(),
                Nodes.time(node, "status", "startTime"),
                Nodes.list(node, "spec", "containers").stream()
                        .flatMap(c -> Nodes.text(c, "name").stream())
                        .toList(),
                // A replica set's name is its deployment's and a hash.
                owner.map(o -> o.replaceFirst("-[a-z0-9]{5,10}$", "")).orElse(n)));
    }

    /// A machine.
    record Machine(String name, boolean ready, String version, String zone, double cores, double bytes) {}

    /// All machines, or the one of a name.
    Harvest<Machine> nodes(Optional<String> name, Patience patience) throws Unanswered, InterruptedException {
        var query = name.map(n -> Map.of("fieldSelector", "metadata.name=" + n)).orElseGet(Map::of);
        var all = pages("/api/v1/nodes", query, patience);
        return new Harvest<>(
                all.items().stream()
                        .map(KubernetesApi::machine)
                        .flatMap(Optional::stream)
                        .toList(),
                all.gap());
    }

    private static Optional<Machine> machine(JsonNode node) {
        var ready = Nodes.list(node, "status", "conditions").stream()
                .anyMatch(c -> Nodes.text(c, "type").filter("Ready"::equals).isPresent()
                        && Nodes.text(c, "status").filter("True"::equals).isPresent());
        return Nodes.text(node, "metadata", "name")
                .map(name -> new Machine(
                        name,
                        ready,
                        Nodes.text(node, "status", "nodeInfo", "kubeletVersion").orElse(""),
                        texts(Nodes.at(node, "metadata", "labels")).getOrDefault("topology.kubernetes.io/region", ""),
                        quantity(node, "cpu"),
                        quantity(node, "memory")));
    }

    private static double quantity(JsonNode node, String name) {
        return Nodes.text(node, "status", "capacity", name)
                .flatMap(Quantity::parse)
                .orElse(0.0);
    }

    /// What a pod uses.
    record Usage(double cores, double bytes) {}

    /// What each pod uses, by namespace and name.
    Map<String, Usage> usage(Patience patience) throws Unanswered, InterruptedException {
        var usage = new TreeMap<String, Usage>();
        for (var pod :
                list("/apis/metrics.k8s.io/v1beta1", "pods", Map.of(), patience).items()) {
            double cores = 0;
            double bytes = 0;
            for (var container : Nodes.list(pod, "containers")) {
                cores += Nodes.text(container, "usage", "cpu")
                        .flatMap(Quantity::parse)
                        .orElse(0.0);
                bytes += Nodes.text(container, "usage", "memory")
                        .flatMap(Quantity::parse)
                        .orElse(0.0);
            }
            usage.put(
                    Nodes.text(pod, "metadata", "namespace").orElse("default") + "/"
                            + Nodes.text(pod, "metadata", "name").orElse(""),
                    new Usage(cores, bytes));
        }
        return usage;
    }

    /// Something that happened to an object.
    record Happening(Instant at, String kind, String object, String reason, String message, String by) {}

    /// The events that the cluster remembers, an hour or so.
    Harvest<Happening> events(Patience patience) throws Unanswered, InterruptedException {
        var all = list("/api/v1", "events", Map.of(), patience);
        return new Harvest<>(
                all.items().stream()
                        .map(KubernetesApi::happening)
                        .flatMap(Optional::stream)
                        .toList(),
                all.gap());
    }

    private static Optional<Happening> happening(JsonNode node) {
        return Nodes.time(node, "lastTimestamp")
                .or(() -> Nodes.time(node, "eventTime"))
                .or(() -> Nodes.time(node, "metadata", "creationTimestamp"))
                .map(at -> new Happening(
                        at,
                        Nodes.text(node, "involvedObject", "kind").orElse(""),
                        Nodes.text(node, "involvedObject", "name").orElse(""),
                        Nodes.text(node, "reason").orElse(""),
                        Nodes.text(node, "message").orElse(""),
                        Nodes.text(node, "source", "component")
                                .or(() -> Nodes.text(node, "reportingComponent"))
                                .orElse("")));
    }

    /// The last lines of a container, each behind its time.
    String log(Pod pod, String container, Duration since, int lines, Patience patience)
            throws Unanswered, InterruptedException {
        var request = Request.get(RATE, "/api/v1/namespaces/{}/pods/{}/log", pod.namespace(), pod.name())
                .with("container", container)
                .with("timestamps", true)
                .with("sinceSeconds", Math.max(1, since.toSeconds()))
                .with("tailLines", lines);
        return access.http().sendForText(request, patience).text();
    }

    /// Whether we may do something.
    ///
    /// @param resource such as `deployments`, or `pods/log`
    void expect(String verb, String group, String resource, Patience patience) throws Unanswered, InterruptedException {
        var parts = resource.split("/", 2);
        var attributes = Value.fields("verb", verb, "group", group, "resource", parts[0]);
        if (parts.length > 1)
            attributes = attributes.with(Value.fields("subresource", parts[1]).fields());
        if (!namespaces.isEmpty())
            attributes = attributes.with(
                    Value.fields("namespace", namespaces.getFirst()).fields());
        var review = Value.fields(
                "apiVersion", "authorization.k8s.io/v1",
                "kind", "SelfSubjectAccessReview",
                "spec", Value.fields("resourceAttributes", attributes));
        var request = Request.of("POST", RATE, "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews")
                .json(review)
                .reading();
        if (!Nodes.isTrue(access.http().send(request, patience).body(), "status", "allowed"))
            throw new Unanswered(Fault.of(
                    Fault.Kind.UNAUTHORISED,
                    "our role lacks the verb " + verb + " of " + resource + (group.isEmpty() ? "" : " in " + group),
                    false));
    }
}
