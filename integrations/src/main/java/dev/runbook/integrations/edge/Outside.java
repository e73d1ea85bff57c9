package dev.runbook.integrations.edge;

import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// What every live client needs to reach its vendor, shared by all of them.
///
/// @param wire one HTTP client, so that connections are used again
/// @param limits how much every vendor is given
/// @param clock the real time
/// @param dice for jitter; safe for use by many threads
public record Outside(JdkWire wire, Limits limits, InstantSource clock, Sleeper sleeper, RandomGenerator dice) {

    /// A new edge towards a vendor.
    public Edge edge(String vendor) {
        return new Edge(vendor, limits, clock, sleeper, dice);
    }

    /// The same, with certificates of one's own.
    ///
    /// @param authorities those that are trusted instead of the public ones, as PEM; the public ones when
    ///     empty
    /// @param own what is shown when a server asks who we are
    public Outside with(Optional<String> authorities, Optional<ClientCertificate> own) {
        if (authorities.isEmpty() && own.isEmpty()) return this;
        return new Outside(JdkWire.with(authorities, own), limits, clock, sleeper, dice);
    }

    /// HTTP to one host of a vendor.
    public VendorHttp http(Edge edge, BaseUrl base, Dialect dialect, Scrubber scrubber) {
        return new VendorHttp(edge, wire, base, dialect, scrubber);
    }
}
