package dev.runbook.core.operation;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// All operations that can be called, by name.
public final class Catalogue {

    /// In the order of names.
    private final Map<OperationName, Operation> operations;

    /// @throws IllegalArgumentException when two operations have one name
    public Catalogue(Collection<Operation> operations) {
        var byName = new TreeMap<OperationName, Operation>();
        for (var operation : operations)
            if (byName.put(operation.name(), operation) != null)
                throw new IllegalArgumentException("two operations are named " + operation.name());
        this.operations = new LinkedHashMap<>(byName);
    }

    public Optional<Operation> find(OperationName name) {
        return Optional.ofNullable(operations.get(name));
    }

    /// @throws IllegalArgumentException when there is none
    public Operation get(OperationName name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("no operation " + name));
    }

    /// Every operation, in the order of names.
    public List<Operation> all() {
        return List.copyOf(operations.values());
    }
}
