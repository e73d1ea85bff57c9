package dev.runbook.integrations.inbound;

import java.time.Instant;

/// Reads the webhooks of one kind of sender. Pure, and safe for use by many threads.
public interface Hook {

    /// Says what a delivery is. Nothing in it is believed before it is verified.
    Verdict read(Delivery delivery, Instant now);
}
