package dev.runbook.ml.chat;

import dev.runbook.core.diagnosis.CaseFile;
import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.diagnosis.Investigation;
import dev.runbook.core.engine.Engine;
import dev.runbook.core.engine.Incident;
import dev.runbook.core.engine.Minds;
import dev.runbook.core.engine.Notice;
import dev.runbook.core.engine.Sentence;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.journal.Stamped;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.value.Value;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Answers with no model: it sees by a few words what is wanted, reads the journal, looks where it must,
/// and composes sentences that cite their evidence. Safe for use by many threads.
public final class OfflineChat implements Chat {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final Pattern EVIDENCE = Pattern.compile("\\bev-[1-9]\\d{0,8}\\b");
    private static final Pattern HAPPENED =
            Pattern.compile("(?i)\\b(timeline|happened|history|so far|what was done|who (approved|decided))\\b");
    private static final Pattern GAPS =
            Pattern.compile("(?i)\\b(not (seen|known|looked)|gaps?|missing|could not|unknown|ruled out)\\b");
    private static final Pattern LOOK = Pattern.compile(
            "(?i)\\b(metrics?|cpu|memory|latency|logs?|errors?|alerts?|deploy\\w*|releases?|changes?)\\b");
    /// A question about the incident as a whole.
    private static final Pattern ABOUT_IT = Pattern.compile(
            "(?i)^\\W*(why|what('s| is) (wrong|up|the (cause|matter|state|status|problem)|going on|it)|status\\b|state\\b"
                    + "|how (is|are|bad|far|sure)|where (are|do) we|what (now|next)|cause\\b|summar|explain|tell me)");

    private static final int LATEST = 8;

    private final Minds minds;

    /// @param minds the offline engine
    public OfflineChat(Minds minds) {
        this.minds = minds;
    }

    @Override
    public void answer(Question question, Investigation investigation, Listener listener) throws InterruptedException {
        var clauses = question.incident().isPresent() ? understood(question) : List.<Question>of();
        if (clauses.size() < 2) answerOne(question, investigation, listener);
        else for (var clause : clauses) answerOne(clause, investigation, listener);
    }

    /// The clauses that ask or want something, each as a question of its own.
    private static List<Question> understood(Question question) {
        return Clauses.of(question.words()).stream()
                .map(question::saying)
                .filter(clause -> Wish.of(clause).isPresent() || asks(clause.words()))
                .toList();
    }

    private static boolean asks(String words) {
        return Stream.of(EVIDENCE, HAPPENED, GAPS, LOOK, ABOUT_IT)
                .anyMatch(kind -> kind.matcher(words).find());
    }

    private void answerOne(Question question, Investigation investigation, Listener listener)
            throws InterruptedException {
        var wanted = Wish.of(question);
        if (wanted.isPresent()) propose(wanted.get(), listener);
        else if (question.incident().isPresent()) about(question.incident().get(), question, investigation, listener);
        else fresh(question, investigation, listener);
    }

    /// Nothing is done here; what is said is how it would be done.
    static void propose(Action action, Listener listener) {
        listener.proposes(action);
        listener.says("I only look and talk. What you want is step " + action.step() + " of runbook " + action.runbook()
                + ", " + action.operation().name() + " (" + action.risk().key() + " risk).");
        listener.says("It runs only by way of an incident, where policy and approval decide as for every action: report"
                + " the problem, and it is proposed if the evidence bears it.");
    }

    private static void about(Incident incident, Question question, Investigation investigation, Listener listener)
            throws InterruptedException {
        var words = question.words();
        var cited =
                EVIDENCE.matcher(words).results().map(match -> match.group()).toList();
        if (!cited.isEmpty()) evidence(incident, cited, listener);
        else if (HAPPENED.matcher(words).find()) happened(question.journal(), listener);
        else if (GAPS.matcher(words).find()) gaps(incident, listener);
        else if (LOOK.matcher(words).find()) look(words, named(words, components(incident)), investigation, listener);
        else if (ABOUT_IT.matcher(words).find()) {
            state(incident, listener);
            cause(incident.diagnosis(), listener);
        } else seen(words, incident, listener);
    }

    /// What was seen already about a remark; that nothing was is an answer too.
    private static void seen(String words, Incident incident, Listener listener) {
        var seen = Seen.about(words, incident.findings().evidence());
        listener.says(
                seen.isEmpty()
                        ? "Noted in the timeline. Nothing that was seen speaks of this."
                        : "Noted in the timeline. What was seen about it:");
        seen.forEach(evidence -> listener.says(told(evidence)));
    }

    private static void evidence(Incident incident, List<String> ids, Listener listener) {
        for (var id : ids)
            listener.says(incident.findings().evidence().stream()
                    .filter(evidence -> evidence.id().id().equals(id))
                    .findFirst()
                    .map(OfflineChat::told)
                    .orElse("There is no evidence " + id + "."));
    }

    private static String told(Evidence evidence) {
        return evidence.source() + " saw at " + TIME.format(evidence.observedAt()) + " UTC: "
                + evidence.content().headline() + " [" + evidence.id() + "].";
    }

    private static void happened(List<Stamped> journal, Listener listener) {
        var told = journal.stream()
                .filter(entry -> !Notice.isOfBulletin(entry.event()))
                .toList();
        told.stream()
                .skip(Math.max(0, told.size() - LATEST))
                .forEach(entry -> listener.says(TIME.format(entry.at()) + " UTC: " + Sentence.of(entry) + "."));
    }

    private static void gaps(Incident incident, Listener listener) {
        var gaps = incident.findings().gaps();
        if (gaps.isEmpty()) listener.says("Every question got an answer.");
        gaps.forEach(gap -> listener.says("Not seen: " + gap + "."));
        incident.diagnosis().stream()
                .flatMap(diagnosis -> diagnosis.hypotheses().stream())
                .filter(hypothesis -> hypothesis.ruledOut().isPresent())
                .forEach(hypothesis -> listener.says("Ruled out: " + hypothesis.statement() + ", because "
                        + hypothesis.ruledOut().get() + " " + brackets(hypothesis.contradictedBy()) + "."));
    }

    private static void state(Incident incident, Listener listener) {
        var phase = incident.phase().kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        listener.says(incident.id() + " is " + phase + ": "
                + incident.severity().name().toLowerCase(Locale.ROOT) + " severity, "
                + incident.category().name().toLowerCase(Locale.ROOT) + ".");
        Engine.openRequest(incident)
                .ifPresent(request -> listener.says("It waits for a decision about " + request.id() + ": "
                        + request.plan().operation() + " "
                        + request.plan().parameters().display() + "."));
    }

    private static void cause(Optional<Diagnosis> diagnosis, Listener listener) {
        if (diagnosis.isEmpty()) {
            listener.says("There is no diagnosis yet.");
            return;
        }
        switch (diagnosis.get().verdict()) {
            case HEALTHY -> listener.says("The diagnosis is that nothing is broken.");
            case INCONCLUSIVE -> listener.says("The evidence does not tell the cause.");
            case FAULT -> diagnosis.get().leading().ifPresent(leading -> cause(leading, listener));
        }
    }

    private static void cause(Hypothesis leading, Listener listener) {
        listener.says("The cause seems to be: " + leading.statement() + " " + brackets(leading.supportedBy()) + ".");
        listener.says("Confidence is " + Math.round(leading.confidence() * 100) + " percent"
                + (leading.contradictedBy().isEmpty()
                        ? "."
                        : "; against it stands " + brackets(leading.contradictedBy()) + "."));
    }

    private static String brackets(Collection<EvidenceId> ids) {
        return ids.stream().map(EvidenceId::id).collect(Collectors.joining(", ", "[", "]"));
    }

    /// Classifies, finds the runbook, looks around, and says what the evidence tells.
    private void fresh(Question question, Investigation investigation, Listener listener) throws InterruptedException {
        var report = ProblemReport.of(question.words());
        var classification = minds.classifier().classify(report);
        listener.says("This reads like a problem of "
                + classification.category().name().toLowerCase(Locale.ROOT)
                + ", severity " + classification.severity().name().toLowerCase(Locale.ROOT) + " (confidence "
                + Math.round(classification.confidence() * 100) + " percent).");
        var matches = minds.finder().find(report, classification, question.library());
        matches.stream().findFirst().ifPresent(best -> listener.says("The closest runbook is " + best.runbook() + "."));
        listener.looks("what fires, and what there is");
        var seen = new ArrayList<Evidence>();
        var gaps = new ArrayList<String>();
        see(
                investigation,
                List.of(all("monitoring", "get_current_alerts"), all("compute", "get_resources")),
                seen,
                gaps);
        var places = named(question.words(), components(seen));
        if (!places.isEmpty()) {
            listener.looks("metrics, logs, and releases of " + String.join(", ", places));
            see(investigation, closeUp(places), seen, gaps);
        }
        var diagnosis = minds.diagnoser()
                .diagnose(new CaseFile(report, question.askedAt(), classification, seen, gaps, List.of()));
        cause(Optional.of(diagnosis), listener);
        told(diagnosis, seen).forEach(evidence -> listener.says(told(evidence)));
        gaps.forEach(gap -> listener.says("Not seen: " + gap + "."));
        listener.says("To have it handled, report it.");
    }

    private static List<Evidence> told(Diagnosis diagnosis, List<Evidence> seen) {
        var ids = diagnosis.leading().map(Hypothesis::supportedBy).orElseGet(java.util.Set::of);
        return seen.stream().filter(evidence -> ids.contains(evidence.id())).toList();
    }

    private static void see(
            Investigation investigation, List<Investigation.Look> looks, List<Evidence> seen, List<String> gaps)
            throws InterruptedException {
        var offered = investigation.looks().stream()
                .map(operation -> operation.name())
                .toList();
        var possible = looks.stream()
                .filter(look -> offered.contains(look.operation()))
                .toList();
        if (possible.isEmpty()) return;
        var answer = investigation.ask(possible);
        seen.addAll(answer.evidence());
        gaps.addAll(answer.gaps());
    }

    private static List<Investigation.Look> closeUp(Collection<String> places) {
        var looks = new ArrayList<Investigation.Look>();
        for (var place : places)
            for (var scope : List.of("host", "service")) {
                looks.add(look("monitoring", "get_metrics", scope, place));
                looks.add(look("monitoring", "get_logs", scope, place));
                looks.add(look("deployments", "get_recent_deployments", scope, place));
            }
        return looks;
    }

    /// Looks at what the words name, and says what was seen.
    private static void look(String words, Collection<String> places, Investigation investigation, Listener listener)
            throws InterruptedException {
        var looks = new ArrayList<Investigation.Look>();
        var lower = words.toLowerCase(Locale.ROOT);
        var method = lower.matches(".*\\b(logs?|errors?)\\b.*")
                ? "get_logs"
                : lower.matches(".*\\balerts?\\b.*") ? "get_current_alerts" : "get_metrics";
        boolean releases = lower.matches(".*\\b(deploy\\w*|releases?|changes?)\\b.*");
        var capability = releases ? "deployments" : "monitoring";
        var name = releases ? "get_recent_deployments" : method;
        for (var place : places)
            for (var scope : List.of("host", "service")) looks.add(look(capability, name, scope, place));
        if (looks.isEmpty()) looks.add(all(capability, name));
        listener.looks(capability + "." + name + (places.isEmpty() ? "" : " of " + String.join(", ", places)));
        var seen = new ArrayList<Evidence>();
        var gaps = new ArrayList<String>();
        see(investigation, looks, seen, gaps);
        if (seen.isEmpty()) listener.says("Nothing was found.");
        seen.forEach(evidence -> listener.says(told(evidence)));
        gaps.forEach(gap -> listener.says("Not seen: " + gap + "."));
    }

    private static Investigation.Look all(String capability, String method) {
        return new Investigation.Look(name(capability, method), Value.Fields.NONE);
    }

    private static Investigation.Look look(String capability, String method, String scope, String place) {
        return new Investigation.Look(name(capability, method), Value.fields(scope, place));
    }

    private static OperationName name(String capability, String method) {
        return new OperationName(Capability.ofKey(capability).orElseThrow(), method);
    }

    private static Collection<String> components(Incident incident) {
        var names = new TreeSet<>(components(incident.findings().evidence()));
        incident.report().host().ifPresent(names::add);
        incident.report().service().ifPresent(names::add);
        return names;
    }

    private static Collection<String> components(List<Evidence> evidence) {
        var names = new TreeSet<String>();
        for (var one : evidence)
            switch (one.content()) {
                case Content.Facts _ when one.givesBackground() -> {}
                case Content.AlertSeen(var alert, var _) -> names.add(alert.component());
                case Content.Facts facts -> names.add(facts.about());
                case Content.MetricSeries series -> names.add(series.component());
                case Content.LogLines log -> names.add(log.component());
                case Content.ChangeMade change -> names.add(change.component());
                case Content.Dependencies _ -> {}
            }
        return names;
    }

    /// The components whose whole names stand in the words.
    private static Collection<String> named(String words, Collection<String> components) {
        var lower = " " + words.toLowerCase(Locale.ROOT).replaceAll("[^\\w.-]+", " ") + " ";
        return components.stream()
                .filter(name -> lower.contains(" " + name.toLowerCase(Locale.ROOT) + " "))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
