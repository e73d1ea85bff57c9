package dev.runbook.integrations.edge;

import java.time.InstantSource;
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

    /// The same, with certificates of one's own trusted instead of the public ones.
    ///
    /// @param pem the certificates of those who sign
    public Outside trusting(String pem) {
        return new Outside(JdkWire.trusting(pem), limits, clock, sleeper, dice);
    }

    /// HTTP to one host of a vendor.
    public VendorHttp http(Edge edge, BaseUrl base, Dialect dialect, Scrubber scrubber) {
        return new VendorHttp(edge, wire, base, dialect, scrubber);
    }
}
