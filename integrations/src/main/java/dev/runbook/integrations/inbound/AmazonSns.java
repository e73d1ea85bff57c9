package dev.runbook.integrations.inbound;

import dev.runbook.integrations.edge.Answer;
import dev.runbook.integrations.edge.BaseUrl;
import dev.runbook.integrations.edge.Dialect;
import dev.runbook.integrations.edge.Edge;
import dev.runbook.integrations.edge.Outside;
import dev.runbook.integrations.edge.Rate;
import dev.runbook.integrations.edge.Request;
import dev.runbook.integrations.edge.Scrubber;
import dev.runbook.integrations.edge.Secret;
import dev.runbook.integrations.edge.Unanswered;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Amazon SNS, as far as it is asked about what it sends: the certificates it signs with, and the confirmation
/// of a subscription. Safe for use by many threads.
public final class AmazonSns implements Certificates {

    private static final Rate RATE = Rate.perMinute("sns", 60);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Outside outside;
    private final Edge edge;
    private final Map<URI, X509Certificate> known = new ConcurrentHashMap<>();

    public AmazonSns(Outside outside) {
        this.outside = outside;
        edge = outside.edge("sns");
    }

    @Override
    public Optional<PublicKey> keyAt(URI address) {
        var certificate =
                Optional.ofNullable(known.get(address)).or(() -> fetch(address).flatMap(this::parse));
        certificate.ifPresent(valid -> known.put(address, valid));
        return certificate.filter(this::isValid).map(X509Certificate::getPublicKey);
    }

    private Optional<X509Certificate> parse(String pem) {
        try {
            var bytes = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
            return CertificateFactory.getInstance("X.509").generateCertificate(bytes) instanceof X509Certificate x509
                    ? Optional.of(x509)
                    : Optional.empty();
        } catch (CertificateException e) {
            return Optional.empty();
        }
    }

    private boolean isValid(X509Certificate certificate) {
        try {
            certificate.checkValidity(Date.from(outside.clock().instant()));
            return true;
        } catch (CertificateException e) {
            return false;
        }
    }

    /// Says that we want what a subscription brings.
    ///
    /// @return whether Amazon took it
    public boolean confirm(URI address) {
        return fetch(address).isPresent();
    }

    private Optional<String> fetch(URI address) {
        var path = address.getRawPath() + (address.getRawQuery() == null ? "" : "?" + address.getRawQuery());
        var origin = new BaseUrl(URI.create(address.getScheme() + "://" + address.getRawAuthority()));
        try {
            return Optional.of(outside.http(edge, origin, new Plain(), new Scrubber(List.of()))
                    .sendForText(Request.get(RATE, path), edge.patience(TIMEOUT))
                    .text());
        } catch (Unanswered e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /// Nothing is proved to Amazon here.
    private record Plain() implements Dialect {
        @Override
        public Map<String, Secret> credentials() {
            return Map.of();
        }

        @Override
        public Map<String, String> headers() {
            return Map.of("Accept", "*/*");
        }

        @Override
        public Complaint complaint(Answer answer) {
            return Complaint.NONE;
        }
    }
}
