package dev.runbook.ml.offline.cases;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// A made-up system: layers of services on hosts, databases below, one partner outside, one link between sites.
record GeneratedEstate(
        List<String> services,
        List<String> hosts,
        List<String> databases,
        String partner,
        String link,
        Map<String, Set<String>> calls,
        Map<String, String> hostOf) {

    private static final List<String> FIRST = List.of(
            "quartz", "maple", "ember", "delta", "onyx", "harbor", "lumen", "pine", "comet", "birch", "atlas", "fjord");

    private static final List<String> SECOND =
            List.of("api", "gateway", "worker", "svc", "engine", "router", "bff", "core", "feed", "mailer");

    static GeneratedEstate of(Random random) {
        var names = new ArrayList<String>();
        for (var first : FIRST) names.add(first + "-" + Vocabulary.one(SECOND, random));
        Collections.shuffle(names, random);
        int count = 6 + random.nextInt(4);
        var services = List.copyOf(names.subList(0, count));
        var databases = random.nextBoolean() ? List.of("ledger-db") : List.of("ledger-db", "stock-mysql");
        var hosts = new ArrayList<String>();
        for (int i = 0; i < count / 2 + 2 + databases.size(); i++) hosts.add("n" + (10 + i) + ".dc");
        var partner = "paygrid-external";
        var calls = new LinkedHashMap<String, Set<String>>();
        for (int i = 0; i < count; i++) {
            var callees = new LinkedHashSet<String>();
            // Layers: each calls one or two further down.
            if (i + 1 < count) callees.add(services.get(i + 1 + random.nextInt(Math.min(3, count - i - 1))));
            if (i + 2 < count && random.nextBoolean())
                callees.add(services.get(count - 1 - random.nextInt(count - i - 1)));
            if (i >= count / 2) callees.add(Vocabulary.one(databases, random));
            if (i == count / 2) callees.add(partner);
            calls.put(services.get(i), callees);
        }
        var hostOf = new LinkedHashMap<String, String>();
        int appHosts = hosts.size() - databases.size();
        for (int i = 0; i < count; i++) hostOf.put(services.get(i), hosts.get(i % appHosts));
        for (int i = 0; i < databases.size(); i++) hostOf.put(databases.get(i), hosts.get(appHosts + i));
        return new GeneratedEstate(services, hosts, databases, partner, "link-north-south", calls, hostOf);
    }

    /// Who calls it, directly.
    List<String> callersOf(String component) {
        return calls.entrySet().stream()
                .filter(e -> e.getValue().contains(component))
                .map(Map.Entry::getKey)
                .toList();
    }

    List<String> on(String host) {
        return hostOf.entrySet().stream()
                .filter(e -> e.getValue().equals(host))
                .map(Map.Entry::getKey)
                .toList();
    }

    /// A service that neither needs the component nor is needed by it, nor shares its host; or the last one.
    String bystander(String component) {
        return services.stream()
                .filter(s -> !s.equals(component)
                        && !reaches(s, component)
                        && !reaches(component, s)
                        && !hostOf.get(s).equals(hostOf.getOrDefault(component, component)))
                .findFirst()
                .orElse(services.getFirst());
    }

    private boolean reaches(String from, String to) {
        return calls.getOrDefault(from, Set.of()).stream().anyMatch(c -> c.equals(to) || reaches(c, to));
    }
}
