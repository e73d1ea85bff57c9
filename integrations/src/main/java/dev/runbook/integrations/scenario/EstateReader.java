package dev.runbook.integrations.scenario;

import dev.runbook.core.evidence.Content.Edge;
import dev.runbook.integrations.estate.Component;
import dev.runbook.integrations.estate.Database;
import dev.runbook.integrations.estate.Estate;
import dev.runbook.integrations.estate.Host;
import dev.runbook.integrations.estate.Link;
import dev.runbook.integrations.estate.Service;
import dev.runbook.integrations.estate.Volume;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Reads the estate of a scenario file, and fills in what it leaves out.
final class EstateReader {

    private static final long GIB = 1L << 30;

    private EstateReader() {}

    static Estate estate(Section s) {
        var hosts = s.list("hosts", EstateReader::host);
        var regions = hosts.stream().collect(Collectors.toMap(Host::name, Host::region, (a, _) -> a));
        var services = s.list("services", item -> service(item, regions));
        var edges = s.list("dependencies", d -> new Edge(d.text("from"), d.text("to")));
        var components = new ArrayList<Component>(hosts);
        components.addAll(services);
        components.addAll(s.list("databases", item -> database(item, edges)));
        components.addAll(s.list("links", EstateReader::link));
        return new Estate(components, volumes(hosts, s.list("volumes", EstateReader::volume)), edges);
    }

    private static Host host(Section s) {
        return new Host(
                s.text("name"), s.text("region", ""), s.optionalWhole("cpus").orElse(8), s.text("role", "application"));
    }

    private static Service service(Section s, Map<String, String> regions) {
        var hosts = s.texts("hosts");
        var home = hosts.isEmpty() ? "" : regions.getOrDefault(hosts.getFirst(), "");
        return new Service(
                s.text("name"),
                hosts,
                s.text("region", home),
                s.text("version", "1.0.0"),
                s.optionalText("previous_version"),
                s.optionalWhole("replicas").orElse(Math.max(1, hosts.size())),
                s.text("process", s.text("name")),
                s.text("team", "platform"),
                new Service.Load(
                        s.number("requests_per_second", 80),
                        s.number("latency_ms", 90),
                        s.number("error_percent", 0.3),
                        s.number("cpu_percent", 20),
                        s.number("memory_percent", 20)));
    }

    private static Database database(Section s, List<Edge> edges) {
        var name = s.text("name");
        int max = s.optionalWhole("max_connections").orElse(200);
        var clients = new LinkedHashMap<>(s.wholes("clients"));
        var callers =
                edges.stream().filter(e -> e.to().equals(name)).map(Edge::from).toList();
        for (var caller : callers) clients.putIfAbsent(caller, Math.max(1, max * 3 / 10 / callers.size()));
        return new Database(
                name, s.text("host"), s.text("engine", "postgresql"), max, s.number("latency_ms", 6), clients);
    }

    private static Link link(Section s) {
        var between = s.texts("between");
        if (between.size() != 2) throw new IllegalArgumentException("'between' must name two regions");
        return new Link(s.text("name"), between.get(0), between.get(1), s.number("rtt_ms", 80));
    }

    private static Volume volume(Section s) {
        return new Volume(
                s.text("host"),
                s.text("mount", "/"),
                bytes(s.number("size_gb")),
                s.list("folders", EstateReader::folder));
    }

    private static Volume.Folder folder(Section s) {
        return new Volume.Folder(
                s.text("path"), bytes(s.number("gb")), s.text("kind", "data"), s.truth("safe_to_delete", false));
    }

    /// Every host has at least one volume; how full it is differs from host to host.
    private static List<Volume> volumes(List<Host> hosts, List<Volume> declared) {
        var all = new ArrayList<>(declared);
        for (var host : hosts)
            if (declared.stream().noneMatch(v -> v.host().equals(host.name()))) all.add(ordinary(host.name()));
        return all;
    }

    private static Volume ordinary(String host) {
        long data = 12L + Math.floorMod(host.hashCode(), 17);
        return new Volume(
                host,
                "/",
                80 * GIB,
                List.of(
                        new Volume.Folder("/usr", 9 * GIB, "system", false),
                        new Volume.Folder("/var/lib", data * GIB, "data", false),
                        new Volume.Folder("/var/log", 5 * GIB, "logs", true),
                        new Volume.Folder("/tmp", GIB, "temporary", true)));
    }

    private static long bytes(double gigabytes) {
        return Math.round(gigabytes * GIB);
    }
}
