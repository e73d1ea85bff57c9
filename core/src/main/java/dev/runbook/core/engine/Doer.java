package dev.runbook.core.engine;

import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Occurrence;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.operation.Provider;
import java.util.Optional;

/// Changes the world through a provider, and finds out what became of it. Whatever a provider does, and be it
/// an exception against its contract, is an answer here. The caller has written its intent down before.
final class Doer {

    private final Provider provider;

    Doer(Provider provider) {
        this.provider = provider;
    }

    /// Acts for the first time. When the answer leaves it open, the provider is asked what happened, so
    /// [Outcome.Unclear] means that nobody knows.
    Outcome act(Event.Call call, IdempotencyKey key, CallContext context) throws InterruptedException {
        return switch (attempt(call, key, context)) {
            case Outcome.Unclear(var unclear) ->
                switch (occurred(call, key, context)) {
                    case Occurrence.Happened(var result) -> new Outcome.Done(result);
                    case Occurrence.DidNotHappen _ ->
                        new Outcome.Refused(unclear + "; the provider says it did not happen", true);
                    case Occurrence.CannotTell(var reason) -> new Outcome.Unclear(unclear + "; " + reason);
                };
            case Outcome known -> known;
        };
    }

    /// Takes up an intent whose outcome was never written: asks first whether it happened, and acts if it did
    /// not.
    ///
    /// @param repeatable whether it may be done, perhaps for the second time, when the provider cannot tell
    Outcome resume(Event.Call call, IdempotencyKey key, boolean repeatable, CallContext context)
            throws InterruptedException {
        return switch (occurred(call, key, context)) {
            case Occurrence.Happened(var result) -> new Outcome.Done(result);
            case Occurrence.DidNotHappen _ -> act(call, key, context);
            case Occurrence.CannotTell(var reason) ->
                repeatable ? repeat(call, key, context) : new Outcome.Unclear(reason);
        };
    }

    /// What is known of an intent whose outcome was never written, without doing anything about it; empty when
    /// it did not happen, or nobody knows.
    Optional<Outcome> known(Event.Call call, IdempotencyKey key, CallContext context) throws InterruptedException {
        return occurred(call, key, context) instanceof Occurrence.Happened(var result)
                ? Optional.of(new Outcome.Done(result))
                : Optional.empty();
    }

    /// That it is refused now says nothing about the time before.
    private Outcome repeat(Event.Call call, IdempotencyKey key, CallContext context) throws InterruptedException {
        return switch (act(call, key, context)) {
            case Outcome.Refused(var reason, var _) -> new Outcome.Unclear("refused when it was repeated: " + reason);
            case Outcome other -> other;
        };
    }

    private Outcome attempt(Event.Call call, IdempotencyKey key, CallContext context) throws InterruptedException {
        var operation = provider.catalogue().find(call.operation());
        if (operation.isEmpty()) return new Outcome.Refused("there is no operation " + call.operation(), false);
        var faults = operation.get().faults(call.parameters());
        if (!faults.isEmpty()) return new Outcome.Refused(String.join("; ", faults), false);
        try {
            return provider.act(call.operation(), operation.get().check(call.parameters()), key, context);
        } catch (RuntimeException e) {
            return new Outcome.Unclear("the provider broke down: " + e);
        }
    }

    private Occurrence occurred(Event.Call call, IdempotencyKey key, CallContext context) throws InterruptedException {
        var operation = provider.catalogue().find(call.operation());
        if (operation.isEmpty()) return new Occurrence.CannotTell("there is no operation " + call.operation());
        var faults = operation.get().faults(call.parameters());
        if (!faults.isEmpty()) return new Occurrence.CannotTell(String.join("; ", faults));
        try {
            return provider.occurred(call.operation(), operation.get().check(call.parameters()), key, context);
        } catch (RuntimeException e) {
            return new Occurrence.CannotTell("the provider broke down: " + e);
        }
    }
}
