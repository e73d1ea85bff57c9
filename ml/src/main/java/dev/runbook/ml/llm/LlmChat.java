package dev.runbook.ml.llm;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.runbook.core.diagnosis.Consultation.Task;
import dev.runbook.core.diagnosis.Investigation;
import dev.runbook.core.diagnosis.Investigation.Standing;
import dev.runbook.core.engine.Incident;
import dev.runbook.core.engine.Sentence;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.ml.chat.Chat;
import dev.runbook.ml.llm.answer.Shape;
import dev.runbook.ml.llm.guard.Faithfulness;
import dev.runbook.ml.llm.guard.Ground;
import dev.runbook.ml.llm.prompt.CaseText;
import dev.runbook.ml.llm.prompt.EvidenceText;
import dev.runbook.ml.llm.prompt.Prompt;
import dev.runbook.ml.llm.prompt.Quoted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/// Has a language model answer the questions of operators; it may look first. Every sentence is checked
/// before anybody sees it, and what somebody wants done is only proposed. Safe for use by many threads.
final class LlmChat implements Chat {

    private static final int SHARE = 40_000;
    private static final int LATEST = 40;

    private static final Shape.Parts ANSWER = new Shape.Parts(
            Map.of(
                    "answer", new Shape.Words("at most eight sentences, with evidence ids in brackets", 4000),
                    "evidence", new Shape.Many("ids", new Shape.Words("an evidence id, such as ev-3", 20), 40),
                    "action",
                            new Shape.Words(
                                    "the number of the action that the operator wants done, such as A3; leave out when"
                                            + " nothing is wanted",
                                    20)),
            Set.of("evidence", "action"));

    private final Consultant consultant;
    private final Chat offline;

    LlmChat(Consultant consultant, Chat offline) {
        this.consultant = consultant;
        this.offline = offline;
    }

    @Override
    public void answer(Question question, Investigation investigation, Listener listener) throws InterruptedException {
        var known = question.incident()
                .map(incident -> incident.findings().evidence())
                .orElseGet(List::of);
        var looks = new Looks(investigation, known);
        try {
            var answer = consultant
                    .about(Task.CHAT, Prompt.CHAT, investigation, consultant.spending(), consultant.masking())
                    .conclude(Prompt.CHAT.user(told(question, known)), ANSWER, heard(looks, listener));
            say(answer, question, looks.evidence(), investigation, listener);
        } catch (NoAnswer none) {
            investigation.checked(Task.CHAT, Standing.OFFLINE, List.of(none.reason()));
            // A fresh problem has no timeline that would say so.
            if (question.incident().isEmpty())
                listener.says("The offline engine answers instead of the model: " + none.reason() + ".");
            offline.answer(question, investigation, listener);
        }
    }

    private static Map<String, String> told(Question question, List<Evidence> known) {
        var values = new HashMap<String, String>();
        values.put(
                "case",
                question.incident()
                        .map(incident -> about(incident, known))
                        .orElse("There is no incident yet; the question is about a fresh problem."));
        values.put("account", Quoted.data("timeline", account(question)));
        values.put(
                "actions",
                Quoted.data(
                        "actions",
                        IntStream.range(0, question.actions().size())
                                .mapToObj(i -> "A" + (i + 1) + ": "
                                        + question.actions().get(i).operation().name() + ", step "
                                        + question.actions().get(i).step() + " of runbook "
                                        + question.actions().get(i).runbook() + ": "
                                        + question.actions().get(i).description())
                                .collect(Collectors.joining("\n"))));
        values.put(
                "conversation",
                Quoted.data(
                        "conversation",
                        question.earlier().stream()
                                .map(turn -> "operator: " + turn.asked() + "\nyou: " + turn.answered())
                                .collect(Collectors.joining("\n"))));
        values.put("question", Quoted.data("question", question.words()));
        return values;
    }

    private static String about(Incident incident, List<Evidence> known) {
        return CaseText.report(incident.report()) + "\n" + EvidenceText.digests(known, SHARE / 8, SHARE)
                + incident.diagnosis().map(CaseText::of).orElse("");
    }

    private static String account(Question question) {
        var journal = question.journal();
        return journal.stream()
                .skip(Math.max(0, journal.size() - LATEST))
                .map(entry -> entry.at() + " " + Sentence.of(entry))
                .collect(Collectors.joining("\n"));
    }

    /// The tools, with word of every look.
    private static Toolbox heard(Looks looks, Listener listener) {
        return new Toolbox() {
            @Override
            public List<ToolSpecification> tools() {
                return looks.tools();
            }

            @Override
            public List<Result> use(List<ToolExecutionRequest> calls) throws InterruptedException {
                for (var call : calls) listener.looks(call.name() + " " + call.arguments());
                return looks.use(calls);
            }
        };
    }

    private static void say(
            JsonNode answer,
            Question question,
            List<Evidence> evidence,
            Investigation investigation,
            Listener listener) {
        var words = answer.path("answer").stringValue("");
        var cited = evidence.stream()
                .filter(one -> words.contains(one.id().id()) || names(answer.path("evidence"), one))
                .toList();
        var ground = Ground.of(cited)
                .knowing(evidence.stream()
                        .flatMap(one -> DiagnosisCheck.components(one).stream())
                        .collect(Collectors.toSet()))
                .and(account(question))
                .and(question.words())
                .and(question.incident()
                        .map(incident -> CaseText.report(incident.report()))
                        .orElseGet(() -> CaseText.report(ProblemReport.of(question.words()))));
        question.incident().flatMap(Incident::diagnosis).ifPresent(diagnosis -> ground.and(CaseText.of(diagnosis)));
        question.actions()
                .forEach(
                        action -> ground.and(action.operation().name() + " " + action.runbook() + " " + action.step()));
        var checked = Faithfulness.check(words, ground);
        if (!checked.removed().isEmpty()) investigation.checked(Task.CHAT, Standing.MODEL_ALONE, checked.removed());
        sentences(checked.text()).forEach(listener::says);
        if (checked.text().isBlank()) listener.says("Nothing can be said about it that the evidence bears.");
        wanted(answer.path("action").stringValue(""), question).ifPresent(listener::proposes);
    }

    private static boolean names(JsonNode ids, Evidence evidence) {
        for (var id : ids) if (id.stringValue("").equals(evidence.id().id())) return true;
        return false;
    }

    private static List<String> sentences(String text) {
        var sentences = new ArrayList<String>();
        for (var part : text.split("(?<=[.!?])\\s+|\\n+")) if (!part.isBlank()) sentences.add(part.strip());
        return sentences;
    }

    private static java.util.Optional<Action> wanted(String number, Question question) {
        return IntStream.range(0, question.actions().size())
                .filter(i -> number.strip().equals("A" + (i + 1)))
                .mapToObj(question.actions()::get)
                .findFirst();
    }
}
