package dev.runbook.integrations.inbound;

import java.net.URI;
import java.security.PublicKey;
import java.util.Optional;

/// Fetches the certificates that Amazon signs with.
@FunctionalInterface
public interface Certificates {

    /// The key of the certificate at an address, which has been found to be Amazon's.
    ///
    /// @return empty when the certificate cannot be had, or is not valid now
    Optional<PublicKey> keyAt(URI address);
}
