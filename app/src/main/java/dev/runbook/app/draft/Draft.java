package dev.runbook.app.draft;

import dev.runbook.app.recording.Recording;
import dev.runbook.core.approval.Plan;
import dev.runbook.core.capability.Operations;
import dev.runbook.core.engine.IncidentDesk;
import dev.runbook.core.incident.Category;
import dev.runbook.core.incident.Classification;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.operation.Durations;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.runbook.Step;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.value.Value;
import java.time.Duration;
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

    /// Drafts what helped. Where nothing that the engine did helped, the draft asks a person to do it, and says
    /// what is missing.
    ///
    /// @param with the calls of operators that were part of the cure, each an incident of its own
    /// @param id how the runbook is called; made from the cause and the first change when empty
    /// @throws IllegalArgumentException when the incident was not resolved
    public static Draft of(Recording recording, List<Recording> with, Optional<RunbookId> id) {
        return new Writer(Cure.of(recording, with), id).draft();
    }

    /// One draft in the making. One thread at a time.
    private static final class Writer {
        private final Cure cure;
        private final Optional<RunbookId> wanted;
        private final String decision;
        private final Holes holes;
        private final Conditions conditions;
        private final Set<String> taken = new LinkedHashSet<>();
        private final Map<String, Cure.Look> looks = new LinkedHashMap<>();
        private final Map<String, Cure.Deed> deeds = new LinkedHashMap<>();
        private final Map<String, Aside> asides = new LinkedHashMap<>();
        private final String byHand;

        private Writer(Cure cure, Optional<RunbookId> wanted) {
            this.cure = cure;
            this.wanted = wanted;
            decision = unused(cure.decision().map(StepId::id).orElse("decide"));
            holes = new Holes(cure, decision);
            conditions = Conditions.of(cure);
            for (var look : cure.looks()) looks.put(unused(look.step().id()), look);
            for (var deed : cure.deeds()) deeds.put(unused(name(deed.plan())), deed);
            for (var aside : cure.asides()) asides.put(unused(aside.step().id()), aside);
            byHand = unused("by_hand");
        }

        /// An operator's call has a step of no name of its own.
        private static String name(Plan plan) {
            return plan.runbook().equals(IncidentDesk.INSTRUCTION)
                    ? plan.operation().method()
                    : plan.step().id();
        }

        private String unused(String name) {
            var free = name;
            for (int n = 2; !taken.add(free); n++) free = name + "_" + n;
            return free;
        }

        private Draft draft() {
            var first = cure.deeds().stream()
                    .map(deed -> deed.plan().operation().method())
                    .findFirst()
                    .orElse("by_hand");
            var kind = cure.cause()
                    .map(cause -> cause.kind().name())
                    .or(() -> cure.classification().map(c -> c.category().name()))
                    .orElse("problem")
                    .toLowerCase(Locale.ROOT);
            var id = wanted.orElseGet(() -> new RunbookId(kind + "_" + first));
            var steps = steps();
            var head = head(kind.replace('_', ' ') + ": " + first.replace('_', ' '));
            var tests = new DraftTests(cure, decision, holes, conditions, looks, deeds, asides, byHand).yaml();
            return new Draft(id, head + steps, tests);
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

        private String steps() {
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
            asides(yaml, Aside.BEFORE_THE_DECISION);
            begin(yaml, decision, "ml_decision", "Find the cause, and say whether the change below cures it");
            if (!looks.isEmpty()) yaml.entry(2, "context", Value.of(List.copyOf(looks.keySet())));
            yaml.blank();
            var before = Optional.<Map.Entry<String, Cure.Deed>>empty();
            int place = 0;
            for (var deed : deeds.entrySet()) {
                asides(yaml, place++);
                change(yaml, deed.getKey(), deed.getValue(), before);
                yaml.blank();
                before = Optional.of(deed);
            }
            asides(yaml, place);
            if (deeds.isEmpty()) byHand(yaml);
            return yaml.toString().stripTrailing() + "\n";
        }

        private void asides(YamlText yaml, int place) {
            asides.forEach((id, aside) -> {
                if (aside.place() == place) aside(yaml, id, aside);
            });
        }

        private void aside(YamlText yaml, String id, Aside aside) {
            switch (aside) {
                case Aside.Message message -> {
                    begin(yaml, id, "notify", message.description());
                    yaml.remark(2, "DECIDE: whether these words are right for every such problem.");
                    var operation = Operations.CATALOGUE.get(message.operation());
                    call(yaml, 2, message.operation(), holes.look(id, operation, message.parameters()));
                    yaml.entry(2, "on_failure", "continue");
                }
                case Aside.Asked asked -> {
                    begin(yaml, id, "ask", asked.description());
                    yaml.entry(2, "question", holes.words(asked.question().text()));
                    yaml.entry(2, "answers", asked.answers());
                }
                case Aside.Pause pause -> {
                    begin(yaml, id, "wait", pause.description());
                    yaml.entry(2, "duration", span(pause.duration()));
                }
            }
            yaml.blank();
        }

        /// A span of time as a runbook writes it.
        private static String span(Duration duration) {
            return Durations.display(duration).replace(" ", "");
        }

        /// What stands for a change that nobody asked the engine for.
        private void byHand(YamlText yaml) {
            yaml.remark(
                    1,
                    "DECIDE: the change is missing, because the engine did not make it. Write what was done as an"
                            + " execute step: operation, params, risk_level, success and undo. If it was done by `runbook"
                            + " call`, draft again with `--with` and the incident of that call.");
            begin(yaml, byHand, "ask", "What was done by hand then");
            yaml.entry(
                    2,
                    "question",
                    holes.words("It was resolved so before: " + cure.how() + ". Do the same now; did it help?"));
            yaml.entry(2, "answers", Value.fields("helped", Value.fields("type", "truth")));
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
            yaml.entry(2, "settle", span(deed.step().map(Step.Execute::settle).orElse(Duration.ofMinutes(1))));
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
    }
}
