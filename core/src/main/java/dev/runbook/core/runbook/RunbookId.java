package dev.runbook.core.runbook;

import java.util.regex.Pattern;

/// Names a runbook within its library: the file name without `.yaml`, or the runbook's own `id`.
public record RunbookId(String id) implements Comparable<RunbookId> {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}");

    public RunbookId {
        if (!SHAPE.matcher(id).matches()) throw new IllegalArgumentException("not a runbook id: " + id);
    }

    @Override
    public int compareTo(RunbookId other) {
        return id.compareTo(other.id);
    }

    @Override
    public String toString() {
        return id;
    }
}
