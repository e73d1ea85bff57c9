package dev.runbook.core.engine;

import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.evidence.TimeWindow;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.Durations;
import dev.runbook.core.operation.Provider;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/// Asks providers questions and turns their answers into evidence. Independent questions are asked at the
/// same time; the evidence keeps the order of the questions, so the same answers always give the same ids.
final class Looker {

    private final Provider provider;
    private final InstantSource clock;
    private final Duration timeout;

    Looker(Provider provider, InstantSource clock, Duration timeout) {
        this.provider = provider;
        this.clock = clock;
        this.timeout = timeout;
    }

    /// What somebody wants to know.
    ///
    /// @param each whether there is one answer for each call, as when a step runs for each of several values
    /// @param timeout how long each call may take
    record Inquiry(StepId step, List<Event.Call> calls, boolean each, Duration timeout) {}

    /// What came of an inquiry.
    ///
    /// @param missed whether something could not be looked at; an answer that leaves something out is no miss
    /// @param again whether trying again may help
    record Look(Event.EvidenceGathered gathered, boolean missed, boolean again) {}

    /// What was asked and what came back.
    private record Answer(Event.Call call, Observation observation, Instant at) {}

    /// Whether anybody answers for a capability.
    boolean answers(Capability capability) {
        return !provider.sourceOf(capability).equals(Provider.NOBODY);
    }

    /// Asks all questions and gives one event with everything that was seen and everything that could not be.
    Event.EvidenceGathered look(Incident incident, StepId step, List<Event.Call> calls) throws InterruptedException {
        return look(incident, List.of(new Inquiry(step, calls, calls.size() != 1, timeout)))
                .getFirst()
                .gathered();
    }

    /// Makes all inquiries at the same time.
    ///
    /// @return what came of each, in their order
    List<Look> look(Incident incident, List<Inquiry> inquiries) throws InterruptedException {
        var answers = askAll(incident, inquiries);
        int next = incident.findings().gathered() + 1;
        var looks = new ArrayList<Look>();
        for (int i = 0; i < inquiries.size(); i++) {
            var look = look(inquiries.get(i), answers.get(i), next);
            next += look.gathered().evidence().size();
            looks.add(look);
        }
        return looks;
    }

    private Look look(Inquiry inquiry, List<Answer> answers, int first) {
        int next = first;
        boolean again = false;
        boolean missed = false;
        var evidence = new ArrayList<Evidence>();
        var gaps = new ArrayList<String>();
        var leftOut = new ArrayList<String>();
        var outputs = new ArrayList<Value>();
        var told = new HashSet<Event.Call>();
        for (var answer : answers) {
            if (!told.add(answer.call())) {
                outputs.add(output(answer.observation()));
                continue;
            }
            var source = provider.sourceOf(answer.call().operation().capability());
            switch (answer.observation()) {
                case Observation.Found found -> {
                    outputs.add(found.output());
                    for (var gap : found.gaps()) leftOut.add(gap(answer, gap));
                    evidence.addAll(evidence(answer, found, source, next));
                    next = first + evidence.size();
                }
                case Observation.NothingFound(var output) -> outputs.add(output);
                case Observation.CouldNotLook(var reason, var retryable) -> {
                    outputs.add(new Value.Nothing());
                    again |= retryable;
                    missed = true;
                    gaps.add(gap(answer, reason));
                }
            }
        }
        gaps.addAll(leftOut);
        var output = inquiry.each() ? new Value.Items(outputs) : outputs.getFirst();
        return new Look(new Event.EvidenceGathered(inquiry.step(), evidence, gaps, output), missed, again);
    }

    private static List<Evidence> evidence(Answer answer, Observation.Found found, String source, int first) {
        var query = new Evidence.Query(
                answer.call().operation().toString(), answer.call().parameters());
        var evidence = new ArrayList<Evidence>();
        for (int i = 0; i < found.contents().size(); i++) {
            var content = found.contents().get(i);
            evidence.add(new Evidence(
                    EvidenceId.number(first + i),
                    found.source(i, source),
                    query,
                    window(answer, content),
                    answer.at(),
                    content));
        }
        return evidence;
    }

    private static Value output(Observation observation) {
        return switch (observation) {
            case Observation.Found(var _, var output, var _, var _) -> output;
            case Observation.NothingFound(var output) -> output;
            case Observation.CouldNotLook _ -> new Value.Nothing();
        };
    }

    private static String gap(Answer answer, String what) {
        return answer.call().operation() + " " + answer.call().parameters().display() + ": " + what;
    }

    /// Asks all at the same time, and waits for nobody longer than its time-out.
    private List<List<Answer>> askAll(Incident incident, List<Inquiry> inquiries) throws InterruptedException {
        var asked = inquiries.stream().map(inquiry -> ask(incident, inquiry)).toList();
        for (var one : asked) one.questions().forEach(Thread::startVirtualThread);
        try {
            if (asked.size() == 1) asked.getFirst().await();
            else for (var waiting : asked.stream().map(Asked::waiting).toList()) waiting.join();
        } finally {
            asked.forEach(Asked::cancel);
        }
        return asked.stream().map(this::answers).toList();
    }

    /// What is asked twice is answered once.
    private Asked ask(Incident incident, Inquiry inquiry) {
        var calls = inquiry.calls().stream().distinct().toList();
        var answered = new CountDownLatch(calls.size());
        return new Asked(
                inquiry,
                calls,
                calls.stream()
                        .map(call -> new Question(() -> ask(incident, call, inquiry), answered))
                        .toList(),
                answered);
    }

    private List<Answer> answers(Asked asked) {
        var answers = new HashMap<Event.Call, Answer>();
        for (int i = 0; i < asked.calls().size(); i++) {
            var call = asked.calls().get(i);
            answers.put(
                    call, answer(call, asked.questions().get(i), asked.inquiry().timeout()));
        }
        return asked.inquiry().calls().stream()
                .flatMap(call -> Optional.ofNullable(answers.get(call)).stream())
                .toList();
    }

    /// An inquiry under way.
    ///
    /// @param calls each once
    /// @param questions one for each of these calls
    private record Asked(Inquiry inquiry, List<Event.Call> calls, List<Question> questions, CountDownLatch answered) {

        /// Waits until all is answered, or its time is over.
        void await() throws InterruptedException {
            if (!answered.await(inquiry.timeout().toNanos(), TimeUnit.NANOSECONDS)) cancel();
        }

        /// A thread that waits for it, beside those that wait for others.
        Thread waiting() {
            return Thread.startVirtualThread(() -> {
                try {
                    await();
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            });
        }

        /// Whoever does not heed the interrupt is left alone.
        void cancel() {
            questions.forEach(question -> question.cancel(true));
        }
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
    private Answer answer(Event.Call call, Future<Answer> future, Duration limit) {
        return switch (future.state()) {
            case SUCCESS -> future.resultNow();
            case FAILED ->
                new Answer(call, cannot("the provider broke down: " + future.exceptionNow(), true), clock.instant());
            case CANCELLED, RUNNING ->
                new Answer(call, cannot("no answer within " + Durations.display(limit), true), clock.instant());
        };
    }

    private Answer ask(Incident incident, Event.Call call, Inquiry inquiry) throws InterruptedException {
        var operation = provider.catalogue().find(call.operation());
        if (operation.isEmpty()) return new Answer(call, cannot("no such operation", false), clock.instant());
        var faults = operation.get().faults(call.parameters());
        if (!faults.isEmpty()) return new Answer(call, cannot(String.join("; ", faults), false), clock.instant());
        var context = new CallContext(
                incident.id(),
                incident.report().labels(),
                inquiry.timeout(),
                Optional.of(inquiry.step().id()));
        var observation = provider.observe(call.operation(), operation.get().check(call.parameters()), context);
        return new Answer(call, observation, clock.instant());
    }

    private static Observation cannot(String reason, boolean retryable) {
        return new Observation.CouldNotLook(reason, retryable);
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
