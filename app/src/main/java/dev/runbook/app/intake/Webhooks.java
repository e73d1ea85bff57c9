package dev.runbook.app.intake;

import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.intake.AlertIntake;
import dev.runbook.core.intake.AlertRecord;
import dev.runbook.core.intake.Arrival;
import dev.runbook.core.value.Digest;
import dev.runbook.integrations.inbound.Delivery;
import dev.runbook.integrations.inbound.Hooks;
import dev.runbook.integrations.inbound.Signal;
import dev.runbook.integrations.inbound.SlackDoor;
import dev.runbook.integrations.inbound.SlackReplies;
import dev.runbook.integrations.inbound.Verdict;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/// Takes webhooks in: verified before anything in them is believed, and durable before they are answered.
///
/// Safe for use by many threads.
public final class Webhooks {

    private final Hooks hooks;
    private final AlertIntake intake;
    private final InstantSource clock;
    private final Predicate<URI> confirm;
    private final BiConsumer<URI, SlackReplies.Said> reply;

    /// @param clock the real time, which senders share with us
    /// @param confirm fetches an address of Amazon's, to confirm a subscription; says whether that worked
    /// @param reply tells somebody in Slack what came of a button
    public Webhooks(
            Hooks hooks,
            AlertIntake intake,
            InstantSource clock,
            Predicate<URI> confirm,
            BiConsumer<URI, SlackReplies.Said> reply) {
        this.hooks = hooks;
        this.intake = intake;
        this.clock = clock;
        this.confirm = confirm;
        this.reply = reply;
    }

    /// What became of a delivery.
    public sealed interface Taken {

        /// It is in the journal.
        ///
        /// @param begun the incidents that it began
        /// @param known the incidents that were there already, and that it is of
        /// @param over the incidents whose alert it says is over, which is noted on them
        record Incidents(List<IncidentId> begun, List<IncidentId> known, List<IncidentId> over) implements Taken {
            public Incidents {
                begun = List.copyOf(begun);
                known = List.copyOf(known);
                over = List.copyOf(over);
            }
        }

        /// There was nothing to do.
        record Nothing(String why) implements Taken {}

        /// It is not believed.
        record Refused(String why) implements Taken {}

        /// It is not what its sender's documentation says.
        record Malformed(String why) implements Taken {}

        /// Amazon could not be told that we want the subscription; it will ask again.
        record NotConfirmed() implements Taken {}
    }

    public Set<String> sources() {
        return hooks.sources();
    }

    /// Takes a delivery in.
    ///
    /// @return empty when there is no such source
    /// @throws dev.runbook.core.journal.JournalException when it could not be written down; it has to come
    ///     again
    public Optional<Taken> take(String source, Delivery delivery) {
        return hooks.read(source, delivery, clock.instant()).map(verdict -> switch (verdict) {
            case Verdict.Signals(var signals) -> incidents(source, delivery, signals);
            case Verdict.Handshake(var address) ->
                confirm.test(address) ? new Taken.Nothing("the subscription is confirmed") : new Taken.NotConfirmed();
            case Verdict.Ignored(var why) -> new Taken.Nothing(why);
            case Verdict.Refused(var why) -> new Taken.Refused(why);
            case Verdict.Malformed(var why) -> new Taken.Malformed(why);
        });
    }

    /// What somebody in Slack wants; empty when Slack is not configured.
    public Optional<SlackDoor.Wish> wish(Delivery delivery) {
        return hooks.slack().map(door -> door.read(delivery, clock.instant()));
    }

    /// Tells somebody in Slack what came of a button.
    public void reply(URI address, SlackReplies.Said said) {
        reply.accept(address, said);
    }

    private Taken incidents(String source, Delivery delivery, List<Signal> signals) {
        var begun = new ArrayList<IncidentId>();
        var known = new ArrayList<IncidentId>();
        var over = new ArrayList<IncidentId>();
        for (var signal : signals)
            switch (intake.take(arrival(source, delivery, signal), new Actor.Source(source))) {
                case AlertIntake.Taken.Fired(var incident, var fate, var again) ->
                    (fate == AlertRecord.Fate.OPENED && !again ? begun : known).add(incident);
                case AlertIntake.Taken.Ended(var incident) -> over.add(incident);
                case AlertIntake.Taken.Unknown _ -> {}
            }
        return begun.isEmpty() && known.isEmpty() && over.isEmpty()
                ? new Taken.Nothing("nothing of it fires, and it is of no incident here")
                : new Taken.Incidents(begun, known, over);
    }

    /// Whoever delivers again sends the same bytes.
    private static Arrival arrival(String source, Delivery delivery, Signal signal) {
        var word =
                Digest.of(source + "\n" + signal.key() + "\n" + delivery.text()).hex();
        return new Arrival(word, signal.key(), signal.namesOutbreak(), signal.firing(), signal.report(source));
    }
}
