package dev.runbook.ml.bundle;

import java.time.Instant;

/// Something that people or machines changed: a deployment, a setting, the size of a service.
public record Change(Instant time, String component, String kind, String summary, String author) {}
