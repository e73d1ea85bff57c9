package dev.runbook.integrations.registry;

import dev.runbook.core.capability.Integration.Mode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The mode of every integration.
///
/// @param modes by the integration's name
/// @param variables everything that was configured, for the clients to take their credentials from
public record IntegrationSettings(Map<String, Mode> modes, Map<String, String> variables) {

    /// The variable that gives the mode of all integrations.
    public static final String MODE = "RUNBOOK_MODE";

    public IntegrationSettings {
        modes = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(modes));
        variables = Map.copyOf(variables);
    }

    /// Reads the settings from the environment, merged with `.env`. Without any, everything is simulated.
    ///
    /// @throws ConfigurationException when a mode is unknown, or is set for an integration that does not exist
    public static IntegrationSettings read(Map<String, String> variables) {
        refuseUnknown(variables);
        var fallback = variables.containsKey(MODE) ? mode(MODE, variables) : Mode.MOCK;
        var modes = new LinkedHashMap<String, Mode>();
        for (var known : KnownIntegration.ALL) {
            var variable = known.modeVariable();
            modes.put(known.name(), isSet(variable, variables) ? mode(variable, variables) : fallback);
        }
        return new IntegrationSettings(modes, variables);
    }

    /// A variable such as `DATADGO_MODE=live` means us, but no integration; one with other values is somebody
    /// else's.
    private static void refuseUnknown(Map<String, String> variables) {
        var known = KnownIntegration.ALL.stream()
                .map(KnownIntegration::modeVariable)
                .toList();
        for (var variable : new TreeMap<>(variables).entrySet()) {
            var name = variable.getKey();
            if (!name.endsWith("_MODE") || name.equals(MODE) || known.contains(name)) continue;
            if (isMode(variable.getValue()))
                throw new ConfigurationException(name + "=" + variable.getValue() + " names no integration; there are "
                        + String.join(", ", known));
        }
    }

    private static boolean isSet(String variable, Map<String, String> variables) {
        return !variables.getOrDefault(variable, "").isBlank();
    }

    private static boolean isMode(String value) {
        return Arrays.stream(Mode.values()).anyMatch(m -> m.name().equalsIgnoreCase(value.strip()));
    }

    private static Mode mode(String variable, Map<String, String> variables) {
        var value = variables.getOrDefault(variable, "");
        return Arrays.stream(Mode.values())
                .filter(m -> m.name().equalsIgnoreCase(value.strip()))
                .findFirst()
                .orElseThrow(() -> new ConfigurationException(variable + "=" + value + " is no mode; allowed are "
                        + Arrays.stream(Mode.values())
                                .map(m -> m.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))));
    }

    /// The first credential that a live client of this integration would miss, if any.
    java.util.Optional<String> missingCredential(KnownIntegration integration) {
        return integration.credentials().stream()
                .filter(variable -> !isSet(variable, variables))
                .findFirst();
    }
}
