package dev.runbook.integrations.estate;

import dev.runbook.core.evidence.Content.Edge;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// All systems of one simulated company. Names are unique across all kinds of components, and everything that
/// is named exists.
public final class Estate {

    private final Map<String, Component> components = new LinkedHashMap<>();
    private final List<Volume> volumes;
    private final List<Edge> dependencies;
    // Asked for at every measurement, so found once.
    private final Map<String, List<Service>> servicesOn = new HashMap<>();
    private final Map<String, List<Database>> databasesOn = new HashMap<>();
    private final Map<String, List<String>> calls = new HashMap<>();

    /// @param dependencies who calls whom: services call services and databases
    /// @throws IllegalArgumentException when a name occurs twice or names nothing
    public Estate(List<? extends Component> components, List<Volume> volumes, List<Edge> dependencies) {
        for (var component : components)
            if (this.components.put(component.name(), component) != null)
                throw new IllegalArgumentException("two components are named '" + component.name() + "'");
        this.volumes = List.copyOf(volumes);
        this.dependencies = List.copyOf(dependencies);
        for (var service : services())
            for (var host : service.hosts()) need(Host.class, host, "service '" + service.name() + "'");
        for (var database : databases()) need(Host.class, database.host(), "database '" + database.name() + "'");
        for (var volume : volumes) need(Host.class, volume.host(), "volume '" + volume.mount() + "'");
        for (var edge : dependencies) {
            need(Service.class, edge.from(), "a dependency");
            if (find(Service.class, edge.to()).isEmpty()) need(Database.class, edge.to(), "a dependency");
        }
        for (var service : services())
            for (var host : service.hosts())
                servicesOn.computeIfAbsent(host, _ -> new ArrayList<>()).add(service);
        for (var database : databases())
            databasesOn.computeIfAbsent(database.host(), _ -> new ArrayList<>()).add(database);
        for (var edge : dependencies)
            calls.computeIfAbsent(edge.from(), _ -> new ArrayList<>()).add(edge.to());
    }

    private void need(Class<? extends Component> kind, String name, String where) {
        if (find(kind, name).isEmpty())
            throw new IllegalArgumentException(
                    where + " names the " + kind.getSimpleName().toLowerCase(java.util.Locale.ROOT) + " '" + name
                            + "', which does not exist");
    }

    public List<Component> components() {
        return List.copyOf(components.values());
    }

    public Optional<Component> component(String name) {
        return Optional.ofNullable(components.get(name));
    }

    public List<Host> hosts() {
        return all(Host.class).toList();
    }

    public List<Service> services() {
        return all(Service.class).toList();
    }

    public List<Database> databases() {
        return all(Database.class).toList();
    }

    public List<Link> links() {
        return all(Link.class).toList();
    }

    public List<Volume> volumes() {
        return volumes;
    }

    public List<Edge> dependencies() {
        return dependencies;
    }

    public Optional<Host> host(String name) {
        return find(Host.class, name);
    }

    public Optional<Service> service(String name) {
        return find(Service.class, name);
    }

    public Optional<Database> database(String name) {
        return find(Database.class, name);
    }

    /// The services that run on a host.
    public List<Service> servicesOn(String host) {
        return Collections.unmodifiableList(servicesOn.getOrDefault(host, List.of()));
    }

    /// The databases that run on a host.
    public List<Database> databasesOn(String host) {
        return Collections.unmodifiableList(databasesOn.getOrDefault(host, List.of()));
    }

    /// The volumes of a host.
    public List<Volume> volumesOf(String host) {
        return volumes.stream().filter(v -> v.host().equals(host)).toList();
    }

    /// Whether a service or database runs on a host.
    public boolean runsOn(String name, String host) {
        return switch (components.get(name)) {
            case Service service -> service.hosts().contains(host);
            case Database database -> database.host().equals(host);
            case Host _, Link _ -> false;
            case null -> false;
        };
    }

    /// Those that call this component, directly.
    public List<Service> callersOf(String name) {
        return dependencies.stream()
                .filter(e -> e.to().equals(name))
                .flatMap(e -> service(e.from()).stream())
                .toList();
    }

    /// The names of those that this component calls, directly.
    public List<String> callsOf(String name) {
        return Collections.unmodifiableList(calls.getOrDefault(name, List.of()));
    }

    /// The services whose calls cross a link: its ends lie in the regions of caller and called.
    public List<Service> crossing(Link link) {
        return dependencies.stream()
                .filter(e -> linkOf(e).filter(link::equals).isPresent())
                .flatMap(e -> service(e.from()).stream())
                .distinct()
                .toList();
    }

    /// The services whose traffic goes over this part of the network: across a link, or through a host.
    public List<Service> travelling(String linkOrHost) {
        return switch (components.get(linkOrHost)) {
            case Link link -> crossing(link);
            case Host host -> servicesOn(host.name());
            case null, default -> List.of();
        };
    }

    /// The link that the calls of an edge cross: the first that joins the two regions.
    public Optional<Link> linkOf(Edge edge) {
        var from = regionOf(edge.from());
        var to = regionOf(edge.to());
        return from.equals(to)
                ? Optional.empty()
                : all(Link.class).filter(l -> l.joins(from, to)).findFirst();
    }

    /// The region of a component; empty where it has none.
    public String regionOf(String name) {
        return switch (components.get(name)) {
            case Host host -> host.region();
            case Service service -> service.region();
            case Database database -> regionOf(database.host());
            case Link _ -> "";
            case null -> "";
        };
    }

    /// Who calls whom, with the links between: a call that crosses a link depends on the link too.
    public List<Edge> graph() {
        var edges = new ArrayList<Edge>();
        for (var edge : dependencies) {
            edges.add(edge);
            linkOf(edge).ifPresent(link -> edges.add(new Edge(edge.from(), link.name())));
        }
        return edges.stream().distinct().toList();
    }

    /// Whether a component of this name, or a region, exists.
    public boolean knows(String name) {
        return components.containsKey(name) || regions().contains(name);
    }

    private java.util.Set<String> regions() {
        var regions = new HashSet<String>();
        hosts().forEach(h -> regions.add(h.region()));
        links().forEach(l -> regions.addAll(List.of(l.from(), l.to())));
        regions.remove("");
        return regions;
    }

    private <C extends Component> Stream<C> all(Class<C> kind) {
        return components.values().stream().filter(kind::isInstance).map(kind::cast);
    }

    private <C extends Component> Optional<C> find(Class<C> kind, String name) {
        return component(name).filter(kind::isInstance).map(kind::cast);
    }
}
