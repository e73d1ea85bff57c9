package dev.runbook.cli.remote;

import java.util.Locale;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;

/// An incident as people read it in a terminal.
final class IncidentText {

    private IncidentText() {}

    /// One entry of the timeline: `10:02:14  classified as …`.
    static String entry(JsonNode entry) {
        return time(entry.path("at").asString()) + "  " + entry.path("sentence").asString();
    }

    /// The whole incident.
    ///
    /// @param brief leaves out what a watched timeline has just said
    static String of(JsonNode incident, boolean brief) {
        var text = new StringJoiner("\n");
        text.add(incident.path("id").asString() + "  " + incident.path("title").asString());
        text.add(words(incident.path("phase")) + ", " + words(incident.path("category")) + ", severity "
                + words(incident.path("severity")));
        if (incident.hasNonNull("waitingFor"))
            text.add("waits for " + incident.path("waitingFor").asString());
        if (!brief) {
            diagnosis(incident.path("diagnosis"), text);
            recommendations(incident.path("recommendations"), text);
        }
        model(incident.path("model"), text);
        request(incident, text);
        if (incident.hasNonNull("doubt"))
            text.add("\nNobody knows whether "
                    + incident.at("/doubt/plan/operation").asString() + " happened: "
                    + incident.at("/doubt/reason").asString());
        if (!brief && incident.hasNonNull("postMortem"))
            text.add("\n" + incident.path("postMortem").asString());
        return text.toString();
    }

    private static void diagnosis(JsonNode diagnosis, StringJoiner text) {
        if (diagnosis.isMissingNode() || diagnosis.isNull()) return;
        text.add("\nDiagnosis: " + words(diagnosis.path("verdict")));
        for (var hypothesis : diagnosis.path("hypotheses"))
            text.add("  " + percent(hypothesis.path("confidence")) + "  "
                    + hypothesis.path("statement").asString() + "  [" + ids(hypothesis.path("supportedBy"))
                    + "]");
        for (var hypothesis : diagnosis.path("ruledOut"))
            text.add("  ruled out: " + hypothesis.path("statement").asString() + " ("
                    + hypothesis.path("ruledOut").asString("") + ")");
    }

    private static void recommendations(JsonNode recommendations, StringJoiner text) {
        if (recommendations.isEmpty()) return;
        text.add("\nRecommended");
        for (var one : recommendations)
            text.add("  " + percent(one.path("confidence")) + "  "
                    + one.path("operation").asString() + " (" + one.path("risk").asString() + " risk): "
                    + one.path("reason").asString());
    }

    private static void model(JsonNode model, StringJoiner text) {
        if (!model.isObject()) return;
        text.add(String.format(
                Locale.ROOT,
                "\nLanguage model: %d calls, %d tokens, $%.4f, %.1f s",
                model.path("calls").asInt(),
                model.path("tokens").asLong(),
                model.path("costMicros").asLong() / 1e6,
                model.path("seconds").asDouble()));
    }

    private static void request(JsonNode incident, StringJoiner text) {
        var request = incident.path("openRequest");
        if (request.isMissingNode() || request.isNull()) return;
        var plan = request.path("plan");
        text.add("\nDecision " + request.path("id").asString() + ": "
                + plan.path("operation").asString() + " "
                + plan.path("parameters").toString());
        if (plan.hasNonNull("undo"))
            text.add("  undo: " + plan.at("/undo/operation").asString() + " "
                    + plan.at("/undo/parameters").toString()
                    + (plan.at("/undo/pending").isEmpty()
                            ? " (approved together with it)"
                            : " (asked about once its result is known)"));
        text.add("  risk " + plan.path("risk").asString() + "; plan "
                + request.path("planHash").asString().substring(0, 12));
        for (var change : request.path("changed"))
            text.add("  changed since it was asked before: " + change.asString());
        text.add("  why: " + request.path("why").asString());
        for (var reason : request.path("reasons")) text.add("  rule: " + reason.asString());
        text.add("  if nobody decides: " + request.path("ifNobodyDecides").asString());
        var id = incident.path("id").asString();
        var veto = request.at("/gate/kind").asString().equals("unless_vetoed");
        text.add(veto ? "  runbook veto " + id : "  runbook approve " + id + "    or    runbook deny " + id);
    }

    private static String ids(JsonNode ids) {
        var joined = new StringJoiner(" ");
        ids.forEach(id -> joined.add(id.asString()));
        return joined.toString();
    }

    private static String words(JsonNode name) {
        return name.asString("").toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String percent(JsonNode share) {
        return String.format(Locale.ROOT, "%3d %%", Math.round(share.asDouble() * 100));
    }

    private static String time(String instant) {
        return instant.length() >= 19 ? instant.substring(11, 19) : instant;
    }
}
