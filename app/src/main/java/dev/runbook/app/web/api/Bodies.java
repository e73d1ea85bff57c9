package dev.runbook.app.web.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What requests carry. A field that is not named here is refused.
final class Bodies {

    private Bodies() {}

    @Schema(name = "Report")
    record Report(
            @Schema(
                    description = "The problem in plain words",
                    maxLength = 20_000,
                    requiredMode = Schema.RequiredMode.REQUIRED,
                    example = "checkout is slow since ten o'clock")
            @Nullable
            String text,

            @Schema(description = "The host it is about, where known", example = "web-1") @Nullable
            String host,

            @Schema(description = "The service it is about, where known", example = "checkout") @Nullable
            String service,

            @Schema(description = "Where it happens", defaultValue = "production") @Nullable
            String environment,

            @Schema(description = "Free labels, at most 50") @Nullable
            Map<String, @Nullable String> labels,

            @Schema(description = "The simulated world it happens in; mock mode only", example = "high_cpu") @Nullable
            String scenario) {}

    @Schema(name = "AlertIn")
    record AlertIn(
            @Schema(
                    description = "The name of the alert rule",
                    requiredMode = Schema.RequiredMode.REQUIRED,
                    example = "HighLatency")
            @Nullable
            String name,

            @Schema(description = "What it says, for people", example = "p95 is 2.4 s") @Nullable
            String text,

            @Schema(description = "The host it is about, where known", example = "web-1") @Nullable
            String host,

            @Schema(description = "The service it is about, where known", example = "checkout") @Nullable
            String service,

            @Schema(description = "Where it fires", defaultValue = "production") @Nullable
            String environment,

            @Schema(
                    description = "How bad its author thinks it is",
                    allowableValues = {"low", "medium", "high", "critical"},
                    defaultValue = "medium")
            @Nullable
            String severity,

            @Schema(
                    description = "Whether it fires or is over",
                    allowableValues = {"firing", "resolved"},
                    defaultValue = "firing")
            @Nullable
            String status,

            @Schema(description = "Since when it fires; now when left out") @Nullable
            Instant startedAt,

            @Schema(
                    description = "The same for every word about one outbreak of it; its name and place when left out",
                    example = "checkout-latency-17")
            @Nullable
            String key,

            @Schema(description = "Free labels, at most 50") @Nullable
            Map<String, @Nullable String> labels) {}

    @Schema(name = "Call")
    record Call(
            @Schema(
                    description = "An operation that changes something, by its name",
                    requiredMode = Schema.RequiredMode.REQUIRED,
                    example = "compute.restart_service")
            @Nullable
            String operation,

            @Schema(description = "Its parameters by name") @Nullable
            Map<String, @Nullable Object> parameters,

            @Schema(description = "Where it is done", defaultValue = "production") @Nullable
            String environment,

            @Schema(description = "The simulated world it is done in; mock mode only", example = "high_cpu") @Nullable
            String scenario,

            @Schema(description = "Why; kept in the journal") @Nullable
            String reason) {}

    @Schema(name = "User")
    record User(
            @Schema(description = "The login name of a new account; left out when one is changed") @Nullable
            String name,

            @Schema(description = "The name to show; the login name when left out") @Nullable
            String displayName,

            @Schema(
                    description = "What they may do",
                    allowableValues = {"viewer", "responder", "approver", "commander", "administrator"},
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String role,

            @Schema(description = "The services they may act on, * stands for anything; every one when left out")
            @Nullable
            List<String> services,

            @Schema(description = "The environments they may act in; every one when left out") @Nullable
            List<String> environments) {}

    @Schema(name = "TokenWish")
    record TokenWish(
            @Schema(description = "What it is for", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String label,

            @Schema(description = "The highest role it acts with; yours when left out") @Nullable
            String role,

            @Schema(
                    description = "How many days it counts, from 1 to 365; no longer than the token that asks",
                    defaultValue = "30")
            @Nullable
            Integer days) {}

    @Schema(name = "Correction")
    record Correction(
            @Schema(description = "What kind of problem it is", example = "database") @Nullable
            String category,

            @Schema(
                    description = "How bad it is",
                    allowableValues = {"low", "medium", "high", "critical"})
            @Nullable
            String severity,

            @Schema(description = "The id of the runbook to follow instead") @Nullable
            String runbook,

            @Schema(description = "The kind of cause to go by, with component", example = "memory_leak") @Nullable
            String cause,

            @Schema(description = "Where that cause sits", example = "checkout") @Nullable
            String component,

            @Schema(description = "Why; kept in the journal") @Nullable
            String reason) {}

    @Schema(name = "Attachment")
    record Attachment(
            @Schema(
                    description = "Where the ticket is",
                    allowableValues = {"ticketing", "issue_tracking"},
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String where,

            @Schema(
                    description = "The ticket's number or key",
                    requiredMode = Schema.RequiredMode.REQUIRED,
                    example = "INC0010023")
            @Nullable
            String ticket) {}

    @Schema(name = "Decision")
    record Decision(
            @Schema(
                    description = "What you decide",
                    allowableValues = {"approve", "deny", "veto"},
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String decision,

            @Schema(
                    description =
                            "The hash of the plan you saw; must be given with approve, and an approval of another plan does not count")
            @Nullable
            String planHash,

            @Schema(description = "Why; kept in the journal") @Nullable
            String reason) {}

    @Schema(name = "Answers")
    record Answers(
            @Schema(
                    description = "The answers by name",
                    requiredMode = Schema.RequiredMode.REQUIRED,
                    example = "{\"go_on\": true}")
            @Nullable
            Map<String, @Nullable Object> answers) {}

    @Schema(name = "Stop")
    record Stop(
            @Schema(
                    description = "Why all execution must stop, for everybody who is held up by it",
                    requiredMode = Schema.RequiredMode.REQUIRED,
                    maxLength = 1000)
            @Nullable
            String reason) {}

    @Schema(name = "Resumption")
    record Resumption(
            @Schema(description = "Why it may go on", maxLength = 1000) @Nullable
            String reason) {}

    @Schema(name = "Attestation")
    record Attestation(
            @Schema(
                    description = "Whether the change happened that nobody knew about",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            Boolean happened,

            @Schema(description = "How you know") @Nullable String note) {}

    @Schema(name = "Plan")
    record Plan(
            @Schema(
                    description = "The file's name, which gives the runbook its id unless its text does",
                    requiredMode = Schema.RequiredMode.REQUIRED,
                    example = "high_cpu.yaml")
            @Nullable
            String file,

            @Schema(description = "The runbook in YAML", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String text,

            @Schema(description = "Whether to carry out the steps that only look", defaultValue = "false") @Nullable
            Boolean gather) {}

    @Schema(name = "Resolution")
    record Resolution(
            @Schema(description = "How it was resolved", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String how) {}

    @Schema(name = "Closing")
    record Closing(
            @Schema(description = "A last remark") @Nullable String note) {}

    @Schema(name = "ChatTurn")
    record ChatTurn(
            @Schema(description = "What was asked") @Nullable
            String asked,

            @Schema(description = "What was answered") @Nullable
            String answered) {}

    @Schema(name = "ChatQuestion")
    record ChatQuestion(
            @Schema(
                    description = "The question in plain words",
                    maxLength = 4_000,
                    requiredMode = Schema.RequiredMode.REQUIRED,
                    example = "why is checkout slow?")
            @Nullable
            String question,

            @Schema(description = "The incident it is about; none for a fresh problem", example = "INC-7x2k9qd")
            @Nullable
            String incident,

            @Schema(description = "The conversation so far; the latest 20 turns count") @Nullable
            List<ChatTurn> earlier) {}

    @Schema(name = "Lesson")
    record Lesson(
            @Schema(description = "The kind of cause, such as memory_leak; the diagnosis's when left out") @Nullable
            String cause,

            @Schema(description = "Where the cause sat; as the diagnosis says when left out") @Nullable
            String component,

            @Schema(description = "What else there is to be known") @Nullable
            String note) {}

    @Schema(name = "Forgetting")
    record Forgetting(@Schema(description = "Why") @Nullable String reason) {}

    @Schema(name = "Remark")
    record Remark(
            @Schema(description = "The comment", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String text) {}
}
