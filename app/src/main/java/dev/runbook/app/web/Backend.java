package dev.runbook.app.web;

import dev.runbook.app.intake.Webhooks;
import dev.runbook.app.recording.Recorder;
import dev.runbook.core.engine.DryRun;
import dev.runbook.core.engine.IncidentDesk;
import dev.runbook.core.governor.EffectLog;
import dev.runbook.core.governor.KillSwitch;
import dev.runbook.core.intake.AlertBook;
import dev.runbook.core.intake.AlertIntake;
import dev.runbook.core.journal.Journal;
import dev.runbook.core.operation.Provider;
import dev.runbook.core.runbook.RunbookLibrary;
import dev.runbook.ml.chat.Chat;

/// The assembled system as the surfaces see it. Every part is safe for use by many threads.
///
/// @param desk where reports and decisions go
/// @param journal what happened, for reading only
/// @param index the lists of incidents
/// @param changes tells when an incident has changed
/// @param runbooks the library
/// @param workshop what is known of the quality of the runbooks
/// @param provider the operations and who answers them
/// @param setup how the system is configured
/// @param outside how the integrations do
/// @param stage the scenarios that can be played; empty outside mock mode
/// @param pace the system's clock and how fast it runs
/// @param dryRun foresees what runbooks would do
/// @param recorder makes recordings of incidents
/// @param effects what all incidents have begun to do to the world
/// @param killSwitch stops all execution
/// @param webhooks takes in what systems outside send
/// @param intake where alerts come in
/// @param alerts every alert that was taken in
/// @param chat answers questions
/// @param vitals whether the system can do its work
public record Backend(
        IncidentDesk desk,
        Journal journal,
        IncidentIndex index,
        ChangeFeed changes,
        RunbookLibrary runbooks,
        Workshop workshop,
        Provider provider,
        Setup setup,
        Outside outside,
        Stage stage,
        Pace pace,
        DryRun dryRun,
        Recorder recorder,
        EffectLog effects,
        KillSwitch killSwitch,
        Webhooks webhooks,
        AlertIntake intake,
        AlertBook alerts,
        Chat chat,
        Vitals vitals) {}
