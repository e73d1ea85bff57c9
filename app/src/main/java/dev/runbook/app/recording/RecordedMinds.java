package dev.runbook.app.recording;

import dev.runbook.core.diagnosis.Candidate;
import dev.runbook.core.diagnosis.CaseFile;
import dev.runbook.core.diagnosis.Classifier;
import dev.runbook.core.diagnosis.Consultation;
import dev.runbook.core.diagnosis.Diagnoser;
import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Investigation;
import dev.runbook.core.diagnosis.Reassessment;
import dev.runbook.core.diagnosis.Recommendation;
import dev.runbook.core.diagnosis.Recommender;
import dev.runbook.core.diagnosis.RunbookFinder;
import dev.runbook.core.diagnosis.Summarizer;
import dev.runbook.core.engine.Event;
import dev.runbook.core.engine.Incident;
import dev.runbook.core.engine.Minds;
import dev.runbook.core.incident.Classification;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.journal.Stamped;
import dev.runbook.core.runbook.Runbook;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// The ML engine as an incident recorded it: whom it asked, what it looked at by itself, and what it
/// answered. Safe for use by many threads.
final class RecordedMinds implements Classifier, RunbookFinder, Diagnoser, Recommender, Summarizer {

    private final Tape tape;

    RecordedMinds(Tape tape) {
        this.tape = tape;
    }

    Minds minds() {
        return new Minds(this, this, this, this, this);
    }

    @Override
    public Classification classify(ProblemReport report) {
        return answer(Event.Triaged.class).classification();
    }

    @Override
    public Classification classify(ProblemReport report, Investigation investigation) {
        think(investigation, Set.of(Consultation.Task.CLASSIFY)::contains);
        return classify(report);
    }

    /// What was corrected right after the diagnosis, if anything was.
    @Override
    public Optional<Reassessment> reassess(CaseFile caseFile, Diagnosis diagnosis) {
        return tape.ahead()
                .takeWhile(event -> !(event instanceof Event.Recommended))
                .filter(Event.SeverityCorrected.class::isInstance)
                .map(event -> ((Event.SeverityCorrected) event).found())
                .findFirst();
    }

    @Override
    public List<Match> find(ProblemReport report, Classification classification, List<Runbook> library) {
        return answer(Event.Triaged.class).matches();
    }

    @Override
    public Diagnosis diagnose(CaseFile caseFile) {
        return answer(Event.Diagnosed.class).diagnosis();
    }

    @Override
    public Diagnosis diagnose(CaseFile caseFile, Investigation investigation) {
        think(investigation, task -> task != Consultation.Task.RECOMMEND);
        return diagnose(caseFile);
    }

    @Override
    public List<Recommendation> recommend(CaseFile caseFile, Diagnosis diagnosis, List<Candidate> candidates) {
        return answer(Event.Recommended.class).recommendations();
    }

    @Override
    public List<Recommendation> recommend(
            CaseFile caseFile, Diagnosis diagnosis, List<Candidate> candidates, Investigation investigation) {
        think(investigation, _ -> true);
        return recommend(caseFile, diagnosis, candidates);
    }

    @Override
    public String postMortem(IncidentId incident, List<Stamped> journal) {
        return answer(Event.Documented.class).markdown();
    }

    @Override
    public String postMortem(IncidentId incident, List<Stamped> journal, Investigation investigation) {
        think(investigation, _ -> true);
        return postMortem(incident, journal);
    }

    /// Says again whom it asked, and looks again at what it looked at.
    private void think(Investigation investigation, Predicate<Consultation.Task> about) {
        while (!tape.isOver()) {
            int before = tape.position();
            switch (tape.next().event()) {
                case Event.ModelConsulted(var consultation)
                when about.test(consultation.task()) -> investigation.consulted(consultation);
                case Event.AnswerChecked(var task, var standing, var remarks)
                when about.test(task) -> investigation.checked(task, standing, remarks);
                case Event.EvidenceGathered gathered
                when gathered.step().equals(Incident.INVESTIGATION) -> look(investigation, gathered);
                case Event _ -> {
                    return;
                }
            }
            if (tape.position() == before) return;
        }
    }

    private static void look(Investigation investigation, Event.EvidenceGathered gathered) {
        try {
            var _ = investigation.ask(RecordedLooks.of(gathered));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Rewind.end();
        }
    }

    /// The answer that comes next. Where the engine broke down instead, it breaks down again in the same words.
    private <E extends Event> E answer(Class<E> type) {
        var prefix = "an error in this program: ";
        if (!tape.isOver() && tape.next().event() instanceof Event.Escalated(var reason) && reason.startsWith(prefix))
            throw new RecordedFault(reason.substring(prefix.length()));
        return tape.ahead(type).orElseThrow(Rewind::end);
    }

    /// A fault that reads as the recorded one did.
    private static final class RecordedFault extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RecordedFault(String message) {
            super(message);
        }

        /// The engine writes down what this gives, and that was written down before.
        @Override
        @SuppressWarnings("OverrideThrowableToString")
        public String toString() {
            return String.valueOf(getMessage());
        }
    }
}
