package dev.runbook.app.web.hook;

import dev.runbook.app.intake.Webhooks;
import dev.runbook.app.web.Backend;
import dev.runbook.app.web.problem.Problem;
import dev.runbook.app.web.problem.ProblemException;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.integrations.inbound.Delivery;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Takes in what systems outside send. They do not sign in: each delivery carries a proof of its own.
@RestController
@RequestMapping("/api/v1/webhooks")
@Tag(name = "Webhooks", description = "What monitoring and other systems send by themselves")
class WebhookController {

    private final Webhooks webhooks;

    WebhookController(Backend backend) {
        webhooks = backend.webhooks();
    }

    /// What became of a delivery.
    ///
    /// @param incidents those that it is about
    /// @param begun how many of them it began
    /// @param note why nothing was done; empty when something was
    record Receipt(List<String> incidents, int begun, String note) {}

    @PostMapping("/{source}")
    @Operation(
            summary = "Take in a webhook",
            description = "The sender proves itself by a signature over the raw body or by a token; which, depends on"
                    + " the source. The same delivery may come several times.",
            responses = @ApiResponse(responseCode = "202", description = "It is in the journal"))
    ResponseEntity<Receipt> take(@PathVariable String source, HttpServletRequest request) throws IOException {
        // Not by a converter: of a form it would give what it made of it, and not what was signed.
        var delivery = new Delivery(headers(request), request.getInputStream().readAllBytes());
        var taken = webhooks.take(source, delivery)
                .orElseThrow(() -> new ProblemException(
                        Problem.NOT_FOUND,
                        "There is no webhook '" + source + "'; "
                                + (webhooks.sources().isEmpty()
                                        ? "none is configured"
                                        : "there are " + String.join(", ", webhooks.sources()))));
        return switch (taken) {
            case Webhooks.Taken.Incidents(var begun, var known, var over) ->
                ResponseEntity.accepted()
                        .body(new Receipt(
                                Stream.of(begun, known, over)
                                        .flatMap(List::stream)
                                        .map(IncidentId::id)
                                        .distinct()
                                        .collect(Collectors.toList()),
                                begun.size(),
                                over.isEmpty() ? "" : "it is noted that an alert is over"));
            case Webhooks.Taken.Nothing(var why) -> ResponseEntity.ok(new Receipt(List.of(), 0, why));
            case Webhooks.Taken.Refused _ ->
                throw new ProblemException(Problem.UNAUTHENTICATED, "The delivery does not prove who sent it");
            case Webhooks.Taken.Malformed(var why) ->
                throw new ProblemException(Problem.INVALID, "The delivery: " + why);
            case Webhooks.Taken.NotConfirmed _ ->
                throw new ProblemException(Problem.OUTSIDE_UNAVAILABLE, "The subscription could not be confirmed");
        };
    }

    /// The headers of a request, the first value of each.
    static Map<String, String> headers(HttpServletRequest request) {
        var headers = new TreeMap<String, String>();
        Collections.list(request.getHeaderNames()).forEach(name -> headers.put(name, request.getHeader(name)));
        return headers;
    }
}
