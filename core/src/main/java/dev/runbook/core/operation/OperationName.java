package dev.runbook.core.operation;

import java.util.regex.Pattern;

/// Names an operation: a capability and a method, as `compute.restart_service`.
public record OperationName(Capability capability, String method) implements Comparable<OperationName> {
    private static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9_]*");

    public OperationName {
        if (!SHAPE.matcher(method).matches()) throw new IllegalArgumentException("not a method name: " + method);
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
