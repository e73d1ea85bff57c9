package dev.runbook.ml.bundle;

/// One component calls another.
public record Dependency(String from, String to) {}
