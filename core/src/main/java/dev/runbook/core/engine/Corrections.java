package dev.runbook.core.engine;

import dev.runbook.core.approval.ApprovalRequest;
import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.engine.Decision.Accepted;
import dev.runbook.core.engine.Decision.Reason;
import dev.runbook.core.engine.Decision.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Decides what comes of it when people know better: what kind of problem it is, which runbook to follow,
/// which cause to go by. What was asked about before is void, since nobody was asked about what is now
/// known. Pure.
final class Corrections {

    private Corrections() {}

    static Decision reclassify(Incident incident, Command.Reclassify command) {
        var open = Engine.openRequest(incident);
        var may = open.isPresent()
                || switch (incident.phase()) {
                    case Phase.Investigating _, Phase.AwaitingAnswer _, Phase.Watching _, Phase.Escalated _ -> true;
                    case Phase _ -> false;
                };
        if (!may || incident.classification().isEmpty())
            return Engine.wrongPhase(incident, "it is corrected while it is investigated or waits for people");
        var now = incident.classification().get();
        var category = command.category().orElse(now.category());
        var severity = command.severity().orElse(now.severity());
        if (category == now.category() && severity == now.severity())
            return new Refused(
                    Reason.WRONG_ANSWER,
                    incident.id() + " is " + lower(category) + ", " + lower(severity) + " already");
        return new Accepted(voided(
                open.stream().toList(),
                "it is " + lower(category) + ", severity " + lower(severity) + " now",
                List.of(new Event.Reclassified(category, severity, command.reason()))));
    }

    static Decision follow(Incident incident, Command.Follow command) {
        var open = Engine.openRequest(incident);
        if (open.isEmpty()) return waits(incident);
        var runbook = command.runbook();
        var reason = command.by().name() + " wants it" + (command.reason().isBlank() ? "" : ": " + command.reason());
        return new Accepted(voided(
                open.stream().toList(),
                "runbook " + runbook.id() + " is followed instead",
                List.of(new Event.RunbookSelected(runbook.id(), runbook.digest(), runbook.source(), reason))));
    }

    /// The runbook begins anew, so that the evidence is as of now and its decision is made again.
    static Decision steer(Incident incident, Command.Steer command) {
        var open = Engine.openRequest(incident);
        var run = incident.run().map(RunbookRun::outermost);
        if (open.isEmpty() || run.isEmpty()) return waits(incident);
        var all = incident.findings().diagnosis().map(Diagnosis::hypotheses).orElse(List.of());
        var wanted = all.stream().filter(one -> is(one, command)).findFirst();
        if (wanted.isEmpty())
            return new Refused(
                    Reason.WRONG_ANSWER,
                    incident.id() + " has no hypothesis " + lower(command.cause()) + " of " + command.component());
        var above = all.stream()
                .filter(one -> one.ruledOut().isEmpty())
                .takeWhile(one -> !is(one, command))
                .toList();
        var ruledOut = wanted.get().ruledOut().isPresent();
        if (above.isEmpty() && !ruledOut)
            return new Refused(Reason.WRONG_ANSWER, incident.id() + " goes by that hypothesis already");
        var events = new ArrayList<Event>();
        above.stream()
                .map(one -> new Event.CauseRuledOut(one.kind(), one.component(), command.reason()))
                .distinct()
                .forEach(events::add);
        if (ruledOut) events.add(new Event.CauseBelieved(command.cause(), command.component(), command.reason()));
        var begun = run.get();
        events.add(new Event.RunbookSelected(
                begun.runbook(), begun.digest(), begun.source(), command.by().name() + " goes by another hypothesis"));
        return new Accepted(voided(open.stream().toList(), "it goes by another hypothesis now", events));
    }

    private static boolean is(Hypothesis hypothesis, Command.Steer command) {
        return hypothesis.kind() == command.cause() && hypothesis.component().equals(command.component());
    }

    private static Decision waits(Incident incident) {
        return Engine.wrongPhase(incident, "another way is chosen while an action is proposed");
    }

    private static List<Event> voided(List<ApprovalRequest> open, String why, List<Event> rest) {
        return Stream.concat(
                        open.stream().map(request -> new Event.ApprovalVoided(Optional.of(request.id()), List.of(why))),
                        rest.stream())
                .toList();
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
