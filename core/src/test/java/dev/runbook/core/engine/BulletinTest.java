package dev.runbook.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.runbook.core.capability.Chat;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.testkit.EngineUnderTest;
import dev.runbook.core.testkit.HighCpu;
import dev.runbook.core.testkit.RunbookFixture;
import dev.runbook.core.testkit.ScriptedProvider.Behaviour;
import dev.runbook.core.testkit.ScriptedProvider.Effect;
import dev.runbook.core.value.Digest;
import dev.runbook.core.value.Value;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The thread of an incident in the chat: one message that is kept current, and all others under it.
class BulletinTest {

    private static final String POST = "chat.post_message";
    private static final String UPDATE = "chat.update_message";
    private static final String THREAD = "ts of " + EngineUnderTest.ID + "/bulletin";

    private static EngineUnderTest highCpu(RiskLevel risk) {
        var engine = new EngineUnderTest(RunbookFixture.highCpu(risk).build())
                .with(new Notices(Optional.of("#incidents"), true));
        HighCpu.shownBy(engine.provider, engine.clock, "compute.restart_service");
        return engine.reported();
    }

    @Test
    void anIncidentOpensOneThreadAndEverythingElseStandsInIt() throws InterruptedException {
        var engine = highCpu(RiskLevel.HIGH);

        engine.drive();
        engine.approve("ann");
        var end = engine.driveThroughTimers();

        assertThat(end.phase()).isEqualTo(new Phase.Resolved(true));
        assertThat(threads(engine.provider.effects(POST)))
                .startsWith(Optional.empty())
                .hasSizeGreaterThan(2)
                .filteredOn(Optional::isEmpty)
                .hasSize(1);
        assertThat(threads(engine.provider.effects(POST)).stream().skip(1)).containsOnly(Optional.of(THREAD));
        assertThat(engine.provider.effects(POST).getLast().arguments().fields())
                .containsKey("document")
                .containsEntry("text", Value.text("Post-mortem of " + EngineUnderTest.ID));
    }

    @Test
    void theFirstMessageSaysWhereTheIncidentStands() throws InterruptedException {
        var engine = highCpu(RiskLevel.HIGH);

        engine.drive();
        assertThat(bulletin(engine))
                .contains("Now: waits for approval ap-1", "Cause: ")
                .doesNotContain("Done:");

        engine.approve("ann");
        engine.drive();
        assertThat(bulletin(engine)).contains("Now: waits for the world to settle", "Done: compute.restart_service");

        engine.driveThroughTimers();
        assertThat(bulletin(engine)).contains("Now: resolved");
        assertThat(engine.provider.effects(UPDATE))
                .filteredOn(update -> !isOfQuestion(update))
                .allSatisfy(update -> assertThat(update.arguments().get("ts")).contains(Value.text(THREAD)));
    }

    @Test
    void nothingIsSaidTwice() throws InterruptedException {
        var engine = highCpu(RiskLevel.HIGH);
        engine.drive();
        var said = engine.provider.ledger().size();

        engine.drive();

        assertThat(engine.provider.ledger()).hasSize(said);
    }

    @Test
    void afterACrashThereIsNoSecondThread() throws InterruptedException {
        for (var fate : List.of(Behaviour.CRASHES_BEFORE, Behaviour.CRASHES_AFTER, Behaviour.LOSES_REPLY)) {
            var engine = highCpu(RiskLevel.HIGH);
            engine.provider.script(POST, fate);

            var _ = catchThrowable(engine::drive);
            engine.drive();

            assertThat(threads(engine.provider.effects(POST)))
                    .as(fate.name())
                    .containsExactly(Optional.empty(), Optional.of(THREAD));
        }
    }

    @Test
    void aThreadThatCouldNotBeOpenedIsOpenedLaterAndTheIncidentDoesNotWaitForIt() throws InterruptedException {
        var engine = highCpu(RiskLevel.HIGH);
        engine.provider.script(POST, Behaviour.REFUSES);

        engine.drive();

        assertThat(engine.incident().phase()).isInstanceOf(Phase.AwaitingApproval.class);
        assertThat(engine.incident().bulletin().ts()).contains(THREAD);
        assertThat(engine.events(Event.NoticeFailed.class)).hasSize(1);
    }

    @Test
    void aMessengerThatNeverAnswersIsLeftAlone() throws InterruptedException {
        var engine = highCpu(RiskLevel.HIGH);
        engine.provider.fated(
                effect -> effect.operation().toString().startsWith("chat.") ? Behaviour.REFUSES : Behaviour.WORKS);

        engine.drive();
        engine.approve("ann");
        var end = engine.driveThroughTimers();

        assertThat(end.phase()).isEqualTo(new Phase.Resolved(true));
        assertThat(engine.events(Event.NoticeStarted.class).stream()
                        .filter(started -> started.notice().about() == Notice.About.BULLETIN))
                .hasSize(3);
    }

    @Test
    void aVetoWindowOpensOnlyWithItsOwnNotice() throws InterruptedException {
        var engine = highCpu(RiskLevel.MEDIUM);
        engine.provider.script(POST, Behaviour.WORKS, Behaviour.REFUSES);

        engine.drive();

        assertThat(engine.incident().phase()).isInstanceOf(Phase.AwaitingApproval.class);
    }

    @Test
    void aPostMortemThatIsTooLongForAMessageIsAFile() throws InterruptedException {
        var engine = highCpu(RiskLevel.LOW);
        engine.minds.summarizing((_, _) -> "x".repeat(Chat.LONGEST_DOCUMENT + 1));

        engine.driveThroughTimers();

        assertThat(engine.provider.effects("chat.upload_file"))
                .singleElement()
                .satisfies(file -> assertThat(file.arguments().get("thread")).contains(Value.text(THREAD)));
    }

    @Test
    void whatAnOperatorTellsTheEngineToDoHasNoThread() {
        var engine = highCpu(RiskLevel.LOW);
        var instructed = engine.incident()
                .in(RunbookRun.begin(
                        IncidentDesk.INSTRUCTION, Digest.of("it"), "it", Value.Fields.NONE, Optional.empty()));

        assertThat(new Notices(Optional.of("#incidents"), true).bulletin(instructed))
                .isEmpty();
    }

    @Test
    void thatTheBulletinWentItsWayIsNothingToTellButThatItDidNotIs() throws InterruptedException {
        var engine = highCpu(RiskLevel.HIGH);
        engine.provider.script(POST, Behaviour.REFUSES);

        engine.drive();

        var told = engine.events().stream()
                .filter(event -> !Notice.isOfBulletin(event))
                .toList();
        assertThat(told).hasAtLeastOneElementOfType(Event.NoticeFailed.class);
        assertThat(told)
                .filteredOn(Event.NoticeStarted.class::isInstance)
                .singleElement()
                .satisfies(event -> assertThat(
                                ((Event.NoticeStarted) event).notice().about())
                        .isEqualTo(Notice.About.APPROVAL));
    }

    @Test
    void aQuestionThatIsDecidedSaysSoOnceAndHasNoButtonsAnyMore() throws InterruptedException {
        var engine = highCpu(RiskLevel.HIGH);
        engine.drive();
        assertThat(settled(engine)).isEmpty();

        engine.approve("ann");
        engine.driveThroughTimers();

        assertThat(settled(engine)).singleElement().asString().contains("needs an approval", "\nann approves ap-1");
    }

    @Test
    void whatRunsBySilenceSaysSo() throws InterruptedException {
        var engine = highCpu(RiskLevel.MEDIUM);

        engine.driveThroughTimers();

        assertThat(settled(engine)).singleElement().asString().contains("nobody vetoed until");
    }

    @Test
    void afterACrashTheQuestionIsSettledAllTheSame() throws InterruptedException {
        for (var fate : List.of(Behaviour.CRASHES_BEFORE, Behaviour.CRASHES_AFTER, Behaviour.LOSES_REPLY)) {
            var engine = highCpu(RiskLevel.HIGH);
            engine.drive();
            engine.approve("ann");
            engine.provider.script(UPDATE, fate);

            var _ = catchThrowable(engine::drive);
            var end = engine.driveThroughTimers();

            assertThat(end.phase()).as(fate.name()).isEqualTo(new Phase.Resolved(true));
            assertThat(settled(engine)).as(fate.name()).isNotEmpty();
            assertThat(started(engine)).as(fate.name()).hasSize(1);
        }
    }

    @Test
    void aQuestionThatCannotBeSettledIsLeftAloneAndTheIncidentGoesOn() throws InterruptedException {
        var engine = highCpu(RiskLevel.HIGH);
        engine.provider.fated(effect -> isOfQuestion(effect) ? Behaviour.REFUSES : Behaviour.WORKS);
        engine.drive();
        engine.approve("ann");

        var end = engine.driveThroughTimers();

        assertThat(end.phase()).isEqualTo(new Phase.Resolved(true));
        assertThat(started(engine)).hasSize(1);
        assertThat(engine.events(Event.NoticeFailed.class)).hasSize(1);
    }

    private static boolean isOfQuestion(Effect effect) {
        return effect.arguments()
                .get("ts")
                .filter(ts -> ts.display().endsWith("/notice"))
                .isPresent();
    }

    private static List<String> settled(EngineUnderTest engine) {
        return engine.provider.effects(UPDATE).stream()
                .filter(BulletinTest::isOfQuestion)
                .map(update -> update.arguments().get("text").orElseThrow().display())
                .toList();
    }

    private static List<Event.NoticeStarted> started(EngineUnderTest engine) {
        return engine.events(Event.NoticeStarted.class).stream()
                .filter(started -> started.notice().about() == Notice.About.SETTLED)
                .toList();
    }

    private static String bulletin(EngineUnderTest engine) {
        return engine.incident().bulletin().told();
    }

    private static List<Optional<String>> threads(List<Effect> posts) {
        return posts.stream()
                .map(post -> post.arguments().get("thread").map(Value::display))
                .toList();
    }
}
