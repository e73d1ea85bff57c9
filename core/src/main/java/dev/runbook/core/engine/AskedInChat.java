package dev.runbook.core.engine;

import dev.runbook.core.approval.RequestId;
import dev.runbook.core.journal.Stamped;
import dev.runbook.core.value.Value;
import java.util.Optional;

/// A message in the chat that asks people to decide. It has buttons, which are to go once the question is
/// decided, wherever that was.
///
/// @param request the question's id
/// @param ts the messenger's id of the message
/// @param text what the message says
/// @param outcome what was last decided about it; empty while nothing was
public record AskedInChat(String request, String ts, String text, Optional<String> outcome) {

    /// What a notice asks once it is confirmed; empty when it asks nothing, or cannot be changed.
    static Optional<AskedInChat> of(Notice notice, Value receipt) {
        var parameters = notice.call().parameters();
        var request = parameters.get("card").flatMap(card -> text(card, "request"));
        var said = text(parameters, "text").orElse("");
        return request.flatMap(id -> text(receipt, "ts").map(ts -> new AskedInChat(id, ts, said, Optional.empty())));
    }

    private static Optional<String> text(Value value, String name) {
        return value instanceof Value.Fields fields ? fields.get(name).map(Value::display) : Optional.empty();
    }

    /// After an event: one that decides about the question, or brings it nearer to that, is its outcome.
    AskedInChat after(Stamped stamped) {
        return decides(stamped.event()) ? new AskedInChat(request, ts, text, Optional.of(Sentence.of(stamped))) : this;
    }

    private boolean decides(Event event) {
        var about = switch (event) {
            // That it may run follows from what people said, if they said something.
            case Event.ActionCleared _ when outcome.isEmpty() -> Optional.of(new RequestId(request));
            case Event.Approved(var id, var _, var _) -> Optional.of(id);
            case Event.Denied(var id, var _) -> Optional.of(id);
            case Event.Vetoed(var id, var _) -> Optional.of(id);
            case Event.Expired(var id) -> Optional.of(id);
            case Event.ApprovalVoided(var id, var _) -> id;
            case Event _ -> Optional.<RequestId>empty();
        };
        return about.filter(id -> id.toString().equals(request)).isPresent();
    }

    /// What the message says once nobody is asked any more.
    String settled() {
        return text + "\n" + outcome.orElse("This is not open any more.");
    }
}
