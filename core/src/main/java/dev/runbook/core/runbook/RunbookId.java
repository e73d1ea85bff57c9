package dev.runbook.core.runbook;

/// Names a runbook within its library: the file name without `.yaml`, or the runbook's own `id`.
public record RunbookId(String id) implements Comparable<RunbookId> {
    public RunbookId {
        if (!id.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}"))
            throw new IllegalArgumentException("not a runbook id: " + id);
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
