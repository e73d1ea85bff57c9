package dev.runbook.ml.llm.model;

import dev.runbook.core.diagnosis.Consultation.Task;
import dev.runbook.core.operation.Durations;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which models answer, where, and how much they may take.
///
/// @param base where they are asked, without a slash at the end
/// @param variables the credentials and regions, by the names of their variables
/// @param models the id of the model of each task
/// @param limits what one task may take
/// @param budget what one incident may take
/// @param prices what their tokens cost
/// @param secrets text that must never leave: every credential that the system holds
/// @param keys what requests to AWS are signed with, where they are
public record ModelSettings(
        ModelVendor vendor,
        URI base,
        Map<String, Secret> variables,
        Map<Task, String> models,
        Limits limits,
        Budget budget,
        PriceTable prices,
        List<Secret> secrets,
        Optional<AwsKeys> keys) {

    /// The model that is asked unless another one is named.
    public static final String DEFAULT_CLAUDE = "claude-sonnet-5-5";

    /// Every variable that is read here.
    public static final Set<String> VARIABLES = Set.of(
            "RUNBOOK_ML_ENGINE",
            "RUNBOOK_ML_MODEL",
            "RUNBOOK_ML_MODEL_CLASSIFY",
            "RUNBOOK_ML_MODEL_DIAGNOSE",
            "RUNBOOK_ML_MODEL_RECOMMEND",
            "RUNBOOK_ML_MODEL_SUMMARIZE",
            "RUNBOOK_ML_MODEL_CHAT",
            "RUNBOOK_ML_MAX_CALLS",
            "RUNBOOK_ML_MAX_TOKENS",
            "RUNBOOK_ML_MAX_COST",
            "RUNBOOK_ML_MAX_TIME",
            "RUNBOOK_ML_CALL_TIMEOUT",
            "RUNBOOK_ML_INCIDENT_CALLS",
            "RUNBOOK_ML_INCIDENT_TOKENS",
            "RUNBOOK_ML_INCIDENT_COST",
            "RUNBOOK_ML_INCIDENT_TIME",
            "RUNBOOK_ML_PRICES",
            "ANTHROPIC_API_KEY",
            "ANTHROPIC_AUTH_TOKEN",
            "ANTHROPIC_BASE_URL",
            "OPENAI_API_KEY",
            "OPENAI_BASE_URL",
            "OLLAMA_BASE_URL",
            "BEDROCK_BASE_URL",
            "AWS_BEARER_TOKEN_BEDROCK");

    private static final Set<String> SECRETIVE = Set.of("KEY", "TOKEN", "PASSWORD", "SECRET");

    public ModelSettings {
        variables = Map.copyOf(variables);
        models = Map.copyOf(models);
        secrets = List.copyOf(secrets);
    }

    /// What a set of variables says.
    public sealed interface Reading {
        /// No model is asked.
        record Offline() implements Reading {}

        /// These models are asked.
        record Online(ModelSettings settings) implements Reading {}

        /// It cannot be used.
        ///
        /// @param reasons one line each, which names the variable; never empty
        record Wrong(List<String> reasons) implements Reading {
            public Wrong {
                reasons = List.copyOf(reasons);
            }
        }
    }

    /// Reads the variables; blank ones count as absent. Keys of AWS are in variables alone.
    public static Reading read(Map<String, String> variables) {
        return read(variables, Optional.empty());
    }

    /// Reads the variables; blank ones count as absent.
    ///
    /// @param chain where keys of AWS come from when no variable holds them
    public static Reading read(Map<String, String> variables, Optional<AwsKeys.Chain> chain) {
        var reader = new Reader(variables, chain, new ArrayList<>());
        var engine = reader.text("RUNBOOK_ML_ENGINE").orElse("offline");
        if (engine.equals("offline")) return new Reading.Offline();
        var vendor = ModelVendor.ofKey(engine);
        if (vendor.isEmpty())
            return new Reading.Wrong(List.of("RUNBOOK_ML_ENGINE=" + engine
                    + " is no engine; use offline, anthropic, openai-compatible, ollama or bedrock"));
        var settings = reader.settings(vendor.get());
        return reader.wrong().isEmpty() ? new Reading.Online(settings) : new Reading.Wrong(reader.wrong());
    }

    /// A secret or a region.
    Optional<Secret> variable(String name) {
        return Optional.ofNullable(variables.get(name));
    }

    private record Reader(Map<String, String> all, Optional<AwsKeys.Chain> chain, List<String> wrong) {

        Optional<String> text(String name) {
            return Optional.ofNullable(all.get(name)).map(String::strip).filter(value -> !value.isEmpty());
        }

        ModelSettings settings(ModelVendor vendor) {
            var needed = new java.util.TreeMap<String, Secret>();
            var base = switch (vendor) {
                case ANTHROPIC -> {
                    if (text("ANTHROPIC_AUTH_TOKEN").isEmpty()) need("ANTHROPIC_API_KEY", vendor);
                    keep(needed, "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN");
                    yield withoutVersion(address("ANTHROPIC_BASE_URL", "https://api.anthropic.com"));
                }
                case OPENAI_COMPATIBLE -> {
                    var address = address("OPENAI_BASE_URL", "https://api.openai.com/v1");
                    if (!loopback(address)) need("OPENAI_API_KEY", vendor);
                    keep(needed, "OPENAI_API_KEY");
                    yield address;
                }
                case OLLAMA -> URI.create(withoutVersion(address("OLLAMA_BASE_URL", "http://127.0.0.1:11434")) + "/v1");
                case BEDROCK -> {
                    var known = text("AWS_REGION").or(() -> chain.flatMap(one -> one.region(all)));
                    if (known.isEmpty()) need("AWS_REGION", vendor);
                    var region = known.orElse("us-east-1");
                    needed.put("AWS_REGION", new Secret(region));
                    keep(needed, "AWS_BEARER_TOKEN_BEDROCK");
                    yield address("BEDROCK_BASE_URL", "https://bedrock-runtime." + region + ".amazonaws.com");
                }
            };
            return new ModelSettings(
                    vendor, base, needed, models(vendor), limits(), budget(), prices(), secrets(), keys(vendor));
        }

        /// Those in variables come first, as everywhere with AWS.
        private Optional<AwsKeys> keys(ModelVendor vendor) {
            if (vendor != ModelVendor.BEDROCK
                    || text("AWS_BEARER_TOKEN_BEDROCK").isPresent()) return Optional.empty();
            if (text("AWS_ACCESS_KEY_ID").isEmpty() && chain.isPresent()) return fromElsewhere(chain.get());
            need("AWS_ACCESS_KEY_ID", vendor);
            need("AWS_SECRET_ACCESS_KEY", vendor);
            var pair = new AwsKeys.Pair(
                    text("AWS_ACCESS_KEY_ID").orElse(""),
                    new Secret(text("AWS_SECRET_ACCESS_KEY").orElse("")),
                    text("AWS_SESSION_TOKEN").map(Secret::new));
            return Optional.of(() -> pair);
        }

        private Optional<AwsKeys> fromElsewhere(AwsKeys.Chain chain) {
            if (!wrong.isEmpty()) return Optional.empty();
            try {
                return Optional.of(chain.keys(all));
            } catch (IllegalArgumentException e) {
                wrong.add(e.getMessage());
                return Optional.empty();
            }
        }

        private void need(String name, ModelVendor vendor) {
            if (text(name).isEmpty()) wrong.add(name + " is missing; RUNBOOK_ML_ENGINE=" + vendor.key() + " needs it");
        }

        private void keep(Map<String, Secret> kept, String... names) {
            for (var name : names) text(name).ifPresent(value -> kept.put(name, new Secret(value)));
        }

        private URI address(String name, String fallback) {
            var text = text(name).orElse(fallback).replaceAll("/+$", "");
            try {
                var address = new URI(text);
                if (address.getRawQuery() != null) {
                    wrong.add(name + " has a query; give the address alone, as https://host/v1");
                    return URI.create(fallback);
                }
                var scheme = String.valueOf(address.getScheme());
                if (address.getHost() != null
                        && (scheme.equals("https") || (scheme.equals("http") && loopback(address)))) return address;
                wrong.add(name + "=" + text
                        + (scheme.equals("http")
                                ? " would send the key in the clear; use https (http only on this machine)"
                                : " is no address; write it as https://host"));
            } catch (URISyntaxException e) {
                wrong.add(name + "=" + text + " is no address; write it as https://host");
            }
            return URI.create(fallback);
        }

        /// Some clients want the address with the version of the API, and some without.
        private static URI withoutVersion(URI address) {
            return URI.create(address.toString().replaceFirst("/v1$", ""));
        }

        private static boolean loopback(URI address) {
            var host = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT);
            return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
        }

        private Map<Task, String> models(ModelVendor vendor) {
            var usual = text("RUNBOOK_ML_MODEL")
                    .or(() -> vendor == ModelVendor.ANTHROPIC ? Optional.of(DEFAULT_CLAUDE) : Optional.empty());
            var models = new EnumMap<Task, String>(Task.class);
            for (var task : Task.values()) {
                var own = task == Task.REFUTE ? Task.DIAGNOSE : task;
                text("RUNBOOK_ML_MODEL_" + own.name()).or(() -> usual).ifPresent(id -> models.put(task, id));
            }
            if (models.size() < Task.values().length)
                wrong.add(
                        "RUNBOOK_ML_MODEL is missing; RUNBOOK_ML_ENGINE=" + vendor.key() + " needs the id of a model");
            return models;
        }

        private Limits limits() {
            var standard = Limits.STANDARD;
            return new Limits(
                    (int) number("RUNBOOK_ML_MAX_CALLS", standard.calls(), 1, 1000),
                    (long) number("RUNBOOK_ML_MAX_TOKENS", (double) standard.tokens(), 1, 100_000_000),
                    Math.round(number("RUNBOOK_ML_MAX_COST", standard.costMicros() / 1e6, 0, 10_000) * 1e6),
                    duration("RUNBOOK_ML_MAX_TIME", standard.time()),
                    duration("RUNBOOK_ML_CALL_TIMEOUT", standard.callTimeout()));
        }

        private Budget budget() {
            var standard = Budget.STANDARD;
            return new Budget(
                    (int) number("RUNBOOK_ML_INCIDENT_CALLS", standard.calls(), 1, 100_000),
                    (long) number("RUNBOOK_ML_INCIDENT_TOKENS", (double) standard.tokens(), 1, 1_000_000_000),
                    Math.round(number("RUNBOOK_ML_INCIDENT_COST", standard.costMicros() / 1e6, 0, 100_000) * 1e6),
                    duration("RUNBOOK_ML_INCIDENT_TIME", standard.time()));
        }

        private double number(String name, double fallback, double least, double most) {
            var given = text(name);
            if (given.isEmpty()) return fallback;
            try {
                double number = Double.parseDouble(given.get());
                if (number >= least && number <= most) return number;
            } catch (NumberFormatException _) {
                // said below
            }
            wrong.add(name + "=" + given.get() + " must be a number from " + (long) least + " to " + (long) most);
            return fallback;
        }

        private Duration duration(String name, Duration fallback) {
            var given = text(name);
            if (given.isEmpty()) return fallback;
            var duration = Durations.parse(given.get()).filter(Duration::isPositive);
            if (duration.isEmpty()) wrong.add(name + "=" + given.get() + " is no duration; write it as 90s, 15m or 2h");
            return duration.orElse(fallback);
        }

        private PriceTable prices() {
            try {
                return text("RUNBOOK_ML_PRICES").map(PriceTable::with).orElseGet(PriceTable::listed);
            } catch (IllegalArgumentException e) {
                wrong.add("RUNBOOK_ML_PRICES: " + e.getMessage());
                return PriceTable.listed();
            }
        }

        /// Short values are words, not secrets, and would be masked everywhere; so would numbers of tokens
        /// and names of files.
        private List<Secret> secrets() {
            return all.entrySet().stream()
                    .filter(variable -> !variable.getKey().endsWith("_TOKENS")
                            && !variable.getKey().endsWith("_FILE"))
                    .filter(variable -> SECRETIVE.stream().anyMatch(variable.getKey()::contains))
                    .map(variable -> variable.getValue().strip())
                    .filter(value -> value.length() >= 8)
                    .map(Secret::new)
                    .toList();
        }
    }
}
