package dev.runbook.core.testkit;

import dev.runbook.core.engine.Command;
import dev.runbook.core.engine.Incident;
import dev.runbook.core.engine.Phase;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.value.Value;
import java.util.List;
import java.util.Optional;

/// The people of a test who do what the engine asks of them: they approve, and say truly what happened.
public final class Operators {

    public static final Actor.Operator ANN = new Actor.Operator("ann");
    public static final Actor.Operator BOB = new Actor.Operator("bob");

    private Operators() {}

    /// What they want to do next; empty when the incident needs nobody. They let veto windows pass.
    public static Optional<Command> next(Incident incident, ScriptedProvider provider) {
        return switch (incident.phase()) {
            case Phase.AwaitingApproval(var request, var approvals) ->
                List.of(ANN, BOB).stream()
                        .filter(operator -> !approvals.contains(operator))
                        .findFirst()
                        .map(operator -> new Command.Approve(operator, request.id(), request.planHash(), "go ahead"));
            case Phase.AwaitingAnswer(var question) ->
                Optional.of(new Command.Answer(ANN, question.id(), Value.fields("go_on", true)));
            case Phase.Uncertain(var _, var key, var _) ->
                Optional.of(new Command.Attest(ANN, provider.times(key) > 0, "I looked"));
            case Phase _ -> Optional.empty();
        };
    }
}
