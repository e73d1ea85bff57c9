package dev.runbook.ml.llm;

import dev.runbook.core.diagnosis.Candidate;
import dev.runbook.core.diagnosis.CaseFile;
import dev.runbook.core.diagnosis.Consultation.Task;
import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Investigation;
import dev.runbook.core.diagnosis.Investigation.Standing;
import dev.runbook.core.diagnosis.Recommendation;
import dev.runbook.core.diagnosis.Recommender;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.ml.llm.answer.Shape;
import dev.runbook.ml.llm.guard.Faithfulness;
import dev.runbook.ml.llm.guard.Ground;
import dev.runbook.ml.llm.prompt.CaseText;
import dev.runbook.ml.llm.prompt.Prompt;
import dev.runbook.ml.llm.prompt.Quoted;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/// Has a language model rank the actions. It points at numbered steps of runbooks and can name nothing
/// else; what an action would be done to follows from the evidence, by the offline engine's rules, never
/// from the model's words. Safe for use by many threads.
final class LlmRecommender implements Recommender {

    private static final int SHARE = 30_000;

    private static final Shape.Parts ACTION = new Shape.Parts(
            Map.of(
                    "action", new Shape.Words("the number of an action, such as A3", 20),
                    "reason", new Shape.Words("one sentence why", 600),
                    "expected_effect", new Shape.Words("one sentence on what should be seen afterwards", 400),
                    "evidence", new Shape.Many("ids", new Shape.Words("an evidence id, such as ev-3", 20), 40)),
            Set.of("evidence"));

    private static final Shape.Parts ANSWER =
            new Shape.Parts(Map.of("actions", new Shape.Many("best first; may be empty", ACTION, 10)), Set.of());

    private final Consultant consultant;
    private final Recommender offline;

    LlmRecommender(Consultant consultant, Recommender offline) {
        this.consultant = consultant;
        this.offline = offline;
    }

    @Override
    public List<Recommendation> recommend(CaseFile caseFile, Diagnosis diagnosis, List<Candidate> candidates) {
        return offline.recommend(caseFile, diagnosis, candidates);
    }

    @Override
    public List<Recommendation> recommend(
            CaseFile caseFile, Diagnosis diagnosis, List<Candidate> candidates, Investigation investigation) {
        var floor = offline.recommend(caseFile, diagnosis, candidates);
        if (diagnosis.leading().isEmpty() || candidates.isEmpty()) return floor;
        try {
            var answer = consultant
                    .about(
                            Task.RECOMMEND,
                            Prompt.RESOLUTION,
                            investigation,
                            consultant.spending(),
                            consultant.masking())
                    .conclude(
                            Prompt.RESOLUTION.user(Map.of(
                                    "case", CaseText.of(caseFile, SHARE),
                                    "hypotheses", CaseText.of(diagnosis),
                                    "actions", actions(candidates))),
                            ANSWER,
                            Toolbox.EMPTY);
            return ranked(caseFile, diagnosis, candidates, floor, answer, investigation);
        } catch (NoAnswer none) {
            investigation.checked(Task.RECOMMEND, Standing.OFFLINE, List.of(none.reason()));
            return floor;
        }
    }

    /// The actions with the numbers by which they are chosen. Descriptions are written by whoever wrote the
    /// runbook.
    static String actions(List<Candidate> candidates) {
        return Quoted.data(
                "actions",
                IntStream.range(0, candidates.size())
                        .mapToObj(i -> "A" + (i + 1) + ": "
                                + candidates.get(i).operation().name() + " (step "
                                + candidates.get(i).step() + " of runbook "
                                + candidates.get(i).runbook() + ", "
                                + candidates.get(i).risk().key() + " risk): "
                                + candidates.get(i).description())
                        .collect(Collectors.joining("\n")));
    }

    private List<Recommendation> ranked(
            CaseFile caseFile,
            Diagnosis diagnosis,
            List<Candidate> candidates,
            List<Recommendation> floor,
            JsonNode answer,
            Investigation investigation) {
        var remarks = new ArrayList<String>();
        var ranked = new ArrayList<Recommendation>();
        for (var wish : answer.path("actions")) {
            var number = wish.path("action").stringValue("").strip();
            var candidate = chosen(number, candidates);
            if (candidate.isEmpty()) {
                remarks.add(
                        "the recommendation '" + cut(number) + "' was dropped: it is none of the actions there are");
                continue;
            }
            var aimed = offline.recommend(caseFile, diagnosis, List.of(candidate.get()));
            if (aimed.isEmpty())
                remarks.add("the recommendation " + candidate.get().operation().name()
                        + " was dropped: it does not cure the cause, was tried before, or the evidence does not say"
                        + " what it would be done to");
            else ranked.add(worded(aimed.getFirst(), wish, caseFile, remarks));
        }
        if (ranked.isEmpty()) {
            remarks.add("the model recommends none of the actions there are");
            investigation.checked(Task.RECOMMEND, Standing.OFFLINE, remarks);
            return floor;
        }
        var agreed = !floor.isEmpty() && same(floor.getFirst(), ranked.getFirst());
        var chosen = new HashSet<>(ranked.stream().map(LlmRecommender::place).toList());
        floor.stream().filter(own -> !chosen.contains(place(own))).forEach(ranked::add);
        investigation.checked(Task.RECOMMEND, agreed ? Standing.AGREED : Standing.MODEL_ALONE, remarks);
        return ranked;
    }

    private static Optional<Candidate> chosen(String number, List<Candidate> candidates) {
        return IntStream.range(0, candidates.size())
                .filter(i -> number.equals("A" + (i + 1)))
                .mapToObj(candidates::get)
                .findFirst();
    }

    private static String cut(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }

    private static boolean same(Recommendation one, Recommendation other) {
        return one.operation().equals(other.operation()) && one.bindings().equals(other.bindings());
    }

    private static String place(Recommendation recommendation) {
        return recommendation.runbook() + "/" + recommendation.step();
    }

    /// With the model's words, as far as the evidence bears them.
    private static Recommendation worded(Recommendation own, JsonNode wish, CaseFile caseFile, List<String> remarks) {
        var cited = new TreeSet<EvidenceId>(own.evidence());
        cited.addAll(DiagnosisCheck.ids(wish.path("evidence"), caseFile));
        var ground = Ground.of(caseFile.evidence().stream()
                        .filter(evidence -> cited.contains(evidence.id()))
                        .toList())
                .knowing(DiagnosisCheck.components(caseFile))
                .and(CaseText.report(caseFile.report()))
                .and(caseFile.reportedAt())
                .and(own.reason())
                .and(own.operation().toString())
                .and(own.bindings().display());
        return new Recommendation(
                own.runbook(),
                own.step(),
                own.operation(),
                own.bindings(),
                own.risk(),
                own.confidence(),
                words(wish, "reason", ground, remarks).orElse(own.reason()),
                words(wish, "expected_effect", ground, remarks).orElse(own.expectedEffect()),
                cited);
    }

    private static Optional<String> words(JsonNode wish, String member, Ground ground, List<String> remarks) {
        var checked = Faithfulness.check(wish.path(member).stringValue(""), ground);
        remarks.addAll(checked.removed());
        return Optional.of(checked.text()).filter(text -> !text.isBlank());
    }
}
