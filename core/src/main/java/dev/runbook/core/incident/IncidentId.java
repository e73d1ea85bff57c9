package dev.runbook.core.incident;

import java.util.regex.Pattern;

/// Names one incident, for people and machines alike: `INC-` and a short run of digits or lower-case letters.
public record IncidentId(String id) implements Comparable<IncidentId> {
    private static final Pattern SHAPE = Pattern.compile("INC-[0-9a-z]{1,32}");

    public IncidentId {
        if (!SHAPE.matcher(id).matches()) throw new IllegalArgumentException("not an incident id: " + id);
    }

    @Override
    public int compareTo(IncidentId other) {
        return id.compareTo(other.id);
    }

    @Override
    public String toString() {
        return id;
    }
}
