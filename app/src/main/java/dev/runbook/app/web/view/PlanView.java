package dev.runbook.app.web.view;

import dev.runbook.core.approval.Plan;
import dev.runbook.core.value.Digest;
import dev.runbook.core.value.Value;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One exact action.
public record PlanView(
        String runbook,

        @Schema(description = "The digest of the runbook's text")
        String runbookVersion,

        String step,

        @Schema(description = "What would be called", example = "compute.restart_service")
        String operation,

        @Schema(description = "The exact parameters, with defaults filled in")
        Map<String, @Nullable Object> parameters,

        @Schema(description = "What is acted upon") Optional<String> target,

        @Schema(description = "low, medium, high or critical")
        String risk,

        @Schema(description = "The digest of the evidence that the plan stands on")
        String evidenceDigest,

        @Schema(description = "How it is taken back if it does not help; who approves the action approves this too")
        Optional<UndoView> undo,

        @Schema(description = "The hash of the plan that this one takes back")
        Optional<String> takesBack,

        @Schema(description = "The digest of all of this; a decision names it")
        String hash) {

    /// Format characters, such as those that [turn the direction](https://www.unicode.org/reports/tr9/) of what
    /// follows, and control characters.
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cf}\\p{Cc}&&[^\\n\\t]]");

    /// How an action is taken back.
    public record UndoView(
            @Schema(description = "What would be called", example = "compute.scale_service")
            String operation,

            @Schema(description = "The parameters; what hangs on the result of the action as the runbook writes it")
            Map<String, @Nullable Object> parameters,

            @Schema(
                    description = "The names of the parameters that hang on the result of the action; when there are"
                            + " any, the undo is asked about by itself")
            List<String> pending) {}

    static PlanView of(Plan plan) {
        return new PlanView(
                plan.runbook().id(),
                plan.runbookVersion().hex(),
                plan.step().id(),
                plan.operation().toString(),
                plain(plan.parameters()),
                plan.target(),
                plan.risk().key(),
                plan.evidence().hex(),
                plan.undo()
                        .map(undo -> new UndoView(
                                undo.operation().toString(),
                                plain(undo.shown()),
                                List.copyOf(undo.pending().keySet()))),
                plan.takesBack().map(Digest::hex),
                plan.hash().hex());
    }

    /// The parameters for people. What turns the direction of writing or is not seen is spelled out: nobody may
    /// approve another text than the one that runs.
    public Map<String, String> spelledOut() {
        var shown = new LinkedHashMap<String, String>();
        parameters.forEach((name, value) -> shown.put(spelledOut(name), spelledOut(String.valueOf(value))));
        return shown;
    }

    private static String spelledOut(String text) {
        return UNSEEN.matcher(text)
                .replaceAll(found -> String.format("‹U+%04X›", found.group().codePointAt(0)));
    }

    /// The target for people, likewise.
    public Optional<String> spelledOutTarget() {
        return target.map(PlanView::spelledOut);
    }

    private static Map<String, @Nullable Object> plain(Value.Fields values) {
        var plain = new LinkedHashMap<String, @Nullable Object>();
        values.fields().forEach((name, value) -> plain.put(name, value.plain()));
        return plain;
    }
}
