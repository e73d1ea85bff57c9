package dev.runbook.ml.llm;

import dev.runbook.core.diagnosis.Classifier;
import dev.runbook.core.diagnosis.Consultation;
import dev.runbook.core.diagnosis.Diagnoser;
import dev.runbook.core.diagnosis.Recommender;
import dev.runbook.core.diagnosis.Summarizer;
import dev.runbook.core.engine.Minds;
import dev.runbook.ml.chat.Chat;
import dev.runbook.ml.llm.model.Budget;
import dev.runbook.ml.llm.model.LanguageModels;
import dev.runbook.ml.llm.model.Limits;
import dev.runbook.ml.llm.model.ModelSettings;
import dev.runbook.ml.llm.model.PriceTable;
import dev.runbook.ml.llm.model.Secret;
import java.time.InstantSource;
import java.util.List;

/// The parts of the ML engine that ask a language model, each with its offline twin as the floor under it.
/// All are safe for use by many threads.
public final class LanguageModelEngine {

    private final Consultant consultant;

    LanguageModelEngine(Consultant consultant) {
        this.consultant = consultant;
    }

    /// The engine that the settings name. Nothing is sent yet.
    ///
    /// @param clock real time
    public static LanguageModelEngine of(ModelSettings settings, InstantSource clock) {
        return new LanguageModelEngine(new Consultant(
                LanguageModels.of(settings, clock),
                settings.prices(),
                settings.limits(),
                settings.budget(),
                settings.secrets().stream().map(Secret::reveal).toList(),
                new Breaker(clock),
                clock,
                Thread::sleep));
    }

    /// The engine as it was when these consultations were made: the same questions have the same answers,
    /// with no key and no network.
    ///
    /// @param recorded the consultations of one incident, in their order
    public static LanguageModelEngine replaying(List<Consultation> recorded, InstantSource clock) {
        return replaying(recorded, Limits.STANDARD, clock);
    }

    /// The same, within the limits that the consultations were made under.
    public static LanguageModelEngine replaying(List<Consultation> recorded, Limits limits, InstantSource clock) {
        var model = new RecordedModel(recorded);
        var id = recorded.isEmpty() ? "none" : recorded.getFirst().model();
        return new LanguageModelEngine(new Consultant(
                LanguageModels.only(id, model, RecordedModel.streaming(model)),
                PriceTable.listed(),
                limits,
                Budget.UNLIMITED,
                List.of(),
                new Breaker(clock),
                clock,
                _ -> {}));
    }

    /// Minds that ask the model, over those of the offline engine.
    public Minds over(Minds offline) {
        return new Minds(
                classifier(offline.classifier()),
                offline.finder(),
                diagnoser(offline.diagnoser()),
                recommender(offline.recommender()),
                summarizer(offline.summarizer()));
    }

    /// A chat that asks the model, over one that does not.
    public Chat chat(Chat offline) {
        return new LlmChat(consultant, offline);
    }

    Classifier classifier(Classifier offline) {
        return new LlmClassifier(consultant, offline);
    }

    Diagnoser diagnoser(Diagnoser offline) {
        return new LlmDiagnoser(consultant, offline);
    }

    Recommender recommender(Recommender offline) {
        return new LlmRecommender(consultant, offline);
    }

    Summarizer summarizer(Summarizer offline) {
        return new LlmSummarizer(consultant, offline);
    }
}
