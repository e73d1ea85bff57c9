package dev.runbook.integrations.edge;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Sends one HTTP request and brings back its answer.
interface Wire {

    /// What is sent.
    ///
    /// @param headers with the credentials
    /// @param body empty for none
    record Outgoing(String method, URI uri, Map<String, String> headers, String body) {}

    /// What came back.
    ///
    /// @param cut whether the body was longer than allowed and is cut
    record Incoming(int status, Map<String, List<String>> headers, String body, boolean cut) {}

    /// Sends a request.
    ///
    /// @param time how long all of it may take, the body included
    /// @param bodyBytes how many bytes of the body are read
    /// @throws Broken when no whole answer came
    Incoming send(Outgoing request, Duration time, int bodyBytes) throws Broken, InterruptedException;

    /// No whole answer came.
    final class Broken extends Exception {
        private static final long serialVersionUID = 1L;

        private final boolean sent;

        /// @param how for people, without what was sent
        /// @param sent whether the request may have arrived
        Broken(String how, boolean sent) {
            super(how, null, false, false);
            this.sent = sent;
        }

        boolean sent() {
            return sent;
        }

        String how() {
            return String.valueOf(getMessage());
        }
    }
}
