package dev.runbook.app.web.api;

import dev.runbook.app.assembly.ConfigurationException;
import dev.runbook.app.assembly.OperatorCall;
import dev.runbook.app.security.Reach;
import dev.runbook.app.web.Backend;
import dev.runbook.core.approval.ApprovalRequest;
import dev.runbook.core.engine.Command;
import dev.runbook.core.engine.Decision;
import dev.runbook.core.engine.Engine;
import dev.runbook.core.engine.Event;
import dev.runbook.core.engine.Evolution;
import dev.runbook.core.engine.Incident;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.journal.JournalEntry;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.runbook.Step;
import dev.runbook.core.value.Value;
import dev.runbook.ml.chat.Chat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/// Answers what people ask of an incident, or of a fresh problem, in the same way for every surface: with
/// the language model where one is configured, else with the offline engine.
///
/// What somebody wants done is put into words as one exact call, which the incident's journal keeps. It is
/// asked for only when the same person says so in words that no model reads; then it is an incident of its
/// own, in which policy, people and the governor decide as about every other action. Safe for use by many
/// threads.
@Component
public class Talks {

    /// What makes an offer a request.
    private static final Pattern GO =
            Pattern.compile("(?i)\\s*(yes[,.!]?\\s*)?(please\\s+)?(do (it|that|so)|go ahead)[.!\\s]*");

    private final Backend backend;
    private final Desk desk;

    Talks(Backend backend, Desk desk) {
        this.backend = backend;
        this.desk = desk;
    }

    /// Hears the answer as it comes, on the caller's thread.
    public interface Listener {
        /// Something is being looked at, in words.
        default void looks(String what) {}

        /// A sentence of the answer.
        void says(String sentence);

        /// A step that would do what is wanted.
        ///
        /// @param parameters what the operation would be called with; empty where that cannot be said
        default void proposes(Chat.Action action, Optional<Value.Fields> parameters) {}
    }

    /// Answers.
    ///
    /// @param words never blank
    /// @param id the incident it is about; empty for a fresh problem
    /// @throws dev.runbook.app.web.problem.ProblemException when there is no such incident
    public void answer(
            String words, Optional<IncidentId> id, List<Chat.Turn> earlier, Authentication who, Listener listener)
            throws InterruptedException {
        var entries = id.map(desk::entries).orElseGet(List::of);
        var incident = Evolution.replay(entries);
        if (incident.isPresent() && GO.matcher(words).matches()) go(incident.get(), who, listener);
        else ask(words, incident, entries, earlier, who, listener);
    }

    private void ask(
            String words,
            Optional<Incident> incident,
            List<JournalEntry> entries,
            List<Chat.Turn> earlier,
            Authentication who,
            Listener listener)
            throws InterruptedException {
        var question = new Chat.Question(
                words,
                backend.pace().clock().instant(),
                incident,
                entries.stream().map(JournalEntry::stamped).toList(),
                earlier,
                actions(),
                backend.runbooks().all());
        var labels = incident.map(one -> one.report().labels()).orElseGet(Map::of);
        var heard = new Heard(listener, incident);
        backend.chat().answer(question, new ChatLooks(backend, incident.map(Incident::id), labels), heard);
        if (incident.isPresent()) heard.offer.ifPresent(call -> offer(call, incident.get(), who, listener));
    }

    /// Every step of the library that changes something.
    private List<Chat.Action> actions() {
        return backend.runbooks().all().stream()
                .flatMap(runbook -> runbook.steps().stream()
                        .flatMap(step -> step instanceof Step.Execute execute ? Stream.of(execute) : Stream.empty())
                        .flatMap(step -> backend.provider().catalogue().find(step.operation()).stream()
                                .map(operation -> new Chat.Action(
                                        runbook.id(),
                                        step.id(),
                                        operation,
                                        step.description(),
                                        step.risk().or(operation.riskFloor())))))
                .toList();
    }

    /// Passes on what is heard, and works out what is proposed.
    private final class Heard implements Chat.Listener {
        private final Listener listener;
        private final Optional<Incident> incident;
        private Optional<Event.Call> offer = Optional.empty();

        private Heard(Listener listener, Optional<Incident> incident) {
            this.listener = listener;
            this.incident = incident;
        }

        @Override
        public void looks(String what) {
            listener.looks(what);
        }

        @Override
        public void says(String sentence) {
            listener.says(sentence);
        }

        @Override
        public void proposes(Chat.Action action) {
            var parameters = incident.flatMap(one -> parameters(one, action));
            offer = parameters.map(known -> new Event.Call(action.operation().name(), known));
            listener.proposes(action, parameters);
        }
    }

    /// What the step would be called with in this incident: where it waits for people, what they are asked
    /// about, else what its runbook would do. Rules say so, and no model.
    private Optional<Value.Fields> parameters(Incident incident, Chat.Action action) {
        var asked = asked(incident, action.operation().name());
        if (asked.isPresent()) return asked.map(request -> request.plan().parameters());
        try {
            var runbook = backend.runbooks().find(action.runbook());
            if (runbook.isEmpty()) return Optional.empty();
            return backend.dryRun().of(incident, runbook.get(), false).steps().stream()
                    .filter(step -> step.step().equals(action.step())
                            && step.unknown().isEmpty()
                            && step.calls().size() == 1)
                    .map(step -> step.calls().getFirst().parameters())
                    .filter(parameters -> action.operation().faults(parameters).isEmpty())
                    .findFirst();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Optional<ApprovalRequest> asked(Incident incident, OperationName operation) {
        return Engine.openRequest(incident)
                .filter(request -> request.plan().operation().equals(operation));
    }

    private void offer(Event.Call call, Incident incident, Authentication who, Listener listener) {
        var asked = asked(incident, call.operation());
        if (asked.isPresent()) {
            listener.says(asked.get().id() + " asks for " + display(call) + " already: decide about it.");
            return;
        }
        backend.desk().note(incident.id(), new Event.Offered(who.getName(), call));
        listener.says("Say \"do it\", and I ask for " + display(call)
                + " in your name; policy and approval decide about it as about every action.");
    }

    private void go(Incident incident, Authentication who, Listener listener) {
        var by = new Actor.Operator(who.getName());
        var taken = Optional.ofNullable(incident.offers().get(by.name()))
                .filter(call -> backend.desk()
                        .handle(incident.id(), new Command.TakeOffer(by, call))
                        .filter(Decision.Accepted.class::isInstance)
                        .isPresent());
        if (taken.isEmpty()) {
            listener.says("I have offered nothing that I could ask for; say what you want done.");
            return;
        }
        listener.says(instruct(taken.get(), incident, who));
    }

    private String instruct(Event.Call offered, Incident incident, Authentication who) {
        var operation = backend.provider().catalogue().find(offered.operation());
        if (operation.isEmpty()) return "No integration offers " + offered.operation() + " any more.";
        try {
            var environment = incident.report().environment();
            var call = OperatorCall.of(
                    operation.get(), offered.parameters(), environment, "asked for in " + incident.id());
            var place = new Reach.Place(call.report().service().stream().collect(Collectors.toSet()), environment);
            if (!Reach.reaches(who.getAuthorities(), place))
                return "What " + offered.operation() + " acts on is out of your reach.";
            var report = placed(call.report(), incident.report().labels());
            var objection = new Targets(backend.provider())
                    .objection(
                            operation.get(),
                            offered.parameters(),
                            backend.desk().complete(report).labels());
            if (objection.isPresent()) return "It cannot be asked for: " + objection.get() + ".";
            var asked = backend.desk().instruct(report, call.runbook(), new Actor.Operator(who.getName()));
            return asked.id() + " asks for " + display(offered) + " in your name; policy and approval decide about it.";
        } catch (ConfigurationException e) {
            return "It cannot be asked for: " + e.getMessage();
        }
    }

    private static String display(Event.Call call) {
        return call.operation() + " " + call.parameters().display();
    }

    /// In the same world as the incident, where that is a simulated one.
    private static ProblemReport placed(ProblemReport report, Map<String, String> labels) {
        var placed = report;
        for (var label : labels.entrySet()) placed = placed.labelled(label.getKey(), label.getValue());
        return placed;
    }
}
