package dev.runbook.integrations.world;

/// A version of a service that was put into operation.
///
/// @param at seconds since the start
public record Release(double at, String service, String version, String previous, String author, String summary) {}
