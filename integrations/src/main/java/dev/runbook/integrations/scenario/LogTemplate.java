package dev.runbook.integrations.scenario;

/// A line that the simulated components write.
///
/// @param message may hold `{component}`, `{n}`, `{ms}`, `{id}` and the words of a fault
/// @param perMinute how often, on average
public record LogTemplate(String level, String message, double perMinute) {}
