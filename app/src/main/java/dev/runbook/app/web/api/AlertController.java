package dev.runbook.app.web.api;

import dev.runbook.app.web.Backend;
import dev.runbook.app.web.view.AlertLine;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.Alert;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.intake.AlertBook;
import dev.runbook.core.intake.AlertIntake;
import dev.runbook.core.intake.AlertRecord;
import dev.runbook.core.intake.Arrival;
import dev.runbook.core.value.Digest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Takes alerts of monitoring systems in that have no webhook of their own, and lists all that came.
@RestController
@RequestMapping("/api/v1/alerts")
@Tag(name = "Alerts", description = "Alerts in, deduplicated, and joined to what is open already")
class AlertController {

    private static final int MAX_NAME = 253;

    private final Backend backend;

    AlertController(Backend backend) {
        this.backend = backend;
    }

    /// What became of an alert.
    ///
    /// @param incident the incident that it is of; empty when it is the end of an alert that was never here
    /// @param fate what it did: opened, deduplicated, correlated, ended, or unknown
    /// @param counted whether it was counted; not when the same word came a moment ago, or is the end of one
    record Receipt(Optional<String> incident, String fate, boolean counted) {}

    /// One page of a list.
    ///
    /// @param total how many there are on all pages
    record ListView(List<AlertLine> items, long total, int limit, int offset) {}

    @PostMapping
    @Operation(
            summary = "Take an alert in",
            description = "One that fires opens an incident, unless it repeats one of an open incident, on which it is"
                    + " counted then, or is of the service or host of an open incident, or of what these call, which"
                    + " it joins then. One that is resolved is noted. When the answer comes, it is durable; the same"
                    + " alert sent again within ten minutes is not counted twice. Needs the role responder.",
            responses = @ApiResponse(responseCode = "202", description = "It is written down"))
    ResponseEntity<Receipt> take(@RequestBody Bodies.AlertIn body, Principal who) {
        var arrival = arrival(body, backend.pace().now(), who.getName());
        return ResponseEntity.accepted()
                .body(
                        switch (backend.intake().take(arrival, new Actor.Operator(who.getName()))) {
                            case AlertIntake.Taken.Fired(var incident, var fate, var again) ->
                                new Receipt(Optional.of(incident.id()), lower(fate), !again);
                            case AlertIntake.Taken.Ended(var incident) ->
                                new Receipt(Optional.of(incident.id()), "ended", false);
                            case AlertIntake.Taken.Unknown _ -> new Receipt(Optional.empty(), "unknown", false);
                        });
    }

    private static Arrival arrival(Bodies.AlertIn body, Instant now, String who) {
        var checks = new Checks();
        var name = checks.text("name", body.name(), MAX_NAME);
        var text = checks.optionalText("text", body.text(), ProblemReport.MAX_TEXT / 2)
                .orElse("");
        var host = checks.optionalText("host", body.host(), MAX_NAME);
        var service = checks.optionalText("service", body.service(), MAX_NAME);
        var environment =
                checks.optionalText("environment", body.environment(), 100).orElse("production");
        var severity = Optional.ofNullable(body.severity())
                .flatMap(value -> checks.constant("severity", value, Severity.class))
                .orElse(Severity.MEDIUM);
        var firing = body.status() == null || body.status().equals("firing");
        if (!firing && !"resolved".equals(body.status()))
            checks.wrong("status", "cannot be '" + body.status() + "'; it is firing or resolved");
        var key = checks.optionalText("key", body.key(), 500);
        var labels = new TreeMap<>(checks.labels("labels", body.labels()));
        return checks.then(() -> {
            var component = service.or(() -> host).orElse(Alert.NOWHERE);
            var started = Optional.ofNullable(body.startedAt()).orElse(now);
            var alert = new Alert(name, component, text, severity, started, labels);
            var report = new ProblemReport(
                    text.isBlank() ? name : name + ": " + text, host, service, environment, List.of(alert), labels);
            var outbreak =
                    "api/" + key.orElseGet(() -> environment + "/" + name + "/" + component + "/" + host.orElse(""));
            var word = Digest.of(who + "\n" + outbreak + "\n" + body).hex();
            return new Arrival(word, outbreak, true, firing, report);
        });
    }

    @GetMapping
    @Operation(summary = "List alerts", description = "Every alert that was taken in, the newest first.")
    ListView list(
            @Parameter(description = "Only with one of these fates, separated by commas", example = "deduplicated")
                    @RequestParam(required = false)
                    @Nullable
                    List<String> fate,
            @Parameter(description = "Only since then") @RequestParam(required = false) @Nullable Instant since,
            @Parameter(description = "Only where this occurs in the name, component, source or incident")
                    @RequestParam(required = false)
                    @Nullable
                    String q,
            @Parameter(description = "How many, from 1 to 200") @RequestParam(defaultValue = "50") int limit,
            @Parameter(description = "How many of the newest to pass over") @RequestParam(defaultValue = "0")
                    int offset) {
        var checks = new Checks();
        Set<AlertRecord.Fate> fates = fate == null
                ? Set.of()
                : fate.stream()
                        .flatMap(value -> checks.constant("fate", value, AlertRecord.Fate.class).stream())
                        .collect(Collectors.toSet());
        var text = checks.optionalText("q", q, 200).orElse("");
        if (limit < 1 || limit > 200) checks.wrong("limit", "is " + limit + ", must be from 1 to 200");
        if (offset < 0) checks.wrong("offset", "is " + offset + ", must not be negative");
        var page = backend.alerts()
                .list(checks.then(() -> new AlertBook.Query(
                        fates, Optional.ofNullable(since).orElse(Instant.EPOCH), text, limit, offset)));
        return new ListView(page.alerts().stream().map(AlertLine::of).toList(), page.total(), limit, offset);
    }

    private static String lower(AlertRecord.Fate fate) {
        return fate.name().toLowerCase(Locale.ROOT);
    }
}
