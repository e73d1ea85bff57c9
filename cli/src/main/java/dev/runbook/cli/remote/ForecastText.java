package dev.runbook.cli.remote;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What a runbook would do, as people read it.
final class ForecastText {

    private final List<String> lines = new ArrayList<>();

    private ForecastText() {}

    /// @param forecast as the API gives it
    static String of(JsonNode forecast) {
        var text = new ForecastText();
        text.whole(forecast);
        return String.join("\n", text.lines);
    }

    private void whole(JsonNode forecast) {
        lines.add(text(forecast, "name") + " (" + text(forecast, "runbook") + ", version "
                + text(forecast, "version").substring(0, 12) + "). Nothing was executed.");
        for (var line : forecast.path("survey")) lines.add("survey: " + line.asString());
        int number = 1;
        for (var step : forecast.path("steps")) step(String.valueOf(number++), "", step);
        lines.add("");
        lines.add("Then: " + text(forecast, "ending") + ".");
    }

    /// The steps of a runbook that is called stand below the step that calls it: 3.1, 3.2, …
    private void step(String number, String margin, JsonNode step) {
        lines.add("");
        lines.add(margin + number + ". " + text(step, "step") + " (" + text(step, "action") + "): " + fate(step));
        int first = lines.size();
        for (var call : step.path("calls")) detail("calls", call(call));
        some(step, "approval").ifPresent(approval -> detail("gate", gate(approval)));
        some(step, "checks").ifPresent(this::checks);
        for (var note : step.path("notes")) detail("note", note.asString());
        for (var unknown : step.path("unknown"))
            detail("not known", text(unknown, "name") + ": " + text(unknown, "how"));
        for (int line = first; line < lines.size(); line++) lines.set(line, margin + lines.get(line));
        int inner = 1;
        for (var inside : step.path("inside")) step(number + "." + inner++, margin + "  ", inside);
    }

    private void detail(String what, String text) {
        lines.add("     " + what + " ".repeat(Math.max(1, 11 - what.length())) + text);
    }

    private static String fate(JsonNode step) {
        var because = text(step, "because");
        return switch (text(step, "fate")) {
            case "done" -> "done";
            case "runs" -> "runs";
            case "depends" -> "runs if " + because;
            case "passed_over" -> "is passed over: " + because;
            case "fails" -> "fails: " + because;
            case String other -> other;
        };
    }

    private static String call(JsonNode call) {
        return text(call, "operation") + " " + call.path("parameters")
                + some(call, "target").map(target -> " on " + target.asString()).orElse("");
    }

    private static String gate(JsonNode approval) {
        var rules = new ArrayList<String>();
        approval.path("rules").forEach(rule -> rules.add(rule.asString()));
        return text(approval, "risk") + " risk: " + tier(approval.path("gate")) + " (" + String.join("; ", rules) + ")";
    }

    private static String tier(JsonNode gate) {
        return switch (text(gate, "kind")) {
            case "at_once" -> "runs at once";
            case "unless_vetoed" -> "runs unless vetoed within " + text(gate, "window");
            case "approvals" ->
                gate.path("quorum").asInt() == 1
                        ? "one operator approves"
                        : gate.path("quorum").asInt() + " operators approve"
                                + (gate.path("requesterMayApprove").asBoolean() ? "" : ", not the one who reported it");
            case "forbidden" -> "is forbidden";
            case String other -> other;
        };
    }

    private void checks(JsonNode checks) {
        detail(
                "success",
                some(checks, "success").map(JsonNode::asString).orElse("the incident's symptoms are gone") + ", after "
                        + text(checks, "settle"));
        some(checks, "harm").ifPresent(harm -> detail("harm", harm.asString()));
        detail("undo", some(checks, "undo").map(ForecastText::call).orElse("the runbook names none"));
    }

    private static Optional<JsonNode> some(JsonNode node, String field) {
        return node.hasNonNull(field) ? Optional.of(node.path(field)) : Optional.empty();
    }

    private static String text(JsonNode node, String field) {
        return some(node, field).map(JsonNode::asString).orElse("");
    }
}
