package dev.runbook.core.operation;

/// Names an operation: a capability and a method, as `compute.restart_service`.
public record OperationName(Capability capability, String method) implements Comparable<OperationName> {
    public OperationName {
        if (!method.matches("[a-z][a-z0-9_]*")) throw new IllegalArgumentException("not a method name: " + method);
    }

    @Override
    public int compareTo(OperationName other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return capability.key() + "." + method;
    }
}
