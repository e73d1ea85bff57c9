package dev.runbook.core.engine;

import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.diagnosis.PastCase;
import dev.runbook.core.diagnosis.TriedAction;
import java.util.Optional;
import java.util.stream.Stream;

/// What an incident that is over taught. Pure.
final class Lesson {

    private Lesson() {}

    /// The case to be remembered: what was reported, the cause that a person confirms, and what was done
    /// about it.
    ///
    /// An action that failed to be carried out, or that was taken against another kind of cause, says
    /// nothing about this one; and so does one whose effect nobody has seen.
    static PastCase of(Incident incident, CauseKind cause, String component, String note) {
        var report = incident.caseFile().report();
        var inVain = incident.history().tried().stream()
                .filter(tried -> tried.against().map(Hypothesis::kind).equals(Optional.of(cause)))
                .map(Lesson::inVain);
        var helped = helpful(incident, cause, component)
                .map(change -> new PastCase.Attempt(
                        change.plan().operation(), change.plan().parameters(), true));
        return new PastCase(
                incident.id(),
                incident.opening().at(),
                report.words(),
                cause,
                component,
                report.service(),
                report.host(),
                Stream.concat(inVain, helped).toList(),
                note);
    }

    /// What ended this cause; what was done last where nothing was done about it by name.
    private static Stream<Change> helpful(Incident incident, CauseKind cause, String component) {
        var history = incident.history();
        var cured = history.cured().stream()
                .filter(one ->
                        one.cause().kind() == cause && one.cause().component().equals(component))
                .toList();
        return cured.isEmpty()
                ? history.acted().stream().filter(Change::proven)
                : cured.stream().flatMap(one -> one.by().stream());
    }

    private static PastCase.Attempt inVain(TriedAction tried) {
        return new PastCase.Attempt(tried.operation(), tried.parameters(), false);
    }
}
