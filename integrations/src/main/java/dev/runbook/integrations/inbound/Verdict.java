package dev.runbook.integrations.inbound;

import java.net.URI;
import java.util.List;

/// What a webhook turned out to be.
public sealed interface Verdict {

    /// It is genuine and tells this.
    record Signals(List<Signal> signals) implements Verdict {
        public Signals {
            signals = List.copyOf(signals);
        }
    }

    /// It is genuine, and its sender wants this address to be fetched as a proof that we want more.
    record Handshake(URI fetch) implements Verdict {}

    /// It is genuine and of no interest here.
    record Ignored(String why) implements Verdict {}

    /// It is not believed. Its sender learns no more than that.
    record Refused(String why) implements Verdict {}

    /// It is genuine, and not what its sender's documentation says.
    record Malformed(String why) implements Verdict {}
}
