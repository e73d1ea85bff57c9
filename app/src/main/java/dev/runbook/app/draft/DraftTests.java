package dev.runbook.app.draft;

import dev.runbook.core.approval.Gate;
import dev.runbook.core.engine.IncidentDesk;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.scenario.Scenario;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The tests of a draft: the world as it was recorded, and what came of it.
///
/// @param decision the step that decides
/// @param looks by the ids that the draft gives them, as are the others
/// @param byHand the step that asks a person, where no change was made
record DraftTests(
        Cure cure,
        String decision,
        Holes holes,
        Conditions conditions,
        Map<String, Cure.Look> looks,
        Map<String, Cure.Deed> deeds,
        Map<String, Aside> asides,
        String byHand) {

    /// An answer longer than this is not written into a test.
    private static final int MOST_CHARACTERS = 1500;

    String yaml() {
        var yaml = new YamlText();
        yaml.remark(0, "The world of " + cure.recording().incident() + " as it was recorded.");
        yaml.line(0, "tests:");
        if (deeds.isEmpty()) handed(yaml);
        else cured(yaml);
        return yaml.toString();
    }

    private void name(YamlText yaml, String what) {
        yaml.line(
                1,
                "- name: "
                        + YamlText.inline(Value.text("as in " + cure.recording().incident() + ", " + what)));
    }

    private void handed(YamlText yaml) {
        name(yaml, "a person is asked to do what helped");
        given(yaml, Optional.empty());
        yaml.line(2, "expect:").line(3, "ran:");
        ran(yaml);
        yaml.entry(4, byHand, Value.Fields.NONE);
        yaml.entry(3, "ending", "escalated");
    }

    private void cured(YamlText yaml) {
        name(yaml, cure.deeds().getFirst().plan().operation() + " helps");
        given(yaml, Optional.of(deeds.keySet().iterator().next()));
        yaml.line(2, "expect:").line(3, "ran:");
        ran(yaml);
        var tiers = tiers(deeds);
        if (!tiers.isEmpty()) yaml.line(3, "approvals:");
        tiers.forEach((id, tier) -> yaml.entry(4, id, Value.fields("tier", tier)));
        if (isSeen()) yaml.entry(3, "ending", "resolved");
        yaml.blank();
        yaml.line(1, "- name: where nothing is recommended, a person takes over");
        given(yaml, Optional.empty());
        yaml.line(2, "expect:");
        yaml.entry(3, "skipped", Value.of(List.copyOf(deeds.keySet())));
        yaml.entry(3, "ending", "escalated");
    }

    /// Whether the world of the test shows that the change helps.
    private boolean isSeen() {
        return conditions.trigger().isPresent() || conditions.success().isPresent() || byItself();
    }

    /// Whether the engine itself saw that the changes of the incident helped.
    private boolean byItself() {
        return cure.deeds().stream().noneMatch(deed -> deed.plan().runbook().equals(IncidentDesk.INSTRUCTION));
    }

    /// The steps that ran, in order.
    private void ran(YamlText yaml) {
        looks.keySet().forEach(look -> yaml.entry(4, look, Value.Fields.NONE));
        ran(yaml, Aside.BEFORE_THE_DECISION);
        yaml.entry(4, decision, Value.Fields.NONE);
        int place = 0;
        for (var deed : deeds.entrySet()) {
            ran(yaml, place++);
            yaml.entry(4, deed.getKey(), deed.getValue().plan().parameters());
        }
        ran(yaml, place);
    }

    private void ran(YamlText yaml, int place) {
        asides.forEach((id, aside) -> {
            if (aside.place() == place) yaml.entry(4, id, Value.Fields.NONE);
        });
    }

    private void given(YamlText yaml, Optional<String> recommended) {
        answers(yaml);
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

    private void answers(YamlText yaml) {
        var answers = new TreeMap<String, Value>();
        asides.forEach((id, aside) -> {
            if (aside instanceof Aside.Asked asked) answers.put(id, asked.given());
        });
        if (deeds.isEmpty()) answers.put(byHand, Value.fields("helped", true));
        if (answers.isEmpty()) return;
        yaml.line(2, "answers:");
        answers.forEach((id, given) -> yaml.entry(3, id, given));
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
