package dev.runbook.core.capability;

import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.value.Value;
import java.util.Optional;

/// Messages to people.
public interface Chat extends Integration {

    /// The most characters of a document in a message; what is longer is a file.
    int LONGEST_DOCUMENT = 12_000;

    /// Posts a message; [Outcome.Done] is the messenger's own confirmation, with the message's id in `ts`.
    Outcome postMessage(String channel, Post post, IdempotencyKey key, CallContext context) throws InterruptedException;

    /// A message.
    ///
    /// @param thread the id of the message that it answers; a message of its own when empty
    /// @param card the question that it puts to people, so that they can answer where they read it
    /// @param document a longer text in Markdown that stands under the message's own, at most
    ///     [#LONGEST_DOCUMENT] characters
    record Post(String text, Optional<String> thread, Optional<Card> card, Optional<String> document) {}

    /// A question about one exact plan.
    ///
    /// @param incident the id of the incident
    /// @param request the id of the approval request
    /// @param plan the hash of the plan, which an approval must name
    /// @param runsUnlessVetoed whether silence lets it run, so that there is nothing to approve
    record Card(String incident, String request, String plan, boolean runsUnlessVetoed) {

        /// The card as the parameter of a call.
        public Value.Fields fields() {
            return Value.fields(
                    "incident", incident, "request", request, "plan", plan, "runs_unless_vetoed", runsUnlessVetoed);
        }

        static Optional<Card> of(Optional<Value> given) {
            return given.filter(Value.Fields.class::isInstance)
                    .map(Value.Fields.class::cast)
                    .map(fields -> new Card(
                            text(fields, "incident"),
                            text(fields, "request"),
                            text(fields, "plan"),
                            text(fields, "runs_unless_vetoed").equals("true")));
        }

        private static String text(Value.Fields fields, String name) {
            return fields.get(name).map(Value::display).orElse("");
        }
    }

    /// Puts another text in the place of a message of ours.
    ///
    /// @param ts the message's id
    Outcome updateMessage(String channel, String ts, String text, IdempotencyKey key, CallContext context)
            throws InterruptedException;

    /// Posts a text as a file, for what is too long for a message.
    ///
    /// @param thread the id of the message that it answers; a message of its own when empty
    Outcome uploadFile(
            String channel, String name, String text, Optional<String> thread, IdempotencyKey key, CallContext context)
            throws InterruptedException;

    /// The latest messages of a channel, newest last.
    ///
    /// @return [dev.runbook.core.evidence.Content.Facts]; output: a list of `{author, text, ts}`
    Observation messages(String channel, int limit, CallContext context) throws InterruptedException;
}
