package dev.runbook.core.runbook;

/// An expression in CEL, as written, and where.
public record Expression(String source, Position position) {}
