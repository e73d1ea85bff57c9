package dev.runbook.integrations.edge;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// HTTP to one host of one vendor: base URL, credentials and dialect in one, every call through the edge.
/// Safe for use by many threads.
public final class VendorHttp {

    private static final JsonMapper JSON = JsonMapper.shared();

    /// Longer ones are cut: a complaint is for people.
    private static final int COMPLAINT_LENGTH = 300;

    private final Edge edge;
    private final Wire wire;
    private final BaseUrl base;
    private final Dialect dialect;
    private final Scrubber scrubber;

    /// @param scrubber takes the vendor's secrets out of whatever comes back
    public VendorHttp(Edge edge, JdkWire wire, BaseUrl base, Dialect dialect, Scrubber scrubber) {
        this(edge, (Wire) wire, base, dialect, scrubber);
    }

    VendorHttp(Edge edge, Wire wire, BaseUrl base, Dialect dialect, Scrubber scrubber) {
        this.edge = edge;
        this.wire = wire;
        this.base = base;
        this.dialect = dialect;
        this.scrubber = scrubber;
    }

    public Edge edge() {
        return edge;
    }

    public BaseUrl base() {
        return base;
    }

    /// Sends a request whose answer is JSON, or has no body.
    ///
    /// @throws Unanswered when the answer is no success, or is no JSON
    public Answer send(Request request, Patience patience) throws Unanswered, InterruptedException {
        return edge.call(
                new Edge.Manner(request.rate(), request.repeatable()), patience, time -> once(request, time, true));
    }

    /// Sends a request whose answer is any text; its body as JSON is missing.
    public Answer sendForText(Request request, Patience patience) throws Unanswered, InterruptedException {
        return edge.call(
                new Edge.Manner(request.rate(), request.repeatable()), patience, time -> once(request, time, false));
    }

    private Answer once(Request request, Duration time, boolean json) throws Unanswered, InterruptedException {
        var body = request.content().map(Request.Content::text).orElse("");
        var address = base.at(request.target());
        var headers = headers(request);
        headers.putAll(dialect.signature(
                request.method(), address, headers, body, edge.clock().instant()));
        var outgoing = new Wire.Outgoing(request.method(), address, headers, body);
        Wire.Incoming incoming;
        try {
            incoming = wire.send(outgoing, time, edge.limits().bodyBytes());
        } catch (Wire.Broken broken) {
            throw new Unanswered(Fault.of(
                    broken.sent() ? Fault.Kind.LOST : Fault.Kind.UNREACHABLE,
                    edge.vendor() + " " + broken.how(),
                    request.changes()));
        }
        return judged(request, incoming, json);
    }

    private Map<String, String> headers(Request request) {
        var headers = new TreeMap<>(dialect.headers());
        dialect.credentials().forEach((name, secret) -> headers.put(name, secret.reveal()));
        request.content().ifPresent(content -> headers.put("Content-Type", content.type()));
        headers.putAll(request.headers());
        return headers;
    }

    private Answer judged(Request request, Wire.Incoming incoming, boolean json) throws Unanswered {
        var text = scrubber.clean(incoming.body());
        var parsed = incoming.cut() || !json ? Optional.<JsonNode>empty() : parse(text);
        var answer =
                new Answer(incoming.status(), incoming.headers(), text, parsed.orElseGet(MissingNode::getInstance));
        if (!answer.isSuccess()) throw new Unanswered(fault(kind(answer), answer, request));
        if (incoming.cut())
            throw unreadable(request, "more than " + edge.limits().bodyBytes() + " bytes; ask for less");
        if (json && !text.isBlank() && parsed.isEmpty()) throw unreadable(request, "something that is no JSON");
        if (!json) return answer;
        var disguised = dialect.disguised(answer);
        if (disguised.isPresent()) throw new Unanswered(fault(disguised.get(), answer, request));
        return answer;
    }

    private static Optional<JsonNode> parse(String text) {
        if (text.isBlank()) return Optional.empty();
        try {
            return Optional.of(JSON.readTree(text));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private Unanswered unreadable(Request request, String what) {
        return new Unanswered(Fault.of(
                Fault.Kind.UNREADABLE,
                edge.vendor() + " answered " + at(request) + " with " + what,
                request.changes()));
    }

    private static String at(Request request) {
        return request.method() + " " + request.path();
    }

    private Fault.Kind kind(Answer answer) {
        return dialect.kind(answer).orElseGet(() -> kind(answer.status()));
    }

    private static Fault.Kind kind(int status) {
        return switch (status) {
            case 401, 403 -> Fault.Kind.UNAUTHORISED;
            case 404, 410 -> Fault.Kind.ABSENT;
            case 429 -> Fault.Kind.RATE_LIMITED;
            // The vendor says that it never began.
            case 408, 425 -> Fault.Kind.BROKEN;
            default -> status >= 500 ? Fault.Kind.BROKEN : Fault.Kind.REJECTED;
        };
    }

    private Fault fault(Fault.Kind kind, Answer answer, Request request) {
        var complaint = dialect.complaint(answer);
        var now = edge.clock().instant();
        var wait = answer.header("Retry-After")
                .flatMap(text -> RetryAfter.parse(text, now))
                .or(() -> kind == Fault.Kind.RATE_LIMITED ? dialect.wait(answer, now) : Optional.empty());
        var words = scrubber.clean(complaint.message()).strip();
        if (words.length() > COMPLAINT_LENGTH) words = Cut.at(COMPLAINT_LENGTH, words) + "...";
        var remedy = dialect.remedy(kind, answer);
        var reason = edge.vendor() + " answered " + answer.status() + " to " + at(request)
                + (words.isEmpty() ? "" : ": " + words.replaceAll("\\s+", " "))
                + (remedy.isEmpty() ? "" : "; " + remedy);
        return new Fault(kind, reason, answer.status(), complaint.code(), wait, request.changes() && kind.leavesOpen());
    }
}
