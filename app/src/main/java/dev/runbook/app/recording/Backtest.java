package dev.runbook.app.recording;

import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.RunbookFinder;
import dev.runbook.core.engine.Event;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.Stamped;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.runbook.Step;
import java.util.List;
import java.util.Optional;

/// What a runbook would have been to a recorded incident.
///
/// @param confirmed what was confirmed to be right for the incident, in a few words; empty when nothing was
/// @param did what it would have done, or why that is not known
public record Backtest(
        IncidentId incident, RunbookId runbook, Verdict verdict, Optional<String> confirmed, List<String> did) {

    /// How right it would have been.
    public enum Verdict {
        /// It is followed, and has the action that helped.
        RIGHT,
        /// It is followed, and something else helped, or nothing was wrong.
        WRONG,
        /// It has the action that helped, and is not followed.
        MISSED,
        /// It has nothing for this, and is not followed.
        RIGHTLY_NOT,
        /// It is followed, and nobody knows what would have been right.
        UNCONFIRMED,
        /// It is not followed, and nobody knows what would have been right.
        NO_MATCH
    }

    public Backtest {
        did = List.copyOf(did);
    }

    /// Supposes that the runbook had been in the library.
    ///
    /// @param finder says how well runbooks fit
    /// @throws IllegalArgumentException when the recording itself does not come out the same
    public static Backtest of(Recording recording, Runbook runbook, RunbookFinder finder) throws InterruptedException {
        var supposition = Supposition.among(recording, runbook, finder);
        var whatIf = supposition.play();
        var followed = supposition.supposed().stream()
                .anyMatch(stamped -> stamped.event() instanceof Event.RunbookSelected(var id, var _, var _, var _)
                        && id.equals(runbook.id()));
        var events = recording.entries().stream().map(entry -> entry.stamped()).toList();
        var cure = cure(events);
        var healthy = healthy(events);
        return new Backtest(
                recording.incident(),
                runbook.id(),
                verdict(
                        followed,
                        cure.map(operation -> has(runbook, operation) || (followed && did(supposition, operation)))
                                .or(() -> healthy ? Optional.of(false) : Optional.empty())),
                cure.map(operation -> operation + " helped")
                        .or(() -> healthy ? Optional.of("nothing was wrong") : Optional.empty()),
                followed ? did(supposition.supposed(), whatIf) : List.of());
    }

    private static Verdict verdict(boolean followed, Optional<Boolean> fits) {
        if (fits.isEmpty()) return followed ? Verdict.UNCONFIRMED : Verdict.NO_MATCH;
        if (fits.get()) return followed ? Verdict.RIGHT : Verdict.MISSED;
        return followed ? Verdict.WRONG : Verdict.RIGHTLY_NOT;
    }

    /// The last change before the world was seen to be well, and stayed so. What was taken back, and what
    /// helped only for a while, is none.
    static Optional<OperationName> cure(List<Stamped> events) {
        var last = Optional.<OperationName>empty();
        var cure = Optional.<OperationName>empty();
        for (var stamped : events)
            switch (stamped.event()) {
                case Event.StepStarted(var plan, var _, var _) ->
                    last = plan.undoes() ? Optional.empty() : Optional.of(plan.operation());
                case Event.Verified _ -> cure = last;
                case Event.CureDecayed _, Event.NotVerified _, Event.StartedOver _ -> cure = Optional.empty();
                case Event _ -> {}
            }
        return cure;
    }

    private static boolean healthy(List<Stamped> events) {
        var verdict = events.stream()
                .filter(stamped -> stamped.event() instanceof Event.Diagnosed)
                .map(stamped -> ((Event.Diagnosed) stamped.event()).diagnosis().verdict())
                .reduce((_, last) -> last);
        var resolved = events.stream().anyMatch(stamped -> stamped.event() instanceof Event.Resolved);
        return resolved && verdict.filter(v -> v == Diagnosis.Verdict.HEALTHY).isPresent();
    }

    private static boolean has(Runbook runbook, OperationName operation) {
        return runbook.steps().stream()
                .anyMatch(step -> step instanceof Step.Execute execute
                        && execute.operation().equals(operation));
    }

    /// Whether it would have been done, be it in a runbook that it calls.
    private static boolean did(Supposition supposition, OperationName operation) {
        return supposition.supposed().stream()
                .anyMatch(stamped -> stamped.event() instanceof Event.StepStarted(var plan, var _, var _)
                        && !plan.undoes()
                        && plan.operation().equals(operation));
    }

    /// What it asks for and does, else how it ends.
    private static List<String> did(List<Stamped> supposed, WhatIf whatIf) {
        var deeds = supposed.stream()
                .filter(stamped -> stamped.event() instanceof Event.ApprovalRequested
                        || stamped.event() instanceof Event.StepStarted
                        || stamped.event() instanceof Event.Escalated
                        || stamped.event() instanceof Event.Resolved)
                .toList();
        var lines = new java.util.ArrayList<>(CourseText.of(deeds));
        whatIf.unknown().forEach(what -> lines.add("unknown: " + what));
        return lines;
    }
}
