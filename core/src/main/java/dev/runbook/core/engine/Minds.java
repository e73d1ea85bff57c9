package dev.runbook.core.engine;

import dev.runbook.core.diagnosis.Classifier;
import dev.runbook.core.diagnosis.Diagnoser;
import dev.runbook.core.diagnosis.Recommender;
import dev.runbook.core.diagnosis.RunbookFinder;
import dev.runbook.core.diagnosis.Summarizer;

/// The parts of the ML engine that the driver asks. They propose; the engine decides and acts.
public record Minds(
        Classifier classifier,
        RunbookFinder finder,
        Diagnoser diagnoser,
        Recommender recommender,
        Summarizer summarizer) {}
