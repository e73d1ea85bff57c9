package dev.runbook.app.intake;

import dev.runbook.core.engine.Incident;
import dev.runbook.core.engine.IncidentDesk;
import dev.runbook.core.engine.Phase;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.IncidentId;
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
import java.util.function.Function;
import java.util.function.Predicate;

/// Takes webhooks in: verified before anything in them is believed, and in the journal before they are
/// answered. The id of an incident comes from the key of its signal, so however often a delivery comes there is
/// one incident.
///
/// Safe for use by many threads.
public final class Webhooks {

    private static final int ID_LENGTH = 20;

    private final Hooks hooks;
    private final IncidentDesk desk;
    private final InstantSource clock;
    private final Predicate<URI> confirm;
    private final BiConsumer<URI, SlackReplies.Said> reply;
    private final Function<String, List<IncidentId>> alike;

    /// @param clock the real time, which senders share with us
    /// @param confirm fetches an address of Amazon's, to confirm a subscription; says whether that worked
    /// @param reply tells somebody in Slack what came of a button
    /// @param alike the newest incidents with a text in their line
    public Webhooks(
            Hooks hooks,
            IncidentDesk desk,
            InstantSource clock,
            Predicate<URI> confirm,
            BiConsumer<URI, SlackReplies.Said> reply,
            Function<String, List<IncidentId>> alike) {
        this.hooks = hooks;
        this.desk = desk;
        this.clock = clock;
        this.confirm = confirm;
        this.reply = reply;
        this.alike = alike;
    }

    /// What became of a delivery.
    public sealed interface Taken {

        /// It is in the journal.
        ///
        /// @param begun the incidents that it began
        /// @param known the incidents that were there already
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
            case Verdict.Signals(var signals) -> incidents(source, signals);
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

    private Taken incidents(String source, List<Signal> signals) {
        var begun = new ArrayList<IncidentId>();
        var known = new ArrayList<IncidentId>();
        var over = new ArrayList<IncidentId>();
        for (var signal : signals) {
            var by = new Actor.Source(source);
            if (!signal.firing()) {
                noteEnd(signal, by).ifPresent(over::add);
                continue;
            }
            var id = id(signal);
            var incident = desk.reportOnce(id, signal.report(source), by);
            if (incident.isPresent()) begun.add(id);
            else known.add(id);
        }
        return begun.isEmpty() && known.isEmpty() && over.isEmpty()
                ? new Taken.Nothing("nothing of it fires, and it is of no incident here")
                : new Taken.Incidents(begun, known, over);
    }

    private static IncidentId id(Signal signal) {
        return new IncidentId("INC-" + Digest.of(signal.key()).hex().substring(0, ID_LENGTH));
    }

    /// Notes on its incident that an alert is over. Whether the problem is gone is seen by looking all the
    /// same.
    private Optional<IncidentId> noteEnd(Signal signal, Actor.Source by) {
        var remark = "the alert " + signal.alert().name() + " is over";
        if (desk.remarkOnce(id(signal), by, remark)) return Optional.of(id(signal));
        if (signal.namesOutbreak()) return Optional.empty();
        return alike.apply(signal.alert().name()).stream()
                .filter(incident -> desk.find(incident)
                        .filter(found -> isOf(found, signal, by))
                        .isPresent())
                .findFirst()
                .filter(incident -> desk.remarkOnce(incident, by, remark));
    }

    private static boolean isOf(Incident incident, Signal signal, Actor.Source by) {
        return incident.phase().kind() != Phase.Kind.CLOSED
                && incident.opening().by().equals(by)
                && incident.report().alerts().stream()
                        .anyMatch(alert ->
                                alert.fingerprint().equals(signal.alert().fingerprint()));
    }
}
