package dev.runbook.integrations.kubernetes;

import dev.runbook.integrations.stub.VendorStub;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The API server as its OpenAPI description has it, with one deployment on one node.
final class KubernetesStub extends VendorStub {

    private static final Map<String, String> HEADERS = Map.of("Authorization", "Bearer .+");
    private static final Map<String, String> LIST = Map.of(
            "limit", "\\d+",
            "continue", ".+",
            "fieldSelector", "(metadata\\.name|spec\\.nodeName)=[a-z0-9.-]+",
            "labelSelector", "[a-z0-9./_=,-]+");
    private static final String REVIEW = """
            {"type": "object", "required": ["spec"], "additionalProperties": false, "properties": {
              "apiVersion": {"const": "authorization.k8s.io/v1"}, "kind": {"const": "SelfSubjectAccessReview"},
              "spec": {"type": "object", "additionalProperties": false, "properties": {"resourceAttributes": {
                "type": "object", "additionalProperties": false, "properties": {"verb": {"type": "string"},
                 "group": {"type": "string"}, "resource": {"type": "string", "pattern": "^[a-z]+$"},
                 "subresource": {"type": "string"}, "namespace": {"type": "string"}}}}}}}
            """;

    private final ObjectNode deployment = (ObjectNode) JsonMapper.shared().readTree("""
            {"metadata": {"name": "checkout", "namespace": "shop", "annotations": {"deployment.kubernetes.io/revision": "3"}},
             "spec": {"replicas": 2, "selector": {"matchLabels": {"app": "checkout"}}, "template": {
               "metadata": {"labels": {"app": "checkout"}}, "spec": {"containers": [{"name": "main", "image": "acme/checkout:2.1.0"}]}}},
             "status": {"readyReplicas": 2}}
            """);

    private boolean patient;
    private boolean starting;

    KubernetesStub(int huge) {
        super(huge);
        list("/apis/apps/v1/(?:namespaces/shop/)?deployments", deployment::toString);
        list(
                "/apis/apps/v1/(?:namespaces/shop/)?replicasets",
                () -> set(2, "2.0.0", "08:00") + "," + set(3, "2.1.0", "09:30"));
        list("/api/v1/(?:namespaces/shop/)?pods", () -> """
                {"metadata": {"name": "checkout-5f6d-x1", "namespace": "shop",
                  "ownerReferences": [{"kind": "ReplicaSet", "name": "checkout-5f6d7"}]},
                 "spec": {"nodeName": "node-1", "containers": [{"name": "main"}, {"name": "proxy"}]},
                 "status": {"phase": "Running", "startTime": "2025-11-03T09:30:00Z", "containerStatuses": [{"restartCount": 4}]}}
                """);
        list("/api/v1/nodes", () -> """
                {"metadata": {"name": "node-1", "labels": {"topology.kubernetes.io/region": "eu-1"}},
                 "status": {"capacity": {"cpu": "4", "memory": "16Gi"}, "nodeInfo": {"kubeletVersion": "v1.34.1"},
                  "conditions": [{"type": "Ready", "status": "True"}]}}
                """);
        list("/api/v1/(?:namespaces/shop/)?events", () -> """
                {"metadata": {"name": "e"}, "involvedObject": {"kind": "Pod", "name": "checkout-5f6d-x1"}, "reason": "BackOff",
                 "message": "Back-off restarting failed container", "type": "Warning", "lastTimestamp": "2025-11-03T09:45:00Z",
                 "source": {"component": "kubelet"}}
                """);
        list("/apis/metrics.k8s.io/v1beta1/(?:namespaces/shop/)?pods", () -> """
                {"metadata": {"name": "checkout-5f6d-x1", "namespace": "shop"}, "containers": [
                  {"name": "main", "usage": {"cpu": "1500m", "memory": "2Gi"}},
                  {"name": "proxy", "usage": {"cpu": "500000000n", "memory": "2097152Ki"}}]}
                """);
        route(new Route(
                "GET",
                "/api/v1/namespaces/shop/pods/checkout-5f6d-x1/log",
                Map.of(
                        "container", "main|proxy",
                        "timestamps", "true",
                        "sinceSeconds", "[1-9]\\d*",
                        "tailLines", "\\d+"),
                HEADERS,
                "",
                this::log));
        patch("", this::change);
        patch("/scale", this::scale);
        route(new Route(
                "POST",
                "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
                Map.of(),
                HEADERS,
                REVIEW,
                _ -> Reply.json(201, "{\"status\": {\"allowed\": true}}")));
    }

    private Reply log(Seen seen) {
        var main = seen.parameter("container").orElse("").equals("main");
        if (starting && !main)
            return Reply.json(
                    400,
                    "{\"kind\": \"Status\", \"status\": \"Failure\", \"reason\": \"BadRequest\", \"code\": 400, \"message\":"
                            + " \"container \\\"proxy\\\" in pod \\\"checkout-5f6d-x1\\\" is waiting to start: PodInitializing\"}");
        return new Reply(
                200,
                main ? "2025-11-03T09:58:00.123456789Z ERROR timeout\n2025-11-03T09:59:00.5Z fine\n" : "",
                Map.of("Content-Type", "text/plain"));
    }

    /// One container has not started yet.
    KubernetesStub starting() {
        starting = true;
        return this;
    }

    private interface Item {
        String json();
    }

    private void list(String path, Item item) {
        route(new Route("GET", path, LIST, HEADERS, "", seen -> {
            var named = seen.parameter("fieldSelector").orElse("").replaceFirst("^.*=", "");
            var nothing = seen.empty() || named.equals("nobody");
            // The first page of two is empty, as a server may answer.
            if (patient && seen.parameter("continue").isEmpty())
                return Reply.json(200, "{\"metadata\": {\"continue\": \"c\"}, \"items\": []}");
            return Reply.json(200, "{\"metadata\": {}, \"items\": [" + (nothing ? "" : item.json()) + "]}");
        }));
    }

    KubernetesStub patient() {
        patient = true;
        return this;
    }

    private static String set(int revision, String version, String time) {
        return """
        {"metadata": {"name": "checkout-%d", "namespace": "shop", "creationTimestamp": "2025-11-03T%s:00Z",
          "annotations": {"deployment.kubernetes.io/revision": "%d"}, "ownerReferences": [{"kind": "Deployment", "name": "checkout"}]},
         "spec": {"template": {"metadata": {"labels": {"app": "checkout", "pod-template-hash": "h%d"}},
          "spec": {"containers": [{"name": "main", "image": "acme/checkout:%s"}]}}}}
        """.formatted(revision, time, revision, revision, version);
    }

    private void patch(String part, java.util.function.Function<Seen, Reply> answer) {
        route(new Route(
                "PATCH",
                "/apis/apps/v1/namespaces/shop/deployments/checkout" + part,
                Map.of("fieldManager", "[a-z]+"),
                Map.of(
                        "Authorization",
                        "Bearer .+",
                        "Content-Type",
                        "application/(strategic-merge|merge|json)-patch\\+json"),
                "any",
                answer));
    }

    private static JsonNode body(Seen seen) {
        return JsonMapper.shared().readTree(seen.body());
    }

    private synchronized Reply change(Seen seen) {
        var body = body(seen);
        if (body.isArray()) {
            for (var one : body) {
                if (!one.path("op").asString("").matches("add|replace")) return Reply.json(422, refusal("op"));
                if (one.path("path").asString("").equals("/spec/template"))
                    ((ObjectNode) deployment.path("spec")).set("template", one.path("value"));
                else ((ObjectNode) deployment.path("metadata")).set("annotations", one.path("value"));
            }
        } else {
            var annotations =
                    body.path("spec").path("template").path("metadata").path("annotations");
            ((ObjectNode) deployment.path("spec").path("template").path("metadata")).set("annotations", annotations);
        }
        return Reply.json(200, deployment.toString());
    }

    private synchronized Reply scale(Seen seen) {
        ((ObjectNode) deployment.path("spec"))
                .set("replicas", body(seen).path("spec").path("replicas"));
        return Reply.json(200, "{}");
    }

    /// What the deployment is now.
    synchronized String deployed() {
        return deployment.toString();
    }

    @Override
    protected boolean reads(Seen request) {
        return !request.method().equals("PATCH");
    }

    @Override
    protected String refusal(String message) {
        return "{\"kind\": \"Status\", \"apiVersion\": \"v1\", \"status\": \"Failure\", \"reason\": \"Unauthorized\","
                + " \"message\": \"" + message + "\", \"code\": 401}";
    }
}
