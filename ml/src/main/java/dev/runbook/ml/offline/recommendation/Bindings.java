package dev.runbook.ml.offline.recommendation;

import dev.runbook.core.diagnosis.CaseFile;
import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.value.Value;
import dev.runbook.ml.offline.scene.Inventory;
import dev.runbook.ml.offline.scene.Scene;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/// What a decision says to the steps after it: what to act upon, as the evidence gives it. What the evidence
/// does not give is missing.
final class Bindings {

    private final CaseFile file;
    private final Scene scene;
    private final Hypothesis cause;
    private final TreeMap<String, Value> values = new TreeMap<>();

    private Bindings(CaseFile file, Scene scene, Hypothesis cause) {
        this.file = file;
        this.scene = scene;
        this.cause = cause;
    }

    static Value.Fields of(CaseFile file, Scene scene, Hypothesis cause) {
        return new Bindings(file, scene, cause).derive();
    }

    private Value.Fields derive() {
        put("cause", Optional.of(cause.kind().name().toLowerCase(Locale.ROOT)));
        put("category", Optional.of(cause.kind().category().name().toLowerCase(Locale.ROOT)));
        put("component", Optional.of(cause.component()));
        values.put("confidence", new Value.Real(cause.confidence()));
        put("target_service", service());
        put("target_host", host());
        put("target_database", database());
        put("target_application", application());
        put("target_path", path());
        put("target_version", version());
        put("avoid", avoid());
        replicas().ifPresent(count -> values.put("replicas", new Value.Whole(count)));
        return new Value.Fields(values);
    }

    private void put(String name, Optional<String> value) {
        value.filter(text -> !text.isBlank()).ifPresent(text -> values.put(name, new Value.Text(text)));
    }

    private boolean isHost(String component) {
        return !scene.topology().servicesOn(component).isEmpty()
                || file.report().host().filter(component::equals).isPresent()
                || scene.inventory().processTables().stream()
                        .anyMatch(t -> t.host().equals(component))
                || scene.inventory().resources().stream()
                        .anyMatch(r -> r.name().equals(component)
                                && (r.kind().contains("host") || r.kind().contains("instance")));
    }

    private Optional<String> service() {
        if (cause.kind() == CauseKind.NETWORK_DEGRADATION) return sufferer();
        if (!isHost(cause.component()) && database().isEmpty()) return Optional.of(cause.component());
        return Optional.empty();
    }

    /// The service whose traffic suffers from a bad path: the one that was reported, or that the report speaks of.
    private Optional<String> sufferer() {
        var words = file.report().text().toLowerCase(Locale.ROOT);
        return file.report()
                .service()
                .or(() -> scene.inventory().resources().stream()
                        .filter(r -> r.kind().contains("service"))
                        .map(Inventory.Resource::name)
                        .filter(name -> words.contains(name.toLowerCase(Locale.ROOT)))
                        .max(Comparator.comparingInt(String::length)))
                .or(() -> file.report().alerts().stream()
                        .map(alert -> alert.component())
                        .filter(name -> scene.inventory().resources().stream()
                                .anyMatch(r -> r.name().equals(name) && r.kind().contains("service")))
                        .findFirst());
    }

    private Optional<String> host() {
        if (isHost(cause.component())) return Optional.of(cause.component());
        var hosts = scene.topology().hostsOf(cause.component());
        return file.report()
                .host()
                .filter(hosts::contains)
                .or(() -> hosts.stream().findFirst());
    }

    private Optional<String> database() {
        return cause.kind() == CauseKind.DATABASE_CONNECTIONS || cause.kind() == CauseKind.DATABASE_SLOW
                ? Optional.of(cause.component())
                : Optional.empty();
    }

    private Optional<String> application() {
        return scene.inventory().databases().stream()
                .filter(d -> d.name().equals(cause.component()))
                .findFirst()
                .flatMap(d -> d.clients().stream().max(Comparator.comparingDouble(Inventory.Client::connections)))
                .map(Inventory.Client::application);
    }

    private Optional<String> path() {
        if (cause.kind() != CauseKind.DISK_FULL) return Optional.empty();
        return scene.inventory().volumes().stream()
                .filter(v -> v.host().equals(cause.component()))
                .max(Comparator.comparingDouble(Inventory.Volume::usedPercent))
                .flatMap(v -> v.largest().stream()
                        .filter(Inventory.Content::safeToDelete)
                        .max(Comparator.comparingDouble(Inventory.Content::bytes)))
                .map(Inventory.Content::path);
    }

    private Optional<String> version() {
        return scene.changes().stream()
                .map(Scene.Change::change)
                .filter(c -> c.component().equals(cause.component())
                        && cause.onset().filter(c.time()::equals).isPresent())
                .map(c -> c.version())
                .findFirst();
    }

    private Optional<String> avoid() {
        return cause.kind() == CauseKind.NETWORK_DEGRADATION ? Optional.of(cause.component()) : Optional.empty();
    }

    /// Twice what there is; traffic beyond that needs a person.
    private Optional<Long> replicas() {
        if (cause.kind() != CauseKind.TRAFFIC_SURGE) return Optional.empty();
        return scene.inventory().resources().stream()
                .filter(r -> r.name().equals(cause.component()))
                .findFirst()
                .flatMap(Inventory.Resource::replicas)
                .map(count -> count * 2);
    }
}
