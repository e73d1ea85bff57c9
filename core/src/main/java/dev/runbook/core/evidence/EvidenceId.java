package dev.runbook.core.evidence;

import java.util.regex.Pattern;

/// Names one piece of evidence within its incident: `ev-1`, `ev-2`, in the order of gathering.
public record EvidenceId(String id) implements Comparable<EvidenceId> {
    private static final Pattern SHAPE = Pattern.compile("ev-[1-9][0-9]{0,8}");

    public EvidenceId {
        if (!SHAPE.matcher(id).matches()) throw new IllegalArgumentException("not an evidence id: " + id);
    }

    /// The id of the n-th piece of evidence of an incident, counted from 1.
    public static EvidenceId number(int n) {
        return new EvidenceId("ev-" + n);
    }

    /// Its place in the order of gathering, from 1.
    public int number() {
        return Integer.parseInt(id.substring(3));
    }

    @Override
    public int compareTo(EvidenceId other) {
        return Integer.compare(number(), other.number());
    }

    @Override
    public String toString() {
        return id;
    }
}
