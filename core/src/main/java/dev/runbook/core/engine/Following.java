package dev.runbook.core.engine;

import dev.runbook.core.approval.Plan;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.runbook.RunbookLibrary;
import dev.runbook.core.runbook.Step;
import dev.runbook.core.value.Digest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The runbooks that an incident follows and followed, each in the version with which it began. One thread
/// at a time.
final class Following {

    private final RunbookLibrary library;
    private Optional<Runbook> runbook = Optional.empty();
    private Optional<Digest> version = Optional.empty();

    Following(RunbookLibrary library) {
        this.library = library;
    }

    /// Takes up the runbook that the incident follows now, read once for each version; none where nothing of it
    /// is needed any more.
    void takeUp(Incident incident) {
        runbook = current(incident);
    }

    private Optional<Runbook> current(Incident incident) {
        if (incident.run().isEmpty() || !incident.phase().kind().followsRunbook()) return Optional.empty();
        var run = incident.run().get();
        if (runbook.isPresent() && version.filter(run.digest()::equals).isPresent()) return runbook;
        version = Optional.of(run.digest());
        return Optional.of(read(run));
    }

    /// The runbook that was taken up; empty when the incident follows none.
    Optional<Runbook> runbook() {
        return runbook;
    }

    /// The version that a run began with.
    Runbook read(RunbookRun run) {
        return library.find(run.runbook())
                .filter(r -> r.digest().equals(run.digest()))
                .orElseGet(() -> library.read(run.runbook(), run.source()));
    }

    /// Whether the library has a runbook that the incident may follow.
    boolean exists(Incident incident, RunbookId wanted) {
        return library.find(wanted)
                .filter(r -> RunbookChoice.mayFollow(incident, r))
                .isPresent();
    }

    /// The runbook that the incident follows, and those that it called.
    List<Followed> followed(Incident incident) {
        return incident.run().stream()
                .flatMap(run -> Stream.concat(Stream.of(run), run.called().stream()))
                .map(run -> new Followed(read(run), run))
                .toList();
    }

    /// The step that a plan was made for, in the version it was made for; empty when it cannot be read
    /// any more.
    Optional<Step.Execute> step(Incident incident, Plan plan) {
        try {
            return incident.run()
                    .map(this::read)
                    .flatMap(r -> r.step(plan.step()))
                    .filter(Step.Execute.class::isInstance)
                    .map(Step.Execute.class::cast);
        } catch (RuntimeException unreadable) {
            return Optional.empty();
        }
    }
}
