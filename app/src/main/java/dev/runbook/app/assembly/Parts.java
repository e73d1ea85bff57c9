package dev.runbook.app.assembly;

import dev.runbook.app.recording.Recording;
import dev.runbook.core.approval.ApprovalPolicy;
import dev.runbook.core.engine.Minds;
import dev.runbook.core.engine.Notices;
import dev.runbook.core.engine.Settings;
import dev.runbook.core.governor.Limits;
import dev.runbook.language.parse.PolicyFile;
import dev.runbook.language.parse.RunbookFile;
import dev.runbook.ml.chat.Chat;
import dev.runbook.ml.chat.OfflineChat;
import dev.runbook.ml.llm.LanguageModelEngine;
import dev.runbook.ml.llm.model.ModelSettings;
import dev.runbook.ml.offline.OfflineEngine;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the server and a rehearsal make from the configuration in the same way.
public final class Parts {

    private Parts() {}

    /// The offline engine, and over it the language model if one is configured.
    ///
    /// @param clock real time, for budgets and latencies
    static Minds minds(OfflineEngine engine, Configuration configuration, InstantSource clock) {
        return switch (configuration.model()) {
            case ModelSettings.Reading.Offline _ -> minds(engine);
            case ModelSettings.Reading.Online(var settings) ->
                LanguageModelEngine.of(settings, clock).over(minds(engine));
            case ModelSettings.Reading.Wrong(var reasons) ->
                throw new ConfigurationException(String.join("\n", reasons));
        };
    }

    /// The offline engine alone.
    public static Minds minds(OfflineEngine engine) {
        return new Minds(
                engine.classifier(),
                engine.runbookFinder(),
                engine.diagnoser(),
                engine.recommender(),
                engine.summarizer());
    }

    /// A chat that asks the language model if one is configured.
    static Chat chat(OfflineEngine engine, Configuration configuration, InstantSource clock) {
        var offline = new OfflineChat(minds(engine));
        return configuration.model() instanceof ModelSettings.Reading.Online(var settings)
                ? LanguageModelEngine.of(settings, clock).chat(offline)
                : offline;
    }

    /// The policy of the file, if there is one, on top of the ladder.
    ///
    /// @throws ConfigurationException that names each fault of the file with its line and column
    static ApprovalPolicy policy(Configuration configuration) {
        return configuration
                .policy()
                .map(file -> read(file, configuration).policy())
                .orElseGet(() -> ladder(configuration));
    }

    /// What holds actions back that were let through.
    ///
    /// @throws ConfigurationException that names each fault of the file with its line and column
    static Limits limits(Configuration configuration) {
        return configuration
                .policy()
                .map(file -> read(file, configuration).limits())
                .orElseGet(Limits::standard);
    }

    private static ApprovalPolicy ladder(Configuration configuration) {
        return ApprovalPolicy.ladder(configuration.vetoWindow(), configuration.approvalExpiry());
    }

    private static PolicyFile.Result.Read read(Path file, Configuration configuration) {
        return switch (RunbookFile.read(file)) {
            case RunbookFile.Content.Unreadable(var problem) ->
                throw new ConfigurationException("RUNBOOK_POLICY: " + problem + "; " + problem.hint());
            case RunbookFile.Content.Text(var text) ->
                switch (PolicyFile.read(file.toString(), text, ladder(configuration))) {
                    case PolicyFile.Result.Read read -> read;
                    case PolicyFile.Result.Broken(var problems) ->
                        throw new ConfigurationException(problems.stream()
                                .map(problem -> "RUNBOOK_POLICY: " + problem + "; " + problem.hint())
                                .collect(Collectors.joining("\n")));
                };
        };
    }

    static Notices notices(Configuration configuration) {
        return new Notices(Optional.of(configuration.channel()), true);
    }

    static Recording.RanWith ranWith(Configuration configuration) {
        return new Recording.RanWith(
                configuration.vetoWindow(),
                configuration.approvalExpiry(),
                configuration.channel(),
                notices(configuration).inThreads(),
                configuration.lookBack(),
                configuration.callTimeout(),
                configuration.cureWatch(),
                configuration.policy().map(Parts::policyText));
    }

    private static Recording.Policy policyText(Path file) {
        return switch (RunbookFile.read(file)) {
            case RunbookFile.Content.Text(var text) ->
                new Recording.Policy(file.getFileName().toString(), text);
            case RunbookFile.Content.Unreadable(var problem) ->
                throw new ConfigurationException("RUNBOOK_POLICY: " + problem + "; " + problem.hint());
        };
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
