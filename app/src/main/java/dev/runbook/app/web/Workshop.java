package dev.runbook.app.web;

import dev.runbook.core.engine.Forecast;
import dev.runbook.core.runbook.Runbook;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What is known of the quality of the runbooks. Safe for use by many threads.
public interface Workshop {

    /// What is wrong with the files of the library now, in the order of files and lines.
    List<Flaw> flaws();

    /// Every runbook of the library by how well it fits what somebody writes, in words and in meaning, best
    /// first.
    List<Found> search(String text);

    /// What a runbook would do when the problem of a scenario was just reported. Nothing is executed.
    ///
    /// @param gather whether to look at the simulated world
    /// @return empty when there is no such scenario
    Optional<Forecast> foresee(Runbook runbook, String scenario, boolean gather) throws InterruptedException;

    /// How many tests a runbook has.
    int tests(String runbook);

    /// Plays the tests of a runbook in virtual time; this takes a moment.
    ///
    /// @return empty when there is no such runbook, or it has no tests
    Optional<Played> play(String runbook) throws InterruptedException;

    /// What the tests came to when they were last played with this version; empty when they were not.
    ///
    /// @param version the digest of the runbook's text
    Optional<Played> played(String runbook, String version);

    /// What would be wrong with a text of this runbook, in the order of lines.
    List<Flaw> lint(String runbook, String text);

    /// Writes another text of a runbook; the one before is kept as a version.
    ///
    /// @param from the digest of the text that was changed
    /// @return why it was not written, in a sentence; empty when it was
    Optional<String> save(String runbook, String text, String from);

    /// The texts that a runbook had before, the newest first.
    List<Version> versions(String runbook);

    /// A runbook that was found.
    ///
    /// @param score in `[0, 1]`; below [#LEAST_FIT] nothing fits
    /// @param reason in a few words
    record Found(String runbook, double score, String reason) {
        /// The least score of what fits.
        public static final double LEAST_FIT = 0.3;
    }

    /// A text that a runbook had.
    ///
    /// @param digest of the text
    /// @param until when it was replaced
    record Version(String digest, Instant until, String text) {}

    /// Something wrong in a file.
    ///
    /// @param file its name without the folder
    /// @param error whether the runbook cannot be used because of it
    record Flaw(String file, int line, int column, boolean error, String rule, String message, String hint) {

        /// Whether it is in the file of this runbook.
        public boolean of(String runbook) {
            return file.equals(runbook + ".yaml") || file.equals(runbook + ".yml");
        }
    }

    /// What tests came to.
    ///
    /// @param percent how much of the steps and branches they cover
    /// @param missed what they do not cover
    record Played(Instant at, List<Trial> trials, int percent, List<String> missed) {
        /// Whether every test went as expected.
        public boolean passed() {
            return trials.stream().allMatch(trial -> trial.differences().isEmpty());
        }
    }

    /// One test.
    ///
    /// @param differences how it differs from what was expected; empty when it passed
    record Trial(String name, List<String> differences) {}
}
