package dev.runbook.integrations.edge;

import dev.runbook.integrations.registry.ConfigurationException;
import java.util.Map;
import java.util.Optional;

/// The configured variables, as a live client reads them when it is made. Its `toString` shows no value.
public final class Variables {

    private final Map<String, String> values;

    public Variables(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    /// The value of a variable; empty when it is not set, or blank.
    public Optional<String> optional(String name) {
        return Optional.ofNullable(values.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /// The value of a variable that must be set.
    ///
    /// @throws ConfigurationException naming it
    public String required(String name) {
        return optional(name).orElseThrow(() -> new ConfigurationException(name + " is not set"));
    }

    /// A credential that must be set.
    public Secret secret(String name) {
        return new Secret(required(name));
    }

    /// The base URL that a variable gives, or the vendor's own.
    ///
    /// @throws ConfigurationException when it is no URL that may be used
    public BaseUrl url(String name, String vendors) {
        return BaseUrl.parse(name, optional(name).orElse(vendors));
    }

    @Override
    public String toString() {
        return "Variables" + values.keySet();
    }
}
