package dev.runbook.integrations.aws.credentials;

import dev.runbook.integrations.edge.Variables;
import dev.runbook.integrations.registry.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The profiles of [the shared config and credentials
/// files](https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html).
/// What the credentials file says of a profile goes before what the config file says.
///
/// @param profiles by name, each with its settings
record SharedFiles(Map<String, Map<String, String>> profiles) {

    private static final String FALLBACK = "default";

    /// Reads `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE`, or those in the home folder.
    ///
    /// @throws ConfigurationException when a file that is named, or is there, cannot be read
    static SharedFiles read(Variables variables) {
        var profiles = new TreeMap<String, Map<String, String>>();
        var home = Path.of(variables.optional("HOME").orElseGet(() -> System.getProperty("user.home", ".")), ".aws");
        take(profiles, file(variables, "AWS_CONFIG_FILE", home.resolve("config")), true);
        take(profiles, file(variables, "AWS_SHARED_CREDENTIALS_FILE", home.resolve("credentials")), false);
        return new SharedFiles(profiles);
    }

    private static Optional<Path> file(Variables variables, String variable, Path usual) {
        var named = variables.optional(variable).map(Path::of);
        if (named.isPresent() && !Files.isReadable(named.get()))
            throw new ConfigurationException(variable + "=" + named.get() + " cannot be read; correct it, or unset it");
        return named.or(() -> Optional.of(usual).filter(Files::isReadable));
    }

    private static void take(Map<String, Map<String, String>> profiles, Optional<Path> file, boolean config) {
        if (file.isEmpty()) return;
        try {
            String section = null;
            for (var line : Files.readAllLines(file.get())) {
                var text = line.strip();
                if (text.isEmpty() || text.startsWith("#") || text.startsWith(";")) continue;
                if (text.startsWith("[")) {
                    section = profile(text.replaceFirst("^\\[\\s*", "").replaceFirst("\\s*\\].*$", ""), config);
                    continue;
                }
                int equals = text.indexOf('=');
                // What is indented belongs to the setting above, such as the settings of s3.
                if (section == null || equals < 1 || Character.isWhitespace(line.charAt(0))) continue;
                profiles.computeIfAbsent(section, _ -> new LinkedHashMap<>())
                        .put(
                                text.substring(0, equals).strip(),
                                text.substring(equals + 1).strip());
            }
        } catch (IOException e) {
            throw new ConfigurationException("AWS's file " + file.get() + " cannot be read: " + e.getMessage());
        }
    }

    /// In the config file profiles are called `[profile name]`; other sections are something else.
    private static @org.jspecify.annotations.Nullable String profile(String title, boolean config) {
        if (!config || title.equals(FALLBACK)) return title;
        return title.startsWith("profile ")
                ? title.substring("profile ".length()).strip()
                : null;
    }

    /// The name of the profile that is wanted.
    static String wanted(Variables variables) {
        return variables
                .optional("AWS_PROFILE")
                .or(() -> variables.optional("AWS_DEFAULT_PROFILE"))
                .orElse(FALLBACK);
    }

    Optional<Map<String, String>> profile(String name) {
        return Optional.ofNullable(profiles.get(name));
    }
}
