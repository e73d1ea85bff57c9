package dev.runbook.core.engine;

import static dev.runbook.core.testkit.ApprovalFixture.VETO;
import static dev.runbook.core.testkit.ApprovalFixture.aPlan;
import static dev.runbook.core.testkit.ApprovalFixture.aRequest;
import static dev.runbook.core.testkit.IncidentFixture.anIncident;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.approval.Gate;
import dev.runbook.core.approval.RequestId;
import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.journal.Stamped;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.testkit.EngineUnderTest;
import dev.runbook.core.testkit.SettableClock;
import dev.runbook.core.value.Digest;
import dev.runbook.core.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What comes of every command in every phase.
class EngineTest {

    private static final Actor.Operator ANN = new Actor.Operator("ann");
    private static final Actor.Operator BOB = new Actor.Operator("bob");
    private static final RequestId OPEN = RequestId.number(1);
    private static final RequestId UNKNOWN = RequestId.number(99);
    private static final Instant NOW = SettableClock.NOON;
    private static final Instant EXPIRED = NOW.plus(Duration.ofHours(1));

    private static final Engine ENGINE = new Engine(new Notices(Optional.of("#incidents")));

    /// What is tried: a command at some time, on an incident that this was done to before.
    private record Try(Command command, Instant at) {
        Try(Command command) {
            this(command, NOW);
        }
    }

    private static final Map<String, Try> TRIES = tries();

    private static Map<String, Try> tries() {
        var tries = new LinkedHashMap<String, Try>();
        tries.put("approve", new Try(approve(ANN, OPEN)));
        tries.put("approve unknown", new Try(approve(ANN, UNKNOWN)));
        tries.put("approve stale", new Try(new Command.Approve(ANN, OPEN, Digest.of("another plan"), "")));
        tries.put("approve by rita", new Try(approve(EngineUnderTest.REPORTER, OPEN)));
        tries.put("approve late", new Try(approve(ANN, OPEN), EXPIRED));
        tries.put("deny", new Try(new Command.Deny(ANN, OPEN, "no")));
        tries.put("deny unknown", new Try(new Command.Deny(ANN, UNKNOWN, "no")));
        tries.put("deny late", new Try(new Command.Deny(ANN, OPEN, "no"), EXPIRED));
        tries.put("veto", new Try(new Command.Veto(ANN, OPEN, "no")));
        tries.put("veto unknown", new Try(new Command.Veto(ANN, UNKNOWN, "no")));
        tries.put("veto late", new Try(new Command.Veto(ANN, OPEN, "no"), EXPIRED));
        tries.put("answer", new Try(new Command.Answer(ANN, OPEN, Value.fields("go_on", true))));
        tries.put("answer wrongly", new Try(new Command.Answer(ANN, OPEN, Value.fields("go_on", "perhaps"))));
        tries.put("answer unknown", new Try(new Command.Answer(ANN, UNKNOWN, Value.fields("go_on", true))));
        tries.put("answer late", new Try(new Command.Answer(ANN, OPEN, Value.fields("go_on", true)), EXPIRED));
        tries.put("attest yes", new Try(new Command.Attest(ANN, true, "I saw it")));
        tries.put("attest no", new Try(new Command.Attest(ANN, false, "")));
        tries.put("resolve", new Try(new Command.Resolve(ANN, "by hand")));
        tries.put("close", new Try(new Command.Close(ANN, "done")));
        tries.put("remember", new Try(remember(Optional.of(CauseKind.DISK_FULL), Optional.of("db-1"))));
        tries.put("remember what nobody said", new Try(remember(Optional.empty(), Optional.of("db-1"))));
        tries.put("forget", new Try(new Command.Forget(ANN, "it was another")));
        tries.put("comment", new Try(new Command.Comment(ANN, "how odd")));
        tries.put("document", new Try(new Command.Document(ANN, "# What we learned")));
        tries.put("take what nobody offered", new Try(new Command.TakeOffer(ANN, restart())));
        return tries;
    }

    /// One line for each phase, one column for each try in the order above: `+` accepted, `c` request closed,
    /// `n` no such request, `s` stale plan, `r` requester, `p` wrong phase, `w` wrong answer. The request that
    /// people are asked about in AWAITING_APPROVAL needs two approvals, none of them rita's.
    private static final String TABLE = """
            REPORTED           n n n n n   n n n   n n n   n n n n   p p  p p  p p p  +  p  w
            INVESTIGATING      n n n n n   n n n   n n n   n n n n   p p  p p  p p p  +  p  w
            AWAITING_APPROVAL  + n s r c   + n c   p n c   c c n c   p p  p p  p p p  +  p  w
            AWAITING_VETO      + n s r c   + n +   + n +   c c n c   p p  p p  p p p  +  p  w
            AWAITING_ANSWER    c n c c c   c n c   c n c   + w n c   p p  p p  p p p  +  p  w
            CLEARED            n n n n n   n n n   n n n   n n n n   p p  p p  p p p  +  p  w
            HELD               n n n n n   n n n   n n n   n n n n   p p  p p  p p p  +  p  w
            EXECUTING          n n n n n   n n n   n n n   n n n n   p p  p p  p p p  +  p  w
            UNCERTAIN          n n n n n   n n n   n n n   n n n n   + +  p p  p p p  +  p  w
            SETTLING           n n n n n   n n n   n n n   n n n n   p p  p p  p p p  +  p  w
            WATCHING           n n n n n   n n n   n n n   n n n n   p p  p p  p p p  +  p  w
            RESOLVED           n n n n n   n n n   n n n   n n n n   p p  p +  + w p  +  p  w
            ESCALATED          n n n n n   n n n   n n n   n n n n   p p  + +  p p p  +  p  w
            CLOSED             n n n n n   n n n   n n n   n n n n   p p  p p  + w p  +  p  w
            """;

    private static Event.Call restart() {
        return new Event.Call(OperationName.of("compute.restart_service"), Value.Fields.NONE);
    }

    private static Command remember(Optional<CauseKind> cause, Optional<String> component) {
        return new Command.Remember(ANN, cause, component, "");
    }

    @Test
    void everyCommandInEveryPhaseIsAnsweredAsTheTableSays() {
        var lines = new ArrayList<String>();
        for (var kind : Phase.Kind.values()) {
            var incident = anIncident().in(kind).state();
            var answers = TRIES.values().stream()
                    .map(t -> letter(ENGINE.decide(incident, t.command(), t.at())))
                    .toList();
            lines.add(kind + " " + String.join(" ", answers));
        }

        assertThat(lines)
                .isEqualTo(TABLE.lines().map(line -> line.replaceAll(" +", " ")).toList());
    }

    @Test
    void whatIsAcceptedCanHappen() {
        for (var kind : Phase.Kind.values())
            for (var what : TRIES.entrySet()) {
                var incident = anIncident().in(kind).state();
                var decision = ENGINE.decide(
                        incident, what.getValue().command(), what.getValue().at());
                if (decision instanceof Decision.Accepted(var events))
                    assertThat(after(incident, events).seq())
                            .as("%s in %s", what.getKey(), kind)
                            .isEqualTo(incident.seq() + events.size());
            }
    }

    @Test
    void aPostMortemIsChangedOnceThereIsOne() {
        var resolved = anIncident().in(Phase.Kind.RESOLVED).state();

        var documented = after(resolved, List.of(new Event.Documented("# What happened")));

        assertThat(ENGINE.decide(documented, new Command.Document(ANN, "# What we learned"), NOW))
                .isEqualTo(new Decision.Accepted(List.of(new Event.Documented("# What we learned"))));
    }

    @Test
    void aRequestThatWasDecidedIsClosedWhateverComesLate() {
        var cleared = after(
                anIncident().in(Phase.Kind.AWAITING_VETO).state(),
                accepted(anIncident().in(Phase.Kind.AWAITING_VETO).state(), approve(ANN, OPEN)));

        assertThat(Stream.of(approve(BOB, OPEN), new Command.Deny(BOB, OPEN, "no"), new Command.Veto(BOB, OPEN, "no")))
                .allSatisfy(command ->
                        assertThat(letter(ENGINE.decide(cleared, command, NOW))).isEqualTo("c"));
    }

    @Test
    void aSecondApprovalClearsAPlanThatNeedsTwo() {
        var waiting = anIncident().in(Phase.Kind.AWAITING_APPROVAL).state();

        var once = after(waiting, accepted(waiting, approve(ANN, OPEN)));
        var twice = after(once, accepted(once, approve(BOB, OPEN)));

        assertThat(once.phase())
                .isInstanceOfSatisfying(
                        Phase.AwaitingApproval.class,
                        phase -> assertThat(phase.approvals()).containsExactly(ANN));
        assertThat(twice.phase())
                .isInstanceOfSatisfying(
                        Phase.Cleared.class, phase -> assertThat(phase.plan()).isEqualTo(aPlan()));
        assertThat(accepted(once, approve(BOB, OPEN)))
                .last()
                .isInstanceOfSatisfying(
                        Event.ActionCleared.class,
                        cleared -> assertThat(cleared.how()).isEqualTo("approved by ann and bob"));
    }

    @Test
    void oneOperatorDoesNotCountTwice() {
        var waiting = anIncident().in(Phase.Kind.AWAITING_APPROVAL).state();
        var once = after(waiting, accepted(waiting, approve(ANN, OPEN)));

        var decision = ENGINE.decide(once, approve(ANN, OPEN), NOW);

        assertThat(decision)
                .isEqualTo(new Decision.Refused(
                        Decision.Reason.ALREADY_APPROVED, "ann has approved ap-1 already; another operator must"));
    }

    @Test
    void whoReportedMayApproveWhereThePolicyLetsThem() {
        var waiting = anIncident().asking(new Gate.NeedsApprovals(1, true)).state();

        assertThat(letter(ENGINE.decide(waiting, approve(EngineUnderTest.REPORTER, OPEN), NOW)))
                .isEqualTo("+");
    }

    @Test
    void whoReportedCannotEndTheTimeThatOthersHaveToVeto() {
        var waiting = anIncident().in(Phase.Kind.AWAITING_VETO).state();

        assertThat(ENGINE.decide(waiting, approve(EngineUnderTest.REPORTER, OPEN), NOW))
                .isInstanceOfSatisfying(
                        Decision.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Decision.Reason.REQUESTER));
    }

    @Test
    void onlyTheNewestRequestIsOpen() {
        var second = anIncident()
                .asking(VETO)
                .then(
                        new Event.ApprovalVoided(Optional.of(OPEN), List.of("host: web-1 became web-2")),
                        new Event.ApprovalRequested(aRequest(2, VETO)))
                .state();

        assertThat(letter(ENGINE.decide(second, approve(ANN, OPEN), NOW))).isEqualTo("c");
        assertThat(letter(ENGINE.decide(second, approve(ANN, RequestId.number(2)), NOW)))
                .isEqualTo("+");
    }

    @Test
    void aDenialInAVetoWindowIsAVeto() {
        var veto = anIncident().in(Phase.Kind.AWAITING_VETO).state();

        assertThat(accepted(veto, new Command.Deny(ANN, OPEN, "no"))).first().isInstanceOf(Event.Vetoed.class);
    }

    @Test
    void aVetoOfWhatWaitsForApprovalIsRefusedAndNamesTheRightCommand() {
        var approval = anIncident().in(Phase.Kind.AWAITING_APPROVAL).state();

        var decision = ENGINE.decide(approval, new Command.Veto(ANN, OPEN, "no"), NOW);

        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.Refused.class,
                        refused -> assertThat(refused.message()).contains("no veto window", "runbook deny"));
    }

    @Test
    void attestingSaysWhoSaidSo() {
        var uncertain = anIncident().in(Phase.Kind.UNCERTAIN).state();

        var yes = accepted(uncertain, new Command.Attest(ANN, true, "I saw it"));
        var no = accepted(uncertain, new Command.Attest(ANN, false, ""));

        assertThat(yes)
                .singleElement()
                .isInstanceOfSatisfying(
                        Event.StepSucceeded.class,
                        event -> assertThat(event.result().display()).contains("ann says it happened: I saw it"));
        assertThat(no).containsExactly(new Event.StepFailed(aPlan().step(), "ann says it did not happen"));
    }

    @Test
    void everyRefusalNamesTheIncidentOrTheRequest() {
        Function<Decision, Stream<String>> message =
                d -> d instanceof Decision.Refused(var _, var text) ? Stream.of(text) : Stream.empty();
        for (var kind : Phase.Kind.values())
            assertThat(TRIES.values().stream()
                            .map(t -> ENGINE.decide(anIncident().in(kind).state(), t.command(), t.at()))
                            .flatMap(message))
                    .allSatisfy(text -> assertThat(text).containsAnyOf("INC-1", "ap-1"));
    }

    private static Command approve(Actor.Operator by, RequestId request) {
        return new Command.Approve(by, request, aPlan().hash(), "");
    }

    private static List<Event> accepted(Incident incident, Command command) {
        return ((Decision.Accepted) ENGINE.decide(incident, command, NOW)).events();
    }

    private static Incident after(Incident incident, List<Event> events) {
        for (var event : events) incident = Evolution.apply(incident, new Stamped(NOW, by(event), event));
        return incident;
    }

    private static Actor by(Event event) {
        return event instanceof Event.ActionCleared ? Actor.engine() : ANN;
    }

    private static String letter(Decision decision) {
        return switch (decision) {
            case Decision.Accepted _ -> "+";
            case Decision.Refused(var reason, var _) ->
                switch (reason) {
                    case NO_SUCH_REQUEST -> "n";
                    case REQUEST_CLOSED -> "c";
                    case ALREADY_APPROVED -> "a";
                    case REQUESTER -> "r";
                    case ROLE -> "o";
                    case STALE_PLAN -> "s";
                    case WRONG_ANSWER -> "w";
                    case WRONG_PHASE -> "p";
                };
        };
    }
}
