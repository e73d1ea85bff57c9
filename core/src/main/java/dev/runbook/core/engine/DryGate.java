package dev.runbook.core.engine;

import dev.runbook.core.approval.ApprovalPolicy;
import dev.runbook.core.approval.Plan;
import dev.runbook.core.engine.Forecast.Unknown;
import dev.runbook.core.incident.Category;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.operation.Durations;
import dev.runbook.core.operation.Provider;
import dev.runbook.core.runbook.Expression;
import dev.runbook.core.runbook.Step;
import dev.runbook.core.value.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What would stand before a change, and what would be looked at after it. One thread at a time.
final class DryGate {

    private static final String CATEGORY = "incident.category";
    private static final String SEVERITY = "incident.severity";

    private final Provider provider;
    private final ApprovalPolicy policy;
    private final Settings settings;
    private final Scopes scopes;
    private final DryState state;
    private final Doubts doubts;
    private final KnownCalls known;

    DryGate(DryRun.Parts parts, DryState state, Doubts doubts, KnownCalls known) {
        provider = parts.provider();
        policy = parts.policy();
        settings = parts.settings();
        scopes = parts.scopes();
        this.state = state;
        this.doubts = doubts;
        this.known = known;
    }

    Forecast.Gating gate(Step.Execute step, Forecast.Call call) {
        var plan = plan(step, call);
        return new Forecast.Gating(
                plan.risk(), ruling(step, plan, state.incident.category(), state.incident.severity()));
    }

    private ApprovalPolicy.Ruling ruling(Step.Execute step, Plan plan, Category category, Severity severity) {
        return policy.rule(new ApprovalPolicy.Question(
                plan,
                new ApprovalPolicy.Situation(
                        state.incident.report().environment(),
                        Focus.of(
                                        state.incident.report(),
                                        state.incident.findings().evidence(),
                                        settings.surveyed())
                                .service(),
                        category,
                        severity,
                        state.now),
                step.requiresApproval(),
                state.incident.findings().onModelAlone()));
    }

    /// Where category or severity are not known yet, they matter only to a policy that speaks of them.
    List<Unknown> doubts(Step.Execute step, KnownCalls.Calls calls) {
        if (calls.calls().isEmpty()) return List.of();
        var plan = plan(step, calls.calls().getFirst());
        var byCategory = Arrays.stream(Category.values())
                .map(category -> ruling(step, plan, category, state.incident.severity()))
                .distinct()
                .count();
        var bySeverity = Arrays.stream(Severity.values())
                .map(severity -> ruling(step, plan, state.incident.category(), severity))
                .distinct()
                .count();
        return Stream.concat(
                        byCategory < 2 ? Stream.empty() : doubts.judged(CATEGORY).stream(),
                        bySeverity < 2 ? Stream.empty() : doubts.judged(SEVERITY).stream())
                .toList();
    }

    Plan plan(Step.Execute step, Forecast.Call call) {
        var floor = provider.catalogue().get(call.operation()).riskFloor();
        var undo = undo(step);
        return new Plan(
                state.runbook.id(),
                state.runbook.digest(),
                step.id(),
                call.operation(),
                call.parameters(),
                call.target(),
                undo.flatMap(u -> provider.catalogue().find(u.operation()))
                        .map(operation -> operation.riskFloor().or(step.risk()).or(floor))
                        .orElse(step.risk().or(floor)),
                state.incident.evidenceDigest(),
                undo,
                Optional.empty());
    }

    /// What is put before the policy together with the change.
    private Optional<Plan.Undo> undo(Step.Execute step) {
        return step.safety().undo().map(invocation -> {
            var given = new TreeMap<String, Value>();
            var pending = new TreeMap<String, String>();
            invocation.parameters().fields().forEach((name, template) -> {
                var filling = known.new Filling(step.id(), scopes.values(state.incident, state.runbook));
                var value = filling.fill(template);
                if (filling.isWhole()) given.put(name, value);
                else pending.put(name, template.source());
            });
            return new Plan.Undo(invocation.operation(), new Value.Fields(given), pending);
        });
    }

    Forecast.Checks checks(Step.Execute step) {
        var undo = step.safety()
                .undo()
                .flatMap(invocation -> provider.catalogue()
                        .find(invocation.operation())
                        .map(operation -> {
                            var values = known.new Filling(step.id(), scopes.values(state.incident, state.runbook))
                                    .fill(invocation.parameters());
                            return new Forecast.Call(
                                    operation.name(), operation.effect(), values, operation.targetOf(values));
                        }));
        return new Forecast.Checks(
                step.success().map(Expression::source),
                step.check().harm().map(Expression::source),
                Durations.display(step.settle()),
                undo);
    }
}
