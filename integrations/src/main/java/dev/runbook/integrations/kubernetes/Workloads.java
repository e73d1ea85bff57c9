package dev.runbook.integrations.kubernetes;

import dev.runbook.core.value.Json;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.Harvest;
import dev.runbook.integrations.edge.Nodes;
import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.Request;
import dev.runbook.integrations.edge.Unanswered;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The deployments of a cluster and their revisions, as the API has them, and what is done to them. Safe for
/// use by many threads.
record Workloads(KubernetesApi api) {

    private static final String RESTART_KEY = "runbook.dev/restart";
    private static final String UNDO_KEY = "runbook.dev/rollback";
    private static final String REVISION = "deployment.kubernetes.io/revision";

    /// What is noted for people by whom a field was set.
    private static final String MANAGER = "runbook";

    /// A deployment.
    ///
    /// @param selector the labels of its pods
    record Deployment(
            String namespace,
            String name,
            int desired,
            int ready,
            String image,
            Map<String, String> selector,
            Map<String, String> annotations,
            Map<String, String> podAnnotations) {

        /// Whether it was restarted under a key.
        boolean restartedBy(String digest) {
            return digest.equals(podAnnotations.get(RESTART_KEY));
        }

        /// Whether it was rolled back under a key.
        boolean undoneBy(String digest) {
            return digest.equals(annotations.get(UNDO_KEY));
        }

        int revision() {
            return number(annotations.getOrDefault(REVISION, ""));
        }
    }

    private static int number(String text) {
        return text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
    }

    /// All deployments.
    Harvest<Deployment> deployments(Patience patience) throws Unanswered, InterruptedException {
        return deployments(Map.of(), patience);
    }

    /// The deployments of a name, in whatever namespace.
    List<Deployment> deployments(String name, Patience patience) throws Unanswered, InterruptedException {
        return deployments(Map.of("fieldSelector", "metadata.name=" + name), patience)
                .items();
    }

    private Harvest<Deployment> deployments(Map<String, String> query, Patience patience)
            throws Unanswered, InterruptedException {
        var all = api.list("/apis/apps/v1", "deployments", query, patience);
        return new Harvest<>(
                all.items().stream()
                        .map(Workloads::deployment)
                        .flatMap(Optional::stream)
                        .toList(),
                all.gap());
    }

    private static Optional<Deployment> deployment(JsonNode node) {
        return Nodes.text(node, "metadata", "name")
                .map(name -> new Deployment(
                        Nodes.text(node, "metadata", "namespace").orElse("default"),
                        name,
                        Nodes.whole(node, "spec", "replicas").orElse(1L).intValue(),
                        Nodes.whole(node, "status", "readyReplicas").orElse(0L).intValue(),
                        image(node.path("spec")),
                        KubernetesApi.texts(Nodes.at(node, "spec", "selector", "matchLabels")),
                        KubernetesApi.texts(Nodes.at(node, "metadata", "annotations")),
                        KubernetesApi.texts(Nodes.at(node, "spec", "template", "metadata", "annotations"))));
    }

    private static String image(JsonNode spec) {
        return Nodes.list(spec, "template", "spec", "containers").stream()
                .flatMap(container -> Nodes.text(container, "image").stream())
                .findFirst()
                .orElse("");
    }

    /// The tag of an image; all of it when it has none.
    static String version(String image) {
        var last = image.replaceFirst("^.*/", "");
        return last.contains(":") ? last.substring(last.indexOf(':') + 1) : last;
    }

    /// A set of equal pods, which each revision of a deployment has.
    record ReplicaSet(
            String namespace, String deployment, int revision, String image, Instant created, JsonNode template) {}

    /// The revisions of all deployments, or of one.
    Harvest<ReplicaSet> replicaSets(Optional<Deployment> of, Patience patience)
            throws Unanswered, InterruptedException {
        var query = of.filter(d -> !d.selector().isEmpty())
                .map(d -> Map.of("labelSelector", selector(d.selector())))
                .orElseGet(Map::of);
        var all = api.list("/apis/apps/v1", "replicasets", query, patience);
        return new Harvest<>(
                all.items().stream()
                        .map(Workloads::replicaSet)
                        .flatMap(Optional::stream)
                        .filter(set -> of.map(d -> d.name().equals(set.deployment())
                                        && d.namespace().equals(set.namespace()))
                                .orElse(true))
                        .toList(),
                all.gap());
    }

    private static String selector(Map<String, String> labels) {
        return new TreeMap<>(labels)
                .entrySet().stream()
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .collect(Collectors.joining(","));
    }

    private static Optional<ReplicaSet> replicaSet(JsonNode node) {
        var owner = Nodes.list(node, "metadata", "ownerReferences").stream()
                .filter(o -> Nodes.text(o, "kind").filter("Deployment"::equals).isPresent())
                .flatMap(o -> Nodes.text(o, "name").stream())
                .findFirst();
        var created = Nodes.time(node, "metadata", "creationTimestamp");
        if (owner.isEmpty() || created.isEmpty()) return Optional.empty();
        return Optional.of(new ReplicaSet(
                Nodes.text(node, "metadata", "namespace").orElse("default"),
                owner.get(),
                number(KubernetesApi.texts(Nodes.at(node, "metadata", "annotations"))
                        .getOrDefault(REVISION, "")),
                image(node.path("spec")),
                created.get(),
                Nodes.at(node, "spec", "template")));
    }

    private void patch(String type, Deployment of, String part, String body, Patience patience)
            throws Unanswered, InterruptedException {
        var request = Request.of(
                        "PATCH",
                        KubernetesApi.RATE,
                        "/apis/apps/v1/namespaces/{}/deployments/{}" + part,
                        of.namespace(),
                        of.name())
                .with("fieldManager", MANAGER)
                .carrying(new Request.Content("application/" + type + "-patch+json", body))
                .safeToRepeat();
        api.access().http().send(request, patience);
    }

    /// Replaces all pods by new ones of the same kind, as `kubectl rollout restart` does. The same key and
    /// time restart once.
    void restart(Deployment of, Instant at, String digest, Patience patience) throws Unanswered, InterruptedException {
        var annotations = Value.fields("kubectl.kubernetes.io/restartedAt", at, RESTART_KEY, digest);
        var body = Value.fields(
                "spec", Value.fields("template", Value.fields("metadata", Value.fields("annotations", annotations))));
        patch("strategic-merge", of, "", Json.write(body), patience);
    }

    void scale(Deployment of, int replicas, Patience patience) throws Unanswered, InterruptedException {
        patch("merge", of, "/scale", Json.write(Value.fields("spec", Value.fields("replicas", replicas))), patience);
    }

    /// Gives a deployment the pods of an earlier revision, as `kubectl rollout undo` does.
    void undo(Deployment of, ReplicaSet to, String digest, Patience patience) throws Unanswered, InterruptedException {
        var template = to.template().deepCopy();
        if (template.path("metadata").path("labels") instanceof ObjectNode labels) labels.remove("pod-template-hash");
        var annotations = new TreeMap<>(of.annotations());
        annotations.put(UNDO_KEY, digest);
        var body = JsonMapper.shared().createArrayNode();
        body.addObject().put("op", "replace").put("path", "/spec/template").set("value", template);
        var notes = body.addObject()
                .put("op", of.annotations().isEmpty() ? "add" : "replace")
                .put("path", "/metadata/annotations")
                .putObject("value");
        annotations.forEach(notes::put);
        patch("json", of, "", body.toString(), patience);
    }

    /// The pods of a deployment.
    List<KubernetesApi.Pod> pods(Deployment of, Patience patience) throws Unanswered, InterruptedException {
        return of.selector().isEmpty()
                ? List.of()
                : api.pods(Map.of("labelSelector", selector(of.selector())), patience).items().stream()
                        .filter(pod -> pod.namespace().equals(of.namespace()))
                        .toList();
    }
}
