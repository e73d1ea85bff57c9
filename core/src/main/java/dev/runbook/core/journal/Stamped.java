package dev.runbook.core.journal;

import dev.runbook.core.engine.Event;
import dev.runbook.core.incident.Actor;
import java.time.Instant;

/// An event with who caused it and when.
public record Stamped(Instant at, Actor actor, Event event) {}
