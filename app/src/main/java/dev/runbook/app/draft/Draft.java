package dev.runbook.app.draft;

import dev.runbook.app.recording.Recording;
import dev.runbook.core.approval.Gate;
import dev.runbook.core.approval.Plan;
import dev.runbook.core.capability.Operations;
import dev.runbook.core.incident.Category;
import dev.runbook.core.incident.Classification;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.Durations;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.runbook.Step;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.scenario.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// A runbook that does what helped in a recorded incident, and its tests, for a person to finish: what the
/// recording cannot tell stands as a remark that begins with `DECIDE`.
///
/// @param runbook as YAML
/// @param tests as YAML, for the file beside the runbook
public record Draft(RunbookId id, String runbook, String tests) {

    /// An answer longer than this is not written into a test.
    private static final int MOST_CHARACTERS = 1500;

    /// Drafts what helped.
    ///
    /// @param id how the runbook is called; made from the cause and the first change when empty
    /// @throws IllegalArgumentException when the incident was not resolved, or nothing that the engine did
    ///     helped
    public static Draft of(Recording recording, Optional<RunbookId> id) {
        var cure = Cure.of(recording);
        if (cure.deeds().isEmpty())
            throw new IllegalArgumentException(recording.incident() + " was resolved without a change that lasted ("
                    + cure.how() + "), so there is nothing to draft; write what was done by hand as an execute step");
        return new Writer(cure, id).draft();
    }

    /// One draft in the making. One thread at a time.
    private static final class Writer {
        private final Cure cure;
        private final Optional<RunbookId> wanted;
        private final String decision;
        private final Holes holes;
        private final Conditions conditions;
        private final Set<String> taken = new LinkedHashSet<>();

        private Writer(Cure cure, Optional<RunbookId> wanted) {
            this.cure = cure;
            this.wanted = wanted;
            decision = unused(cure.decision().map(StepId::id).orElse("decide"));
            holes = new Holes(cure, decision);
            conditions = Conditions.of(cure);
        }

        private String unused(String name) {
            var free = name;
            for (int n = 2; !taken.add(free); n++) free = name + "_" + n;
            return free;
        }

        private Draft draft() {
            var first = cure.deeds().getFirst().plan().operation().method();
            var kind = cure.cause()
                    .map(cause -> cause.kind().name())
                    .or(() -> cure.classification().map(c -> c.category().name()))
                    .orElse("problem")
                    .toLowerCase(Locale.ROOT);
            var id = wanted.orElseGet(() -> new RunbookId(kind + "_" + first));
            var looks = new LinkedHashMap<String, Cure.Look>();
            for (var look : cure.looks()) looks.put(unused(look.step().id()), look);
            var deeds = new LinkedHashMap<String, Cure.Deed>();
            for (var deed : cure.deeds()) deeds.put(unused(deed.plan().step().id()), deed);
            var steps = steps(looks, deeds);
            var head = head(kind.replace('_', ' ') + ": " + first.replace('_', ' '));
            return new Draft(id, head + steps, tests(looks, deeds));
        }

        private String head(String name) {
            var yaml = new YamlText();
            yaml.remark(0, "Drafted from " + cure.recording().incident() + ", which was resolved: " + cure.how() + ".");
            cure.cause().ifPresent(cause -> yaml.remark(0, "The cause then: " + cause.statement()));
            cure.inVain().stream().distinct().forEach(tried -> yaml.remark(0, "Before it: " + tried));
            cure.leftOut().stream().sorted().forEach(what -> yaml.remark(0, "Left out: " + what));
            yaml.remark(0, "What only you can know is marked DECIDE.");
            yaml.entry(0, "name", Character.toUpperCase(name.charAt(0)) + name.substring(1));
            var severity = cure.classification().map(Classification::severity).orElse(Severity.MEDIUM);
            yaml.entry(0, "severity", severity.name().toLowerCase(Locale.ROOT));
            conditions
                    .trigger()
                    .ifPresentOrElse(
                            trigger -> {
                                if (conditions.derived())
                                    yaml.remark(0, "DECIDE: the middle of what was seen before and after the change.");
                                yaml.entry(0, "trigger", trigger);
                            },
                            () -> yaml.remark(0, "DECIDE: no metric told sick from well; a trigger would."));
            match(yaml);
            inputs(yaml);
            return yaml.toString();
        }

        private void match(YamlText yaml) {
            yaml.remark(0, "DECIDE: which other words, alerts and labels mean the same; what it is not for (not_for).");
            yaml.line(0, "match:");
            yaml.line(1, "phrases:").line(2, "- " + YamlText.inline(Value.text(phrase())));
            var alerts = cure.alerts().stream()
                    .filter(seen -> cure.isInvolved(seen.alert().component()))
                    .map(seen -> seen.alert().name())
                    .distinct()
                    .sorted()
                    .toList();
            if (!alerts.isEmpty()) yaml.entry(1, "alerts", Value.of(alerts));
            cure.cause()
                    .map(cause -> cause.kind().category())
                    .filter(category -> category != Category.UNKNOWN)
                    .ifPresent(category ->
                            yaml.remark(1, "category: " + category.name().toLowerCase(Locale.ROOT)));
        }

        /// The first sentence of the report, with nothing in it that only this incident had.
        private String phrase() {
            var text = cure.report().text().replaceAll("\\s+", " ").strip();
            var sentence = text.split("(?<=[.!?]) ", 2)[0].replaceAll("[.!?]+$", "");
            if (holes.host().isPresent())
                sentence = sentence.replace(holes.host().get(), "a host");
            if (holes.service().isPresent())
                sentence = sentence.replace(holes.service().get(), "a service");
            for (var name : cure.components()) sentence = sentence.replace(name, "a component");
            return sentence.isBlank() ? "a problem" : sentence;
        }

        private void inputs(YamlText yaml) {
            if (holes.inputs().isEmpty()) return;
            yaml.remark(0, "DECIDE: whether these values are right for every such problem.");
            yaml.line(0, "inputs:");
            holes.inputs().forEach((name, input) -> {
                yaml.line(1, name + ":");
                yaml.entry(2, "type", input.type().name().toLowerCase(Locale.ROOT));
                yaml.entry(2, "description", input.of());
                yaml.entry(2, "default", input.value());
            });
        }

        private String steps(Map<String, Cure.Look> looks, Map<String, Cure.Deed> deeds) {
            var yaml = new YamlText().line(0, "steps:");
            looks.forEach((id, look) -> {
                begin(yaml, id, "gather", look.description());
                call(
                        yaml,
                        2,
                        look.operation(),
                        holes.look(id, Operations.CATALOGUE.get(look.operation()), look.parameters()));
                yaml.blank();
            });
            begin(yaml, decision, "ml_decision", "Find the cause, and say whether the change below cures it");
            if (!looks.isEmpty()) yaml.entry(2, "context", Value.of(List.copyOf(looks.keySet())));
            var before = Optional.<Map.Entry<String, Cure.Deed>>empty();
            for (var deed : deeds.entrySet()) {
                yaml.blank();
                change(yaml, deed.getKey(), deed.getValue(), before);
                before = Optional.of(deed);
            }
            return yaml.toString();
        }

        private static void begin(YamlText yaml, String id, String action, String description) {
            yaml.line(1, "- id: " + id).entry(2, "action", action);
            if (!description.isBlank()) yaml.entry(2, "description", description);
        }

        private static void call(YamlText yaml, int depth, OperationName operation, Value.Fields parameters) {
            yaml.entry(depth, "integration", operation.capability().key()).entry(depth, "method", operation.method());
            if (parameters.fields().isEmpty()) return;
            yaml.line(depth, "params:");
            parameters.fields().forEach((name, value) -> yaml.entry(depth + 1, name, value));
        }

        private void change(YamlText yaml, String id, Cure.Deed deed, Optional<Map.Entry<String, Cure.Deed>> before) {
            var plan = deed.plan();
            begin(
                    yaml,
                    id,
                    "execute",
                    deed.step().map(Step.Execute::description).orElse(""));
            before.ifPresent(first -> {
                yaml.remark(2, "DECIDE: it followed " + first.getKey() + "; under which condition must it?");
                yaml.entry(2, "when", after(first));
            });
            yaml.entry(2, "risk_level", plan.risk().key());
            if (deed.step().filter(Step.Execute::requiresApproval).isPresent())
                yaml.entry(2, "requires_approval", Value.of(true));
            call(yaml, 2, plan.operation(), change(id, plan.operation(), plan.parameters()));
            if (before.isEmpty()) check(yaml);
            yaml.entry(
                    2,
                    "settle",
                    Durations.display(deed.step().map(Step.Execute::settle).orElse(Duration.ofMinutes(1))));
            undo(yaml, id, plan.undo());
        }

        private Value.Fields change(String id, OperationName operation, Value.Fields parameters) {
            return holes.change(id, Operations.CATALOGUE.get(operation), parameters);
        }

        /// Runs only after the change before it has run.
        private static String after(Map.Entry<String, Cure.Deed> before) {
            return before.getValue().result() instanceof Value.Fields(var fields) && !fields.isEmpty()
                    ? "has(" + before.getKey() + "."
                            + fields.keySet().iterator().next() + ")"
                    : "incident.severity != ''";
        }

        private void check(YamlText yaml) {
            conditions
                    .success()
                    .ifPresentOrElse(
                            success -> yaml.entry(2, "success", success),
                            () -> yaml.remark(
                                    2,
                                    "DECIDE: success is left out, so the symptoms must be gone"
                                            + (conditions.trigger().isPresent()
                                                    ? " and the trigger must not hold."
                                                    : ".")));
            conditions
                    .harm()
                    .ifPresentOrElse(
                            harm -> yaml.entry(2, "harm", harm),
                            () -> yaml.remark(2, "DECIDE: harm, what would be worse than before."));
        }

        private void undo(YamlText yaml, String id, Optional<Plan.Undo> undo) {
            if (undo.isEmpty()) {
                yaml.remark(2, "DECIDE: nothing took it back then; is there something?");
                yaml.entry(2, "undo", "none");
                return;
            }
            yaml.line(2, "undo:");
            var parameters = new TreeMap<>(
                    change("undo_" + id, undo.get().operation(), undo.get().parameters())
                            .fields());
            undo.get().pending().forEach((name, template) -> parameters.put(name, Value.text(template)));
            call(yaml, 3, undo.get().operation(), new Value.Fields(parameters));
        }

        private String tests(Map<String, Cure.Look> looks, Map<String, Cure.Deed> deeds) {
            var yaml = new YamlText();
            var first = deeds.keySet().iterator().next();
            yaml.remark(0, "The world of " + cure.recording().incident() + " as it was recorded.");
            yaml.line(0, "tests:");
            yaml.line(
                    1,
                    "- name: "
                            + YamlText.inline(
                                    Value.text("as in " + cure.recording().incident() + ", "
                                            + cure.deeds().getFirst().plan().operation() + " helps")));
            given(yaml, looks, deeds, Optional.of(first));
            yaml.line(2, "expect:").line(3, "ran:");
            looks.keySet().forEach(look -> yaml.entry(4, look, Value.Fields.NONE));
            yaml.entry(4, decision, Value.Fields.NONE);
            deeds.forEach((id, deed) -> yaml.entry(4, id, deed.plan().parameters()));
            var tiers = tiers(deeds);
            if (!tiers.isEmpty()) yaml.line(3, "approvals:");
            tiers.forEach((id, tier) -> yaml.entry(4, id, Value.fields("tier", tier)));
            yaml.entry(3, "ending", "resolved");
            yaml.blank();
            yaml.line(1, "- name: where nothing is recommended, a person takes over");
            given(yaml, looks, deeds, Optional.empty());
            yaml.line(2, "expect:");
            yaml.entry(3, "skipped", Value.of(List.copyOf(deeds.keySet())));
            yaml.entry(3, "ending", "escalated");
            return yaml.toString();
        }

        private void given(
                YamlText yaml,
                Map<String, Cure.Look> looks,
                Map<String, Cure.Deed> deeds,
                Optional<String> recommended) {
            yaml.line(2, "given:").entry(3, "text", cure.report().text());
            holes.host().ifPresent(host -> yaml.entry(3, "host", host));
            holes.service().ifPresent(service -> yaml.entry(3, "service", service));
            if (!labels().isEmpty()) yaml.entry(3, "labels", Value.of(labels()));
            if (!conditions.before().isEmpty()) {
                yaml.entry(3, "metrics", Value.of(conditions.before()));
                yaml.entry(3, "afterwards", Value.of(conditions.after()));
            }
            if (recommended.isEmpty()) return;
            var results = results(looks, deeds);
            if (!results.isEmpty()) yaml.line(3, "results:");
            results.forEach((operation, result) -> yaml.entry(4, operation, result));
            yaml.entry(3, "recommends", recommended.get());
            if (!holes.used().fields().isEmpty()) yaml.entry(3, "decision", holes.used());
        }

        /// The labels that the report came with, and not those that the engine's surroundings put on it.
        private Map<String, String> labels() {
            var labels = new TreeMap<>(cure.report().labels());
            labels.remove(Scenario.LABEL);
            labels.remove("runbook");
            return labels;
        }

        /// What operations answered, where each gave one answer that is not too long to read. What monitoring
        /// answers is told by the metrics, since the engine asks it as well.
        private static Map<String, Value> results(Map<String, Cure.Look> looks, Map<String, Cure.Deed> deeds) {
            var results = new TreeMap<String, Value>();
            var several = new ArrayList<String>();
            looks.values().forEach(look -> {
                var operation = look.operation().toString();
                if (look.answer().isEmpty()
                        || look.operation().capability() == Capability.MONITORING
                        || results.containsKey(operation)) several.add(operation);
                else results.put(operation, look.answer().get());
            });
            deeds.values().forEach(deed -> results.put(deed.plan().operation().toString(), deed.result()));
            results.keySet().removeAll(several);
            results.values()
                    .removeIf(value ->
                            value instanceof Value.Nothing || value.display().length() > MOST_CHARACTERS);
            return results;
        }

        private static Map<String, String> tiers(Map<String, Cure.Deed> deeds) {
            var tiers = new LinkedHashMap<String, String>();
            deeds.forEach((id, deed) -> deed.gate().ifPresent(gate -> {
                switch (gate) {
                    case Gate.RunsAtOnce _ -> tiers.put(id, "runs");
                    case Gate.RunsUnlessVetoed _ -> tiers.put(id, "veto");
                    case Gate.NeedsApprovals(var quorum, var _, var _) -> tiers.put(id, quorum == 1 ? "one" : "two");
                    case Gate.Forbidden _ -> {}
                }
            }));
            return tiers;
        }
    }
}
