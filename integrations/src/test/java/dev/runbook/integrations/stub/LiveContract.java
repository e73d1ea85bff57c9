package dev.runbook.integrations.stub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.capability.Integration;
import dev.runbook.core.capability.Operations;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.evidence.Observation.CouldNotLook;
import dev.runbook.core.evidence.Observation.Found;
import dev.runbook.core.evidence.Observation.NothingFound;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.Effect;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Occurrence;
import dev.runbook.core.operation.Operation;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.SettableClock;
import dev.runbook.integrations.edge.JdkWire;
import dev.runbook.integrations.edge.Limits;
import dev.runbook.integrations.edge.LiveIntegration;
import dev.runbook.integrations.edge.Outside;
import dev.runbook.integrations.edge.Variables;
import dev.runbook.integrations.registry.IntegrationRegistry;
import dev.runbook.integrations.stub.VendorStub.Mood;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What every live integration promises, whatever its vendor does; the simulated ones promise the same in
/// `MockVendorsTest`.
public abstract class LiveContract {

    protected static final int BODY = 256 * 1024;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<VendorStub> stubs = new ArrayList<>();

    /// A vendor with a few things in it.
    protected abstract VendorStub stub();

    /// The variables of a client of this vendor.
    protected abstract Map<String, String> variables(String url);

    protected abstract Integration client(Variables variables, Outside outside);

    /// Arguments with which each of its operations finds or does something, by the operation's name.
    protected abstract Map<String, Value.Fields> good();

    /// What must never be shown.
    protected abstract List<String> secrets();

    /// Operations that the vendor cannot be asked about afterwards.
    protected List<String> forgotten() {
        return List.of();
    }

    /// Operations of which the vendor cannot say that they were not done, for what is done shows late.
    protected List<String> slowToShow() {
        return List.of();
    }

    /// A vendor, and our client of it.
    protected final class Stage {
        public final VendorStub stub;
        public final SettableClock clock = new SettableClock();
        public final Integration client;
        private final IntegrationRegistry registry;
        private final Duration timeout;

        private Stage(Mood mood, boolean realTime, Map<String, String> more) {
            stub = stub().start();
            stub.mood(mood);
            timeout = realTime ? Duration.ofMillis(400) : Duration.ofSeconds(30);
            var wire = new JdkWire();
            var standard = Limits.STANDARD;
            var limits = new Limits(
                    standard.attempt(),
                    standard.attempts(),
                    standard.firstPause(),
                    standard.longestPause(),
                    standard.failures(),
                    standard.rest(),
                    BODY,
                    3);
            var outside =
                    new Outside(wire, limits, realTime ? InstantSource.system() : clock, clock::advance, new Random(7));
            var all = new java.util.TreeMap<>(variables(stub.url()));
            all.putAll(more);
            client = client(new Variables(all), outside);
            registry = IntegrationRegistry.of(List.of(client));
            opened.add(wire);
            opened.add(stub);
            stubs.add(stub);
        }

        public Observation ask(String name, Value.Fields arguments) throws InterruptedException {
            var operation = operation(name);
            return registry.observe(operation.name(), operation.check(arguments), context());
        }

        public Outcome act(String name, Value.Fields arguments, String key) throws InterruptedException {
            var operation = operation(name);
            return registry.act(operation.name(), operation.check(arguments), new IdempotencyKey(key), context());
        }

        public Occurrence occurred(String name, Value.Fields arguments, String key) throws InterruptedException {
            var operation = operation(name);
            return registry.occurred(operation.name(), operation.check(arguments), new IdempotencyKey(key), context());
        }

        private CallContext context() {
            return new CallContext(new IncidentId("INC-1"), Map.of(), timeout);
        }
    }

    protected final Stage stage(Mood mood) {
        return new Stage(mood, false, Map.of());
    }

    protected final Stage stage(Map<String, String> more) {
        return new Stage(Mood.WELL, false, more);
    }

    private static Operation operation(String name) {
        var dot = name.indexOf('.');
        return Operations.CATALOGUE.get(
                new OperationName(Capability.ofKey(name.substring(0, dot)).orElseThrow(), name.substring(dot + 1)));
    }

    @AfterEach
    void nobodyComplainsAndAllIsClosed() throws Exception {
        for (var closeable : opened) closeable.close();

        assertThat(stubs).allSatisfy(stub -> assertThat(stub.complaints()).isEmpty());
    }

    private Stream<String> names(boolean reads) {
        return good().keySet().stream()
                .filter(name -> (operation(name).effect() == Effect.READS) == reads)
                .sorted();
    }

    private interface Body {
        void run(String name, Value.Fields arguments) throws InterruptedException;
    }

    private Stream<DynamicTest> eachRead(Body body) {
        return names(true).map(name -> DynamicTest.dynamicTest(name, () -> body.run(name, good(name))));
    }

    private Stream<DynamicTest> eachChange(Body body) {
        return names(false).map(name -> DynamicTest.dynamicTest(name, () -> body.run(name, good(name))));
    }

    private Value.Fields good(String name) {
        return java.util.Objects.requireNonNull(good().get(name));
    }

    private Object clean(Object answer) {
        assertThat(answer.toString()).doesNotContain(secrets());
        return answer;
    }

    @Test
    void everyOperationOfItsCapabilitiesIsCovered() {
        var stage = stage(Mood.WELL);
        var own = Operations.CATALOGUE.all().stream()
                .filter(o -> stage.client.offers(o.name()))
                .map(o -> o.name().toString())
                .toList();

        assertThat(good().keySet()).containsExactlyInAnyOrderElementsOf(own);
    }

    @TestFactory
    Stream<DynamicTest> whatIsThereIsFound() {
        return eachRead((name, arguments) ->
                assertThat(stage(Mood.WELL).ask(name, arguments)).isInstanceOf(Found.class));
    }

    @TestFactory
    Stream<DynamicTest> whereNothingIsNothingIsFound() {
        return eachRead((name, arguments) ->
                assertThat(stage(Mood.EMPTY).ask(name, arguments)).isInstanceOf(NothingFound.class));
    }

    @TestFactory
    Stream<DynamicTest> aRefusedCredentialIsNoEmptyAnswerAndIsNeverShown() {
        return eachRead((name, arguments) -> {
            var answer = clean(stage(Mood.REFUSING).ask(name, arguments));

            assertThat(answer).isInstanceOfSatisfying(CouldNotLook.class, could -> {
                assertThat(could.reason()).contains("401", "***");
                assertThat(could.retryable()).isFalse();
            });
        });
    }

    @TestFactory
    Stream<DynamicTest> aVendorThatFailsIsNoEmptyAnswer() {
        return eachRead((name, arguments) -> {
            var stage = stage(Mood.BROKEN);

            assertThat(stage.ask(name, arguments))
                    .isInstanceOfSatisfying(
                            CouldNotLook.class,
                            could -> assertThat(could.retryable()).isTrue());
            assertThat(stage.stub.seen()).as("tries").hasSize(Limits.STANDARD.attempts());
        });
    }

    @TestFactory
    Stream<DynamicTest> aVendorThatDoesNotAnswerIsNotWaitedForLongerThanTheCallerWaits() {
        return eachRead((name, arguments) -> {
            var answer = new Stage(Mood.SILENT, true, Map.of()).ask(name, arguments);

            assertThat(answer)
                    .isInstanceOfSatisfying(
                            CouldNotLook.class,
                            could -> assertThat(could.retryable()).isTrue());
        });
    }

    @TestFactory
    Stream<DynamicTest> halfAnAnswerIsNone() {
        return eachRead((name, arguments) ->
                assertThat(stage(Mood.MALFORMED).ask(name, arguments)).isInstanceOf(CouldNotLook.class));
    }

    @TestFactory
    Stream<DynamicTest> aHugeAnswerIsNotSwallowed() {
        return eachRead((name, arguments) -> assertThat(stage(Mood.HUGE).ask(name, arguments))
                .isInstanceOfSatisfying(
                        CouldNotLook.class,
                        could -> assertThat(could.reason()).contains("more than " + BODY + " bytes")));
    }

    @TestFactory
    Stream<DynamicTest> aBusyVendorIsAskedAgainWhenItSaidSo() {
        return eachRead((name, arguments) -> {
            var stage = stage(Mood.BUSY_ONCE);
            var before = stage.clock.instant();

            assertThat(stage.ask(name, arguments)).isInstanceOf(Found.class);
            assertThat(Duration.between(before, stage.clock.instant())).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
        });
    }

    @TestFactory
    Stream<DynamicTest> aVendorThatIsBusyForLongIsNotWaitedFor() {
        return eachRead((name, arguments) -> {
            var stage = stage(Mood.BUSY);

            assertThat(stage.ask(name, arguments))
                    .isInstanceOfSatisfying(
                            CouldNotLook.class,
                            could -> assertThat(could.retryable()).isTrue());
            assertThat(stage.stub.seen()).hasSize(1);
        });
    }

    @TestFactory
    Stream<DynamicTest> whatIsDoneCanBeAskedAbout() {
        return eachChange((name, arguments) -> {
            var stage = stage(Mood.WELL);

            assertThat(stage.occurred(name, arguments, "key-1"))
                    .as("before")
                    .isInstanceOf(
                            forgotten().contains(name) || slowToShow().contains(name)
                                    ? Occurrence.CannotTell.class
                                    : Occurrence.DidNotHappen.class);
            assertThat(stage.act(name, arguments, "key-1")).isInstanceOf(Outcome.Done.class);
            assertThat(stage.occurred(name, arguments, "key-1"))
                    .as("after")
                    .isInstanceOf(forgotten().contains(name) ? Occurrence.CannotTell.class : Occurrence.Happened.class);
        });
    }

    @TestFactory
    Stream<DynamicTest> aLostReplyIsUnclearAndCanBeAskedAbout() {
        return eachChange((name, arguments) -> {
            var stage = stage(Mood.LOSING_REPLIES);

            assertThat(stage.act(name, arguments, "key-1")).isInstanceOf(Outcome.Unclear.class);
            stage.stub.mood(Mood.WELL);
            if (!forgotten().contains(name))
                assertThat(stage.occurred(name, arguments, "key-1")).isInstanceOf(Occurrence.Happened.class);
        });
    }

    @TestFactory
    Stream<DynamicTest> aChangeThatIsRefusedIsNotDone() {
        return eachChange((name, arguments) -> {
            var answer = clean(stage(Mood.REFUSING).act(name, arguments, "key-1"));

            assertThat(answer)
                    .isInstanceOfSatisfying(
                            Outcome.Refused.class,
                            refused -> assertThat(refused.retryable()).isFalse());
        });
    }

    @TestFactory
    Stream<DynamicTest> aChangeThatComesTooOftenIsNotDoneAndMayBeTriedAgain() {
        return eachChange((name, arguments) -> assertThat(stage(Mood.BUSY).act(name, arguments, "key-1"))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.retryable()).isTrue()));
    }

    @TestFactory
    Stream<DynamicTest> whatCannotBeAskedCannotBeTold() {
        return eachChange((name, arguments) -> assertThat(stage(Mood.BROKEN).occurred(name, arguments, "key-1"))
                .isInstanceOf(Occurrence.CannotTell.class));
    }

    @Test
    void aCheckSaysWhatWorks() throws InterruptedException {
        var well = ((LiveIntegration) stage(Mood.WELL).client).check(Duration.ofSeconds(5));
        var refused = ((LiveIntegration) stage(Mood.REFUSING).client).check(Duration.ofSeconds(5));

        assertThat(well).isNotEmpty().allMatch(LiveIntegration.Finding::works);
        assertThat(refused).isNotEmpty().noneMatch(LiveIntegration.Finding::works);
        clean(refused);
    }

    @Test
    void nothingThatIsWrittenDownHoldsASecret() {
        var stage = stage(Mood.WELL);

        clean(stage.client.toString() + Arrays.asList(stage.client.getClass().getDeclaredFields()));
        clean(new Variables(variables(stage.stub.url())));
    }
}
