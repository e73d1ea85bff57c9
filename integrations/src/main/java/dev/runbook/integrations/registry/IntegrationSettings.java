package dev.runbook.integrations.registry;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What every integration is: simulated, live or off.
///
/// @param modes by the integration's name
/// @param variables everything that was configured, for the clients to take their credentials from
public record IntegrationSettings(Map<String, Mode> modes, Map<String, String> variables) {

    /// What an integration can be.
    public enum Mode {
        MOCK,
        LIVE,
        /// It answers nothing.
        OFF
    }

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
            modes.put(
                    known.name(),
                    isSet(variable, variables) ? own(known, variables) : unless(known, fallback, variables));
        }
        return new IntegrationSettings(modes, variables);
    }

    /// The mode of an integration.
    public Mode modeOf(KnownIntegration known) {
        return modes.getOrDefault(known.name(), Mode.OFF);
    }

    private static Mode own(KnownIntegration known, Map<String, String> variables) {
        var mode = mode(known.modeVariable(), variables);
        if (mode == Mode.MOCK && !known.simulated())
            throw new ConfigurationException(known.modeVariable() + "=mock, but " + known.name()
                    + " cannot be simulated; set it to live or off");
        return mode;
    }

    /// What cannot be simulated is off, and is live only where it is configured.
    private static Mode unless(KnownIntegration known, Mode fallback, Map<String, String> variables) {
        if (known.simulated()) return fallback;
        var configured = known.signs().stream().anyMatch(variable -> isSet(variable, variables));
        return fallback == Mode.LIVE && configured ? Mode.LIVE : Mode.OFF;
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
        // Others' variables may well be off.
        return Arrays.stream(Mode.values())
                .filter(m -> m != Mode.OFF)
                .anyMatch(m -> m.name().equalsIgnoreCase(value.strip()));
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
