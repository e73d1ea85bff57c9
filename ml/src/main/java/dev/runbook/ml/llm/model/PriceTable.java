package dev.runbook.ml.llm.model;

import dev.runbook.core.diagnosis.Consultation;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What tokens cost, by the beginning of a model's id. Prices change; `RUNBOOK_ML_PRICES` overrides them.
public final class PriceTable {

    /// US dollars for a million tokens, which are millionths of a dollar for one.
    ///
    /// @param cacheRead for tokens from the prompt cache
    /// @param cacheWrite for tokens put there
    record Price(double input, double output, double cacheRead, double cacheWrite) {
        /// What Anthropic charges for its cache: a tenth to read, a quarter more to write.
        static Price cachedLikeAnthropic(double input, double output) {
            return new Price(input, output, input / 10, input * 1.25);
        }
    }

    /// From https://platform.claude.com/docs/en/about-claude/models/overview, read on 2026-11-23.
    private static final Map<String, Price> LISTED = Map.of(
            "claude-sonnet-5", Price.cachedLikeAnthropic(2, 10),
            "claude-opus-5-5", Price.cachedLikeAnthropic(4, 20),
            "claude-opus-5", Price.cachedLikeAnthropic(5, 25),
            "claude-fable-5", Price.cachedLikeAnthropic(10, 50),
            "claude-haiku-4-5", Price.cachedLikeAnthropic(1, 5));

    private final Map<String, Price> prices;

    private PriceTable(Map<String, Price> prices) {
        this.prices = prices;
    }

    /// The listed prices.
    public static PriceTable listed() {
        return new PriceTable(LISTED);
    }

    /// The listed prices under those of a text such as `my-model=0.5/1.5,other=2/8`: dollars for a million
    /// tokens in and out.
    ///
    /// @throws IllegalArgumentException when the text is something else
    public static PriceTable with(String text) {
        var prices = new TreeMap<>(LISTED);
        for (var entry : text.split(",", -1)) {
            var parts = entry.strip().split("[=/]", -1);
            try {
                prices.put(
                        parts[0].strip(),
                        Price.cachedLikeAnthropic(Double.parseDouble(parts[1]), Double.parseDouble(parts[2])));
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                throw new IllegalArgumentException("'" + entry + "' is no price; write it as model=2/10", e);
            }
        }
        return new PriceTable(prices);
    }

    /// What an answer cost, in millionths of a US dollar; 0 when the model has no price here.
    public long costMicros(String model, Consultation.Usage usage) {
        return price(model)
                .map(price -> Math.round(usage.input() * price.input()
                        + usage.output() * price.output()
                        + usage.cacheRead() * price.cacheRead()
                        + usage.cacheWritten() * price.cacheWrite()))
                .orElse(0L);
    }

    /// The longest beginning counts; what stands before `claude-` in the ids of Bedrock does not.
    private Optional<Price> price(String model) {
        int claude = model.indexOf("claude-");
        var plain = claude < 0 ? model : model.substring(claude);
        return prices.keySet().stream()
                .filter(plain::startsWith)
                .max(Comparator.comparingInt(String::length))
                .map(prices::get);
    }
}
