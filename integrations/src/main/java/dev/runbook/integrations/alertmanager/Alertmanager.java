package dev.runbook.integrations.alertmanager;

import dev.runbook.core.capability.Integration;
import dev.runbook.core.capability.Scope;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.Arguments;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Occurrence;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.alertmanager.AlertmanagerApi.Matcher;
import dev.runbook.integrations.alertmanager.AlertmanagerApi.Silence;
import dev.runbook.integrations.edge.Answers;
import dev.runbook.integrations.edge.Labels;
import dev.runbook.integrations.edge.LiveVendor;
import dev.runbook.integrations.edge.Outside;
import dev.runbook.integrations.edge.PartialMonitoring;
import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.PlainDialect;
import dev.runbook.integrations.edge.Scrubber;
import dev.runbook.integrations.edge.Unanswered;
import dev.runbook.integrations.edge.Variables;
import dev.runbook.integrations.edge.WebAccess;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Alertmanager, live. A silence of ours carries our idempotency key in its comment. It knows what fires,
/// and not what fired.
public final class Alertmanager extends LiveVendor implements PartialMonitoring {

    private static final Set<String> OFFERED = Set.of("get_current_alerts", "get_mutes", "mute", "unmute");

    private final AlertmanagerApi api;
    private final Labels labels;

    private Alertmanager(AlertmanagerApi api, Labels labels) {
        super(api.http().edge());
        this.api = api;
        this.labels = labels;
    }

    /// Makes the client from the variables that `.env.example` lists.
    public static Integration create(Variables variables, Outside outside) {
        var access = WebAccess.of(variables, "ALERTMANAGER");
        var http = outside.http(
                outside.edge("alertmanager"),
                variables.url("ALERTMANAGER_BASE_URL", ""),
                new PlainDialect(access.credentials(), Map.of("Accept", "application/json"), "message", access.check()),
                new Scrubber(access.secrets()));
        return new Alertmanager(new AlertmanagerApi(http), Labels.of(variables, "ALERTMANAGER"));
    }

    @Override
    public boolean offers(OperationName operation) {
        return PartialMonitoring.super.offers(operation) && OFFERED.contains(operation.method());
    }

    @Override
    public Observation currentAlerts(Scope scope, Duration timeframe, CallContext context) throws InterruptedException {
        return look(
                context,
                patience -> Answers.alerts(
                        api.alerts(patience).stream()
                                .filter(active -> labels.concern(scope, active.labels()))
                                .map(active -> new Content.AlertSeen(
                                        labels.alert(
                                                active.labels(),
                                                active.annotations(),
                                                active.since()
                                                        .orElse(edge().clock().instant())),
                                        true))
                                .toList(),
                        Optional.empty()));
    }

    @Override
    public Observation mutes(CallContext context) throws InterruptedException {
        return look(
                context,
                patience -> facts(
                        "mutes",
                        "mutes",
                        api.silences(patience).stream()
                                .filter(Silence::holds)
                                .map(s -> Value.fields(
                                        "id", s.id(),
                                        "scope", s.matchers(),
                                        "until", s.end().orElse(null),
                                        "reason", s.comment()))
                                .toList(),
                        Optional.empty()));
    }

    @Override
    public Outcome mute(Scope scope, Duration duration, String reason, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(context, patience -> {
            var matchers = new ArrayList<Matcher>();
            if (scope.host().isPresent())
                matchers.add(new Matcher(
                        labels.host(),
                        Labels.withAnyPort(id("host", scope.host().get(), "[\\w.\\-]{1,200}")),
                        true));
            if (scope.service().isPresent())
                matchers.add(new Matcher(labels.service(), scope.service().get(), false));
            if (matchers.isEmpty()) throw refused("everything is not muted; name a host or a service");
            if (!duration.isPositive()) throw refused("nothing is muted for " + display(duration));
            var before = muted(key, patience);
            if (before.isPresent()) return new Outcome.Done(Value.fields("id", before.get()));
            var now = edge().clock().instant().truncatedTo(ChronoUnit.SECONDS);
            var comment = reason + " " + marker(key);
            return new Outcome.Done(Value.fields("id", api.mute(matchers, now, now.plus(duration), comment, patience)));
        });
    }

    private Optional<String> muted(IdempotencyKey key, Patience patience) throws Unanswered, InterruptedException {
        return api.silences(patience).stream()
                .filter(silence -> silence.comment().contains(marker(key)))
                .map(Silence::id)
                .findFirst();
    }

    @Override
    public Outcome unmute(String id, IdempotencyKey key, CallContext context) throws InterruptedException {
        return act(context, patience -> {
            var silence = silence(id, patience);
            if (silence.holds()) api.unmute(silence.id(), patience);
            return new Outcome.Done(Value.fields("id", silence.id()));
        });
    }

    private Silence silence(String id, Patience patience) throws Unanswered, InterruptedException {
        return api.silence(id("silence", id, "[0-9A-Fa-f-]{36}"), patience)
                .orElseThrow(() -> refused("alertmanager has no silence '" + id + "'"));
    }

    @Override
    public Occurrence occurred(OperationName operation, Arguments arguments, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return recall(context, patience -> switch (operation.method()) {
            case "mute" ->
                muted(key, patience)
                        .<Occurrence>map(id -> new Occurrence.Happened(Value.fields("id", id)))
                        .orElseGet(Occurrence.DidNotHappen::new);
            case "unmute" -> {
                var silence = silence(arguments.text("id"), patience);
                yield silence.holds()
                        ? new Occurrence.DidNotHappen()
                        : new Occurrence.Happened(Value.fields("id", silence.id()));
            }
            default -> new Occurrence.CannotTell("alertmanager keeps no record of " + operation);
        });
    }

    @Override
    public List<Finding> check(Duration timeout) throws InterruptedException {
        return List.of(
                find("status", timeout, patience -> "runs version " + api.version(patience)),
                find("read silences", timeout, patience -> {
                    api.silences(patience);
                    return "readable";
                }));
    }

    @Override
    public String toString() {
        return "Alertmanager" + Map.of("base", api.http().base());
    }
}
