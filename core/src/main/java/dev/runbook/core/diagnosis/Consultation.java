package dev.runbook.core.diagnosis;

import java.time.Duration;

/// One question to a language model and what came of it, kept so that it can be counted, read and replayed without a
/// key. Nothing in it is secret: what was sent had been masked, and what came back is masked again.
///
/// @param model the model's id
/// @param prompt the prompt and its version, such as `diagnosis/1`
/// @param input what was said to the model since the question before it of the same task, masked
/// @param outcome what came back
/// @param usage how many tokens it took
/// @param costMicros what it cost, in millionths of a US dollar; 0 when the price is unknown or there is none
/// @param latency how long the answer took, further tries included
public record Consultation(
        Task task,
        String model,
        String prompt,
        String input,
        Outcome outcome,
        Usage usage,
        long costMicros,
        Duration latency) {

    /// What a model is asked for.
    public enum Task {
        CLASSIFY,
        DIAGNOSE,
        REFUTE,
        RECOMMEND,
        SUMMARIZE,
        CHAT
    }

    /// What came back.
    public sealed interface Outcome {
        /// The model answered.
        ///
        /// @param output its words and the tools it asked for, masked
        /// @param stop why it stopped, in the vendor's word
        record Answered(String output, String stop) implements Outcome {}

        /// There was no answer.
        ///
        /// @param reason for people; holds no secret
        record Failed(String reason) implements Outcome {}
    }

    /// Tokens, each at least 0.
    ///
    /// @param input read at the full price
    /// @param output written
    /// @param cacheRead read from the provider's cache
    /// @param cacheWritten written to the provider's cache
    public record Usage(long input, long output, long cacheRead, long cacheWritten) {
        public static final Usage NONE = new Usage(0, 0, 0, 0);

        public long total() {
            return input + output + cacheRead + cacheWritten;
        }
    }
}
