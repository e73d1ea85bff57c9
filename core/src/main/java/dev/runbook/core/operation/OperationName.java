package dev.runbook.core.operation;

import java.util.regex.Pattern;

/// Names an operation: a capability and a method, as `compute.restart_service`.
public record OperationName(Capability capability, String method) implements Comparable<OperationName> {
    private static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9_]*");

    public OperationName {
        if (!SHAPE.matcher(method).matches()) throw new IllegalArgumentException("not a method name: " + method);
    }

    /// The operation of this name.
    ///
    /// @param name such as `compute.restart_service`
    /// @throws IllegalArgumentException when it is no name of an operation
    public static OperationName of(String name) {
        var parts = name.split("\\.", 2);
        var capability = Capability.ofKey(parts[0])
                .orElseThrow(() -> new IllegalArgumentException("no capability of operation " + name));
        return new OperationName(capability, parts.length > 1 ? parts[1] : "");
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
