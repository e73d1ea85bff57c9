package dev.runbook.integrations;

import dev.runbook.integrations.scenario.Scenario;

/// A small estate that tests put faults into.
public final class Samples {

    private static final String ESTATE = """
            {"hosts": [{"name": "h1", "region": "north"}, {"name": "h2", "region": "north"},
                       {"name": "h3", "region": "south"}, {"name": "h4", "region": "north"}],
             "services": [
               {"name": "front", "hosts": ["h1"], "replicas": 2, "team": "web"},
               {"name": "middle", "hosts": ["h1", "h2"], "version": "2.0", "previous_version": "1.9"},
               {"name": "worker", "hosts": ["h2"]},
               {"name": "far", "hosts": ["h3"]},
               {"name": "partner", "version": "n/a"}],
             "databases": [{"name": "db", "host": "h4", "max_connections": 100}],
             "volumes": [{"host": "h2", "mount": "/var", "size_gb": 100, "folders": [
               {"path": "/var/lib", "gb": 40, "kind": "data"},
               {"path": "/var/log/worker", "gb": 4, "kind": "logs", "safe_to_delete": true},
               {"path": "/var/tmp", "gb": 2, "kind": "temporary", "safe_to_delete": true}]}],
             "links": [{"name": "wire", "between": ["north", "south"]}],
             "dependencies": [{"from": "front", "to": "middle"}, {"from": "middle", "to": "db"},
               {"from": "worker", "to": "db"}, {"from": "middle", "to": "far"}, {"from": "front", "to": "partner"}]}
            """;

    private Samples() {}

    /// A scenario with these faults.
    ///
    /// @param faults in JSON, without the brackets
    public static Scenario sick(String faults) {
        return scenario("sample", faults, "");
    }

    /// A scenario with these faults and more sections.
    ///
    /// @param more further keys in JSON, each with a comma behind it
    public static Scenario scenario(String name, String faults, String more) {
        return Scenario.parse("sample.json", """
                {"name": "%s", "seed": 5, "report": {"text": "front is slow", "service": "front"}, %s
                 "estate": %s, "faults": [%s],
                 "expected": {"category": "unknown", "severity": "low", "outcome": "escalated"}}
                """.formatted(name, more, ESTATE, faults));
    }
}
