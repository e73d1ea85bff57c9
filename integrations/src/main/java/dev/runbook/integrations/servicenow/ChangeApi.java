package dev.runbook.integrations.servicenow;

import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.Fault;
import dev.runbook.integrations.edge.Nodes;
import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.Request;
import dev.runbook.integrations.edge.Unanswered;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// ServiceNow's Change Management API, through which changes are opened and moved so that the instance's
/// process holds. Safe for use by many threads.
record ChangeApi(Instance instance) {

    /// The states of a change, as people see them and as the database has them.
    static final Map<String, String> STATES = states();

    private static Map<String, String> states() {
        var states = new LinkedHashMap<String, String>();
        states.put("New", "-5");
        states.put("Assess", "-4");
        states.put("Authorize", "-3");
        states.put("Scheduled", "-2");
        states.put("Implement", "-1");
        states.put("Review", "0");
        states.put("Closed", "3");
        states.put("Canceled", "4");
        return java.util.Collections.unmodifiableMap(states);
    }

    /// The number of a state that is given by its name or its number.
    static Optional<String> stateOf(String given) {
        return STATES.entrySet().stream()
                .filter(state -> state.getKey().equalsIgnoreCase(given)
                        || state.getValue().equals(given))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /// A state as a whole number: the API writes it as text, or as `-5.0`.
    static String number(String state) {
        return state.replaceFirst("\\.0$", "");
    }

    /// Opens a normal change.
    Row create(Value.Fields columns, Patience patience) throws Unanswered, InterruptedException {
        return written(
                Request.of("POST", TableApi.RATE, "/api/sn_chg_rest/change/normal")
                        .json(columns),
                patience);
    }

    /// The columns that a change's answer says were not known, and so were not written.
    static List<String> ignored(Row change) {
        return Nodes.list(change.node(), "__meta", "ignoredFields").stream()
                .flatMap(name -> Nodes.text(name).stream())
                .toList();
    }

    /// Moves a change to a state.
    Row move(String id, String state, Patience patience) throws Unanswered, InterruptedException {
        return written(
                Request.of("PATCH", TableApi.RATE, "/api/sn_chg_rest/change/{}", id)
                        .json(Value.fields("state", state)),
                patience);
    }

    private Row written(Request request, Patience patience) throws Unanswered, InterruptedException {
        var result = instance.send(request, patience).body().path("result");
        var row = new Row(result);
        if (row.id().isEmpty())
            throw new Unanswered(Fault.of(
                    Fault.Kind.UNREADABLE,
                    "servicenow answered " + request.method() + " " + request.path() + " without a change",
                    true));
        return row;
    }

    /// The states that a change can go to now.
    List<String> nextStates(String id, Patience patience) throws Unanswered, InterruptedException {
        var body = instance.send(Request.get(TableApi.RATE, "/api/sn_chg_rest/change/{}/nextstates", id), patience)
                .body();
        return Nodes.list(body, "result", "available_states").stream()
                .flatMap(node -> Nodes.text(node).stream())
                .map(ChangeApi::number)
                .toList();
    }
}
