package dev.runbook.core.governor;

import dev.runbook.core.engine.Event;
import dev.runbook.core.journal.Stamped;
import java.util.List;
import java.util.Optional;

/// What events of an incident mean for the effects that it has begun.
///
/// @param outcome what became of the effect whose outcome was not known: [Deed.State#MADE],
///     [Deed.State#NOT_MADE] or [Deed.State#IN_DOUBT]
/// @param judgement whether what was made helped: [Deed.State#HELPED] or [Deed.State#IN_VAIN]
/// @param lettingGo whether the incident is done with all its targets
public record Footprint(Optional<Deed.State> outcome, Optional<Deed.State> judgement, boolean lettingGo) {

    private static final Footprint NONE = new Footprint(Optional.empty(), Optional.empty(), false);

    /// The footprint of events that happened one after another.
    public static Footprint of(List<Stamped> events) {
        var print = NONE;
        for (var stamped : events) print = print.after(stamped.event());
        return print;
    }

    public boolean isEmpty() {
        return equals(NONE);
    }

    /// The effect as it is known afterwards.
    public Deed on(Deed deed) {
        var state = deed.state();
        var holds = deed.holds();
        if (outcome.isPresent() && (state == Deed.State.UNDER_WAY || state == Deed.State.IN_DOUBT)) {
            state = outcome.get();
            holds = holds && state != Deed.State.NOT_MADE;
        }
        if (judgement.isPresent() && isJudgedBy(judgement.get(), state)) state = judgement.get();
        return new Deed(
                deed.incident(),
                deed.service(),
                deed.operation(),
                deed.target(),
                deed.at(),
                state,
                holds && !lettingGo);
    }

    /// A cure that helped may turn out not to last.
    private static boolean isJudgedBy(Deed.State judgement, Deed.State state) {
        return state == Deed.State.MADE || (state == Deed.State.HELPED && judgement == Deed.State.IN_VAIN);
    }

    private Footprint after(Event event) {
        return switch (event) {
            case Event.StepSucceeded _ -> ending(Deed.State.MADE);
            case Event.StepUncertain _ -> ending(Deed.State.IN_DOUBT);
            case Event.StepFailed _ -> ending(Deed.State.NOT_MADE);
            case Event.Verified _ -> judging(Deed.State.HELPED);
            case Event.NotVerified _, Event.CureDecayed _ -> judging(Deed.State.IN_VAIN);
            case Event.Undone _ -> ending(Deed.State.MADE).lettingAllGo();
            case Event.UndoFailed _ -> ending(Deed.State.NOT_MADE).lettingAllGo();
            case Event.StartedOver _, Event.Resolved _, Event.Escalated _, Event.Closed _ -> lettingAllGo();
            case Event _ -> this;
        };
    }

    private Footprint ending(Deed.State state) {
        return new Footprint(Optional.of(state), judgement, lettingGo);
    }

    private Footprint judging(Deed.State state) {
        return new Footprint(outcome, Optional.of(state), true);
    }

    private Footprint lettingAllGo() {
        return new Footprint(outcome, judgement, true);
    }
}
