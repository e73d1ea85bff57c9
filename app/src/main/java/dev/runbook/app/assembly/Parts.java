package dev.runbook.app.assembly;

import dev.runbook.app.recording.Recording;
import dev.runbook.core.approval.ApprovalPolicy;
import dev.runbook.core.engine.Minds;
import dev.runbook.core.engine.Notices;
import dev.runbook.core.engine.Settings;
import dev.runbook.ml.offline.OfflineEngine;
import java.util.Optional;

/// What the server and a rehearsal make from the configuration in the same way.
final class Parts {

    private Parts() {}

    static Minds minds(OfflineEngine engine) {
        return new Minds(
                engine.classifier(),
                engine.runbookFinder(),
                engine.diagnoser(),
                engine.recommender(),
                engine.summarizer());
    }

    static ApprovalPolicy policy(Configuration configuration) {
        return ApprovalPolicy.ladder(configuration.vetoWindow(), configuration.approvalExpiry());
    }

    static Notices notices(Configuration configuration) {
        return new Notices(Optional.of(configuration.channel()));
    }

    static Recording.RanWith ranWith(Configuration configuration) {
        return new Recording.RanWith(
                configuration.vetoWindow(),
                configuration.approvalExpiry(),
                configuration.channel(),
                configuration.lookBack(),
                configuration.callTimeout());
    }

    static Settings settings(Configuration configuration) {
        var standard = Settings.standard();
        return new Settings(
                standard.fallback(),
                standard.fit(),
                configuration.lookBack(),
                configuration.callTimeout(),
                standard.surveyed(),
                standard.looks(),
                standard.rounds(),
                standard.surveys(),
                configuration.cureWatch());
    }
}
