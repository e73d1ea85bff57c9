package dev.runbook.core.engine;

import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.evidence.TimeWindow;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.Durations;
import dev.runbook.core.operation.Provider;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/// Asks providers questions and turns their answers into evidence. Independent questions are asked at the same
/// time;
/// the evidence keeps the order of the questions, so the same answers always give the same ids.
final class Looker {

    private final Provider provider;
    private final InstantSource clock;
    private final Duration timeout;

    Looker(Provider provider, InstantSource clock, Duration timeout) {
        this.provider = provider;
        this.clock = clock;
        this.timeout = timeout;
    }

    /// What was asked and what came back.
    private record Answer(Event.Call call, Observation observation, Instant at) {}

    /// Asks all questions and gives one event with everything that was seen and everything that could not be.
    Event.EvidenceGathered look(Incident incident, StepId step, List<Event.Call> calls) throws InterruptedException {
        var answers = askAll(incident, calls);
        int next = incident.findings().evidence().size() + 1;
        var evidence = new ArrayList<Evidence>();
        var gaps = new ArrayList<String>();
        var outputs = new ArrayList<Value>();
        for (var answer : answers) {
            var source = provider.sourceOf(answer.call().operation().capability());
            switch (answer.observation()) {
                case Observation.Found(var contents, var output) -> {
                    outputs.add(output);
                    for (var content : contents)
                        evidence.add(new Evidence(
                                EvidenceId.number(next++),
                                source,
                                new Evidence.Query(
                                        answer.call().operation().toString(),
                                        answer.call().parameters()),
                                window(answer, content),
                                answer.at(),
                                content));
                }
                case Observation.NothingFound(var output) -> outputs.add(output);
                case Observation.CouldNotLook(var reason, var _) ->
                    gaps.add(answer.call().operation() + " "
                            + answer.call().parameters().display() + ": " + reason);
            }
        }
        var output = calls.size() == 1 && outputs.size() == 1
                ? outputs.getFirst()
                : calls.size() == 1 ? new Value.Nothing() : new Value.Items(List.of());
        return new Event.EvidenceGathered(step, evidence, gaps, output);
    }

    /// Asks all at the same time, and waits for nobody longer than the time-out.
    private List<Answer> askAll(Incident incident, List<Event.Call> calls) throws InterruptedException {
        var answered = new CountDownLatch(calls.size());
        var questions = calls.stream()
                .map(call -> new Question(() -> ask(incident, call), answered))
                .toList();
        questions.forEach(Thread::startVirtualThread);
        try {
            var _ = answered.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            // Whoever does not heed the interrupt is left alone.
            questions.forEach(question -> question.cancel(true));
        }
        var answers = new ArrayList<Answer>();
        for (int i = 0; i < calls.size(); i++) answers.add(answer(calls.get(i), questions.get(i)));
        return answers;
    }

    private static final class Question extends FutureTask<Answer> {
        private final CountDownLatch answered;

        private Question(Callable<Answer> ask, CountDownLatch answered) {
            super(ask);
            this.answered = answered;
        }

        @Override
        protected void done() {
            answered.countDown();
        }
    }

    /// A provider that is late, or that throws against its contract, costs its evidence and nothing more.
    private Answer answer(Event.Call call, Future<Answer> future) {
        return switch (future.state()) {
            case SUCCESS -> future.resultNow();
            case FAILED ->
                new Answer(call, cannot("the provider broke down: " + future.exceptionNow()), clock.instant());
            case CANCELLED, RUNNING ->
                new Answer(call, cannot("no answer within " + Durations.display(timeout)), clock.instant());
        };
    }

    private Answer ask(Incident incident, Event.Call call) throws InterruptedException {
        var operation = provider.catalogue().find(call.operation());
        if (operation.isEmpty()) return new Answer(call, cannot("no such operation"), clock.instant());
        var faults = operation.get().faults(call.parameters());
        if (!faults.isEmpty()) return new Answer(call, cannot(String.join("; ", faults)), clock.instant());
        var context = new CallContext(incident.id(), incident.report().labels(), timeout);
        var observation = provider.observe(call.operation(), operation.get().check(call.parameters()), context);
        return new Answer(call, observation, clock.instant());
    }

    private static Observation cannot(String reason) {
        return new Observation.CouldNotLook(reason, false);
    }

    private static TimeWindow window(Answer answer, Content content) {
        return switch (content) {
            case Content.MetricSeries(var _, var _, var _, var points)
            when !points.isEmpty() ->
                new TimeWindow(points.getFirst().time(), points.getLast().time());
            case Content _ -> {
                var timeframe = answer.call().parameters().get("timeframe").flatMap(v -> Durations.parse(v.display()));
                yield TimeWindow.endingAt(answer.at(), timeframe.orElse(Duration.ZERO));
            }
        };
    }
}
