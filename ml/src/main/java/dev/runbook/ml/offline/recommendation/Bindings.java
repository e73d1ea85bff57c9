package dev.runbook.ml.offline.recommendation;

import dev.runbook.core.diagnosis.CaseFile;
import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.value.Value;
import dev.runbook.ml.offline.scene.Clients;
import dev.runbook.ml.offline.scene.Inventory;
import dev.runbook.ml.offline.scene.Scene;
import dev.runbook.ml.offline.statistics.Quantity;
import dev.runbook.ml.offline.statistics.Shift;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a decision says to the steps after it: what to act upon, as the evidence gives it. What the evidence
/// does not give is missing, and so is what would be of the wrong kind: no database is put where a service
/// belongs.
final class Bindings {

    /// How many times its usual load a replica carries well: most run with a quarter of what they could do to
    /// spare.
    private static final double MOST_LOAD = 4.0 / 3;

    private final CaseFile file;
    private final Scene scene;
    private final Hypothesis cause;
    private final TreeMap<String, Value> values = new TreeMap<>();

    private Bindings(CaseFile file, Scene scene, Hypothesis cause) {
        this.file = file;
        this.scene = scene;
        this.cause = cause;
    }

    /// The bindings for a cause, one for each host or service to act upon; the likeliest first, never empty.
    static List<Value.Fields> of(CaseFile file, Scene scene, Hypothesis cause) {
        var bindings = new Bindings(file, scene, cause);
        var common = bindings.derive();
        if (cause.kind() == CauseKind.NETWORK_DEGRADATION) return each(common, "target_service", bindings.travellers());
        return each(common, "target_host", bindings.hosts());
    }

    private static List<Value.Fields> each(Value.Fields common, String name, List<String> targets) {
        return targets.isEmpty()
                ? List.of(common)
                : targets.stream()
                        .map(target -> common.with(Map.of(name, Value.text(target))))
                        .toList();
    }

    private Value.Fields derive() {
        put("cause", Optional.of(cause.kind().name().toLowerCase(Locale.ROOT)));
        put("category", Optional.of(cause.kind().category().name().toLowerCase(Locale.ROOT)));
        put("component", Optional.of(cause.component()));
        values.put("confidence", new Value.Real(cause.confidence()));
        put("target_service", service());
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

    private Scene.Kind kindOf(String component) {
        var kind = scene.kindOf(component);
        return kind == Scene.Kind.UNKNOWN
                        && file.report().host().filter(component::equals).isPresent()
                ? Scene.Kind.HOST
                : kind;
    }

    /// The service to act upon: where a database suffers, the one that makes it suffer.
    private Optional<String> service() {
        return switch (cause.kind()) {
            case NETWORK_DEGRADATION -> travellers().stream().findFirst();
            case DATABASE_SLOW, DATABASE_CONNECTIONS -> application().filter(this::isService);
            case RUNAWAY_PROCESS,
                    TRAFFIC_SURGE,
                    MEMORY_LEAK,
                    DISK_FULL,
                    BAD_DEPLOYMENT,
                    CONFIGURATION_CHANGE,
                    DEPENDENCY_FAILURE,
                    APPLICATION_FAULT,
                    CREDENTIALS,
                    UNKNOWN -> Optional.of(cause.component()).filter(this::isService);
        };
    }

    private boolean isService(String component) {
        return switch (kindOf(component)) {
            case SERVICE -> !isSomebodyElses(component);
            // Where the services are listed, what is not among them is none that could be acted upon.
            case UNKNOWN ->
                scene.inventory().resources().stream().noneMatch(r -> r.kind().contains("service"));
            case HOST, DATABASE, LINK -> false;
        };
    }

    /// A service that runs on no host of ours, where the others do.
    private boolean isSomebodyElses(String service) {
        return scene.hostsOf(service).isEmpty()
                && scene.inventory().resources().stream()
                        .anyMatch(
                                r -> r.kind().contains("service") && !r.hosts().isEmpty());
    }

    /// The services whose traffic takes a bad path, as the calls show it: those that suffer most first.
    /// Where no call is known to take it, the service that the report names.
    private List<String> travellers() {
        var travellers = scene.travellers(cause.component()).stream()
                .filter(service -> !isSomebodyElses(service))
                .sorted(Comparator.comparingDouble(this::suffering).reversed())
                .toList();
        return travellers.isEmpty() ? file.report().service().stream().toList() : travellers;
    }

    private double suffering(String service) {
        return scene.troubled(service, Quantity.ERRORS, Quantity.LATENCY, Quantity.QUEUE).stream()
                .flatMap(m -> m.shift().stream())
                .mapToDouble(Shift::deviation)
                .max()
                .orElse(0);
    }

    /// The hosts to act upon: those that are in trouble themselves first, then the one that was reported,
    /// then the others.
    private List<String> hosts() {
        if (kindOf(cause.component()) == Scene.Kind.HOST) return List.of(cause.component());
        var service = service();
        if (service.isEmpty()) return List.of();
        var hosts = new ArrayList<>(scene.hostsOf(service.get()));
        if (hosts.stream().anyMatch(host -> trouble(host) > 0)) hosts.removeIf(host -> trouble(host) == 0);
        hosts.sort(Comparator.comparingDouble(this::trouble)
                .reversed()
                .thenComparing(host -> file.report().host().filter(host::equals).isEmpty()));
        return hosts;
    }

    private double trouble(String host) {
        var quantities = switch (cause.kind()) {
            case RUNAWAY_PROCESS, TRAFFIC_SURGE -> List.of(Quantity.CPU);
            case MEMORY_LEAK -> List.of(Quantity.MEMORY);
            case DISK_FULL -> List.of(Quantity.DISK_SPACE);
            case DATABASE_CONNECTIONS,
                    DATABASE_SLOW,
                    BAD_DEPLOYMENT,
                    CONFIGURATION_CHANGE,
                    NETWORK_DEGRADATION,
                    DEPENDENCY_FAILURE,
                    APPLICATION_FAULT,
                    CREDENTIALS,
                    UNKNOWN -> List.<Quantity>of();
        };
        return quantities.stream()
                .flatMap(quantity -> scene.troubled(host, quantity).stream())
                .mapToDouble(m -> m.shift().map(Shift::deviation).orElse(0.0))
                .max()
                .orElse(0);
    }

    private Optional<String> database() {
        return cause.kind() == CauseKind.DATABASE_CONNECTIONS || cause.kind() == CauseKind.DATABASE_SLOW
                ? Optional.of(cause.component())
                : Optional.empty();
    }

    /// Who makes a database suffer: whose queries are slow, or who holds most of its connections.
    private Optional<String> application() {
        if (cause.kind() == CauseKind.DATABASE_SLOW)
            return Clients.behind(scene, cause.component()).map(Clients.Culprit::application);
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

    /// As many as the measured demand needs, and twice what there is at least: scaling too little costs a
    /// round while people wait. So that a measurement gone wrong cannot buy a data centre, at most five
    /// times as many; when that is not enough, the next round scales again.
    private Optional<Long> replicas() {
        if (cause.kind() != CauseKind.TRAFFIC_SURGE) return Optional.empty();
        return scene.inventory().resources().stream()
                .filter(r -> r.name().equals(cause.component()))
                .findFirst()
                .flatMap(Inventory.Resource::replicas)
                .map(count -> Math.clamp(
                        (long) Math.ceil(count * scene.demand(cause.component()) / MOST_LOAD), 2 * count, 5 * count));
    }
}
