package dev.runbook.integrations.aws;

import dev.runbook.core.signing.SignatureV4;
import dev.runbook.integrations.edge.Answer;
import dev.runbook.integrations.edge.Dialect;
import dev.runbook.integrations.edge.Fault;
import dev.runbook.integrations.edge.Nodes;
import dev.runbook.integrations.edge.Secret;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// How AWS speaks HTTP: every request is signed, and what is wrong is in a code, not in the status.
final class AwsDialect implements Dialect {

    private static final Pattern CODE = Pattern.compile("<Code>([^<]*)</Code>");
    private static final Pattern MESSAGE = Pattern.compile("<Message>([^<]*)</Message>", Pattern.CASE_INSENSITIVE);

    private static final Set<String> THROTTLED = Set.of(
            "Throttling",
            "ThrottlingException",
            "ThrottledException",
            "RequestThrottled",
            "RequestThrottledException",
            "RequestLimitExceeded",
            "TooManyRequestsException",
            "SlowDown",
            "PriorRequestNotComplete",
            "LimitExceededException",
            "BandwidthLimitExceeded");
    private static final Set<String> UNAUTHORISED = Set.of(
            "UnauthorizedOperation",
            "AuthFailure",
            "InvalidClientTokenId",
            "SignatureDoesNotMatch",
            "UnrecognizedClientException",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException",
            "IncompleteSignature",
            "IncompleteSignatureException",
            "InvalidSignatureException",
            "OptInRequired",
            "NotAuthorized");
    private static final Set<String> BROKEN = Set.of(
            "InternalError",
            "InternalFailure",
            "InternalServerError",
            "InternalServiceError",
            "InternalServiceFault",
            "ServerException",
            "ServiceUnavailable",
            "ServiceUnavailableException",
            "Unavailable",
            "RequestTimeout");

    private final Optional<SignatureV4> signature;

    /// @param signature empty for the few actions that nobody signs
    AwsDialect(Optional<SignatureV4> signature) {
        this.signature = signature;
    }

    /// The signature says who asks; there is nothing else to send.
    @Override
    public Map<String, Secret> credentials() {
        return Map.of();
    }

    @Override
    public Map<String, String> headers() {
        return Map.of("Accept", "*/*");
    }

    @Override
    public Map<String, String> signature(
            String method, URI address, Map<String, String> headers, String body, Instant now) {
        var signed = new TreeMap<String, String>();
        headers.forEach((name, value) -> {
            var lower = name.toLowerCase(Locale.ROOT);
            if (lower.equals("content-type") || lower.startsWith("x-amz-")) signed.put(lower, value);
        });
        return signature.map(one -> one.headers(address, signed, body, now)).orElseGet(Map::of);
    }

    @Override
    public Complaint complaint(Answer answer) {
        var message = Nodes.text(answer.body(), "message")
                .or(() -> Nodes.text(answer.body(), "Message"))
                .or(() -> first(MESSAGE, answer.text()))
                .orElse("");
        var code = code(answer);
        return new Complaint(code, message.isEmpty() ? code : code.isEmpty() ? message : code + ": " + message);
    }

    @Override
    public String remedy(Fault.Kind kind, Answer answer) {
        if (kind != Fault.Kind.UNAUTHORISED) return "";
        var code = code(answer);
        if (code.startsWith("AccessDenied") || code.equals("UnauthorizedOperation"))
            return "the role or user behind the keys lacks this permission";
        if (code.startsWith("ExpiredToken"))
            return "the keys are over; renew AWS_SESSION_TOKEN, or use a profile or a role";
        return "check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, or the profile or role";
    }

    /// JSON has it in `__type` behind a name space, XML in `Code`.
    private static String code(Answer answer) {
        return Nodes.text(answer.body(), "__type")
                .or(() -> Nodes.text(answer.body(), "code"))
                .or(() -> answer.header("x-amzn-ErrorType"))
                .map(type -> type.replaceFirst("^.*#", "").replaceFirst(":.*$", ""))
                .or(() -> first(CODE, answer.text()))
                .orElse("");
    }

    private static Optional<String> first(Pattern pattern, String text) {
        var found = pattern.matcher(text);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    @Override
    public Optional<Fault.Kind> kind(Answer answer) {
        var code = code(answer);
        if (THROTTLED.contains(code)) return Optional.of(Fault.Kind.RATE_LIMITED);
        if (UNAUTHORISED.contains(code) || code.startsWith("AccessDenied") || code.startsWith("ExpiredToken"))
            return Optional.of(Fault.Kind.UNAUTHORISED);
        if (BROKEN.contains(code)) return Optional.of(Fault.Kind.BROKEN);
        if (code.contains("NotFound") || code.contains("DoesNotExist")) return Optional.of(Fault.Kind.ABSENT);
        return Optional.empty();
    }
}
