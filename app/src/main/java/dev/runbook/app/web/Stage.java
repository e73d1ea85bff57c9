package dev.runbook.app.web;

import dev.runbook.core.incident.ProblemReport;
import java.util.List;
import java.util.Optional;

/// Where scenarios are played. Safe for use by many threads.
public interface Stage {

    /// What can be played, in the order of names; empty outside mock mode.
    List<Play> plays();

    default Optional<Play> find(String name) {
        return plays().stream().filter(play -> play.name().equals(name)).findFirst();
    }

    /// One scenario.
    ///
    /// @param name the name of its file, without the ending
    /// @param report what somebody says when it begins; labelled so that its world answers
    record Play(String name, String title, String description, ProblemReport report) {}
}
