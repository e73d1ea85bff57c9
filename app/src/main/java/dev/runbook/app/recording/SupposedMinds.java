package dev.runbook.app.recording;

import dev.runbook.core.diagnosis.Candidate;
import dev.runbook.core.diagnosis.CaseFile;
import dev.runbook.core.diagnosis.Classifier;
import dev.runbook.core.diagnosis.Consultation;
import dev.runbook.core.diagnosis.Diagnoser;
import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.diagnosis.Investigation;
import dev.runbook.core.diagnosis.Reassessment;
import dev.runbook.core.diagnosis.Recommendation;
import dev.runbook.core.diagnosis.Recommender;
import dev.runbook.core.engine.Event;
import dev.runbook.core.engine.Incident;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.core.incident.Classification;
import dev.runbook.core.incident.ProblemReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The ML engine as a supposition knows it: it looks at what it looked at then, asks whom it asked, and
/// comes to the same, as long as the evidence that it stood on is there. One thread at a time.
final class SupposedMinds implements Classifier, Diagnoser, Recommender {

    private final List<Event> events;
    private final Function<String, Rewind> halt;
    private int diagnoses;

    /// @param events what was recorded
    /// @param halt takes what is unknown, and says that nothing can follow
    SupposedMinds(List<Event> events, Function<String, Rewind> halt) {
        this.events = List.copyOf(events);
        this.halt = halt;
    }

    @Override
    public Classification classify(ProblemReport report) {
        return triaged().classification();
    }

    @Override
    public Classification classify(ProblemReport report, Investigation investigation) {
        think(investigation, thoughts(events.indexOf(triaged())));
        return classify(report);
    }

    /// What came of the first look at the report.
    Event.Triaged triaged() {
        return all(Event.Triaged.class)
                .findFirst()
                .orElseThrow(() -> halt.apply("what comes of the first look at the report"));
    }

    @Override
    public Diagnosis diagnose(CaseFile caseFile) {
        return diagnose(caseFile, Investigation.NONE);
    }

    @Override
    public Diagnosis diagnose(CaseFile caseFile, Investigation investigation) {
        diagnoses++;
        var thoughts = thoughts(diagnosed());
        var seen = think(
                investigation,
                thoughts.stream()
                        .takeWhile(event -> !isAboutRecommending(event))
                        .toList());
        var diagnosis = ((Event.Diagnosed) events.get(diagnosed())).diagnosis();
        var ids = sameEvidence(Stream.concat(caseFile.evidence().stream(), seen));
        return new Diagnosis(
                diagnosis.verdict(),
                diagnosis.hypotheses().stream().map(h -> cited(h, ids)).toList(),
                diagnosis.gaps());
    }

    /// What was corrected right after this diagnosis, if anything was.
    @Override
    public Optional<Reassessment> reassess(CaseFile caseFile, Diagnosis diagnosis) {
        var ids = sameEvidence(caseFile.evidence().stream());
        return afterTheDiagnosis()
                .takeWhile(event -> !(event instanceof Event.Recommended))
                .filter(Event.SeverityCorrected.class::isInstance)
                .map(event -> ((Event.SeverityCorrected) event).found())
                .map(found -> new Reassessment(found.severity(), found.reason(), now(found.evidence(), ids)))
                .findFirst();
    }

    /// What was recommended then, by the steps that there are now.
    @Override
    public List<Recommendation> recommend(CaseFile caseFile, Diagnosis diagnosis, List<Candidate> candidates) {
        var then = afterTheDiagnosis()
                .filter(Event.Recommended.class::isInstance)
                .map(Event.Recommended.class::cast)
                .findFirst()
                .orElseThrow(() -> halt.apply("what the ML engine would have recommended then"));
        var ids = sameEvidence(caseFile.evidence().stream());
        return then.recommendations().stream()
                .flatMap(r -> step(r, candidates).stream()
                        .map(candidate -> new Recommendation(
                                candidate.runbook(),
                                candidate.step(),
                                r.operation(),
                                r.bindings(),
                                candidate.risk(),
                                r.confidence(),
                                r.reason(),
                                r.expectedEffect(),
                                cited(r.evidence(), ids, r.reason()))))
                .toList();
    }

    @Override
    public List<Recommendation> recommend(
            CaseFile caseFile, Diagnosis diagnosis, List<Candidate> candidates, Investigation investigation) {
        think(
                investigation,
                thoughts(diagnosed()).stream()
                        .dropWhile(event -> !isAboutRecommending(event))
                        .toList());
        return recommend(caseFile, diagnosis, candidates);
    }

    private static Optional<Candidate> step(Recommendation r, List<Candidate> candidates) {
        var able = candidates.stream()
                .filter(c -> c.operation().name().equals(r.operation()))
                .toList();
        return able.stream()
                .filter(c -> c.runbook().equals(r.runbook()) && c.step().equals(r.step()))
                .findFirst()
                .or(() -> able.stream().filter(Candidate::current).findFirst())
                .or(() -> able.stream().findFirst());
    }

    private <E extends Event> Stream<E> all(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast);
    }

    /// The place of the diagnosis that is made now, or was made last.
    private int diagnosed() {
        int found = 0;
        for (int place = 0; place < events.size(); place++)
            if (events.get(place) instanceof Event.Diagnosed && ++found == diagnoses) return place;
        throw halt.apply("what the ML engine would have found then");
    }

    private Stream<Event> afterTheDiagnosis() {
        return events.stream().skip(diagnosed() + 1L);
    }

    /// What the ML engine did before it came to what is at a place.
    private List<Event> thoughts(int place) {
        int begin = place;
        while (begin > 0 && isThought(events.get(begin - 1))) begin--;
        return events.subList(begin, place);
    }

    private static boolean isThought(Event event) {
        return event instanceof Event.ModelConsulted
                || event instanceof Event.AnswerChecked
                || (event instanceof Event.EvidenceGathered gathered
                        && gathered.step().equals(Incident.INVESTIGATION));
    }

    private static boolean isAboutRecommending(Event event) {
        return (event instanceof Event.ModelConsulted(var consultation)
                        && consultation.task() == Consultation.Task.RECOMMEND)
                || (event instanceof Event.AnswerChecked(var task, var _, var _)
                        && task == Consultation.Task.RECOMMEND);
    }

    /// Says again whom it asked, and looks again at what it looked at.
    ///
    /// @return what is seen
    private static Stream<Evidence> think(Investigation investigation, List<Event> thoughts) {
        var seen = Stream.<Evidence>empty();
        for (var thought : thoughts)
            switch (thought) {
                case Event.ModelConsulted(var consultation) -> investigation.consulted(consultation);
                case Event.AnswerChecked(var task, var standing, var remarks) ->
                    investigation.checked(task, standing, remarks);
                case Event.EvidenceGathered gathered -> seen = Stream.concat(seen, look(investigation, gathered));
                case Event other -> throw new IllegalStateException("no thought: " + other);
            }
        return seen;
    }

    private static Stream<Evidence> look(Investigation investigation, Event.EvidenceGathered gathered) {
        try {
            return investigation.ask(RecordedLooks.of(gathered)).evidence().stream();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Rewind.end();
        }
    }

    /// The ids that the recorded evidence has now.
    private Map<EvidenceId, EvidenceId> sameEvidence(Stream<Evidence> evidence) {
        Function<Evidence, String> content = e -> e.query() + "\n" + e.content();
        var by = evidence.collect(Collectors.toMap(content, Evidence::id, (first, _) -> first));
        return all(Event.EvidenceGathered.class)
                .flatMap(gathered -> gathered.evidence().stream())
                .filter(e -> by.containsKey(content.apply(e)))
                .collect(Collectors.toMap(Evidence::id, e -> by.get(content.apply(e)), (first, _) -> first));
    }

    private Hypothesis cited(Hypothesis then, Map<EvidenceId, EvidenceId> ids) {
        return new Hypothesis(
                then.statement(),
                then.kind(),
                then.component(),
                then.onset(),
                then.confidence(),
                cited(then.supportedBy(), ids, then.statement()),
                now(then.contradictedBy(), ids),
                then.ruledOut());
    }

    private Set<EvidenceId> cited(Set<EvidenceId> then, Map<EvidenceId, EvidenceId> ids, String statement) {
        var now = now(then, ids);
        if (now.isEmpty())
            throw halt.apply("whether the ML engine would have found without that evidence: " + statement);
        return now;
    }

    private static Set<EvidenceId> now(Set<EvidenceId> then, Map<EvidenceId, EvidenceId> ids) {
        return then.stream().filter(ids::containsKey).map(ids::get).collect(Collectors.toSet());
    }
}
