package dev.runbook.integrations.mock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.capability.Operations;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.evidence.Observation.CouldNotLook;
import dev.runbook.core.evidence.Observation.Found;
import dev.runbook.core.evidence.Observation.NothingFound;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.Effect;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Occurrence;
import dev.runbook.core.operation.Operation;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.Samples;
import dev.runbook.integrations.SettableClock;
import dev.runbook.integrations.registry.IntegrationRegistry;
import dev.runbook.integrations.scenario.Trouble;
import dev.runbook.integrations.world.Desk;
import dev.runbook.integrations.world.EffectLedger;
import dev.runbook.integrations.world.World;
import dev.runbook.integrations.world.Worlds;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every capability promises, asked of the simulated vendors through the registry.
class MockVendorsTest {

    private final SettableClock clock = new SettableClock();
    private final World world = new World(
            Samples.sick(
                    "{\"kind\": \"bad_deployment\", \"component\": \"middle\", \"version\": \"2.1\", \"onset\": \"-10m\"}"),
            5,
            clock.instant(),
            clock,
            EffectLedger.inMemory());
    private final IntegrationRegistry registry =
            IntegrationRegistry.of(MockIntegrations.create(Worlds.of(world, clock)));

    /// Arguments with which each operation finds or does something in the sample estate.
    private static final Map<String, Value.Fields> GOOD = new TreeMap<>(Map.ofEntries(
            Map.entry("monitoring.get_current_alerts", Value.Fields.NONE),
            Map.entry("monitoring.get_metrics", Value.fields("service", "middle", "metric", "error_rate")),
            Map.entry("monitoring.get_logs", Value.fields("service", "middle", "query", "EXCEPTION")),
            Map.entry("monitoring.get_dependencies", Value.fields("service", "middle")),
            Map.entry("monitoring.get_monitors", Value.fields("service", "middle")),
            Map.entry("monitoring.get_events", Value.fields("service", "middle")),
            Map.entry("monitoring.query_metrics", Value.fields("query", "error_rate{middle}")),
            Map.entry("monitoring.query_logs", Value.fields("query", "EXCEPTION")),
            Map.entry("monitoring.get_mutes", Value.Fields.NONE),
            Map.entry("monitoring.mute", Value.fields("service", "middle", "duration", "30m")),
            Map.entry("monitoring.unmute", Value.fields("id", "M1")),
            Map.entry("monitoring.post_event", Value.fields("service", "middle", "title", "restarted")),
            Map.entry("compute.run_command", Value.fields("host", "h2", "command", "uptime")),
            Map.entry("compute.reboot_database", Value.fields("database", "db")),
            Map.entry("compute.get_top_processes", Value.fields("host", "h2", "limit", 2)),
            Map.entry("compute.get_resources", Value.Fields.NONE),
            Map.entry("compute.get_disk_usage", Value.fields("host", "h2")),
            Map.entry("compute.get_database_status", Value.fields("database", "db")),
            Map.entry("deployments.get_recent_deployments", Value.Fields.NONE),
            Map.entry("ticketing.get_recent_changes", Value.fields("service", "middle")),
            Map.entry("ticketing.find_incidents", Value.fields("query", "checkout rolled")),
            Map.entry("paging.get_on_call", Value.fields("service", "middle")),
            Map.entry("issue_tracking.search_issues", Value.fields("query", "alert")),
            Map.entry("chat.get_messages", Value.fields("channel", "#ops", "limit", 1)),
            Map.entry("compute.restart_service", Value.fields("host", "h2", "service", "worker")),
            Map.entry("compute.scale_service", Value.fields("service", "front", "replicas", 4)),
            Map.entry("compute.clean_disk", Value.fields("host", "h2", "path", "/var/tmp")),
            Map.entry("compute.terminate_connections", Value.fields("database", "db", "application", "worker")),
            Map.entry("compute.reroute_traffic", Value.fields("service", "middle", "avoid", "wire")),
            Map.entry("compute.reboot_host", Value.fields("host", "h3")),
            Map.entry("deployments.rollback_deployment", Value.fields("service", "middle")),
            Map.entry("ticketing.create_incident", Value.fields("title", "middle fails")),
            Map.entry("ticketing.add_work_note", Value.fields("number", "INC0010001", "text", "looking")),
            Map.entry(
                    "ticketing.update_incident",
                    Value.fields("number", "INC0010001", "changes", Value.fields("urgency", "1"))),
            Map.entry("ticketing.resolve_incident", Value.fields("number", "INC0010001")),
            Map.entry("paging.page", Value.fields("service", "middle", "title", "wake up")),
            Map.entry("paging.acknowledge", Value.fields("number", "P501")),
            Map.entry("paging.resolve", Value.fields("number", "P501")),
            Map.entry("issue_tracking.create_issue", Value.fields("summary", "follow up")),
            Map.entry("issue_tracking.add_comment", Value.fields("issue", "OPS-201", "text", "done")),
            Map.entry("paging.get_pages", Value.fields("service", "middle")),
            Map.entry("paging.get_page_log", Value.fields("number", "P501")),
            Map.entry("paging.add_note", Value.fields("number", "P501", "text", "looking")),
            Map.entry("paging.send_status_update", Value.fields("number", "P501", "text", "better")),
            Map.entry("paging.send_change_event", Value.fields("service", "middle", "summary", "rolled back")),
            Map.entry("paging.send_signal", Value.fields("source", "middle", "summary", "it burns")),
            Map.entry("ticketing.get_configuration_item", Value.fields("name", "middle")),
            Map.entry("ticketing.get_item_relations", Value.fields("name", "middle")),
            Map.entry("ticketing.create_change", Value.fields("component", "middle", "title", "restart it")),
            Map.entry("ticketing.move_change", Value.fields("number", "CHG0030001", "state", "Implement")),
            Map.entry("issue_tracking.transition_issue", Value.fields("issue", "OPS-201", "status", "Done")),
            Map.entry("issue_tracking.link_issues", Value.fields("issue", "OPS-201", "other", "OPS-1")),
            Map.entry(
                    "chat.update_message",
                    Value.fields("channel", "#new", "ts", "1762164000.000000", "text", "hello again")),
            Map.entry("chat.upload_file", Value.fields("channel", "#ops", "name", "log.txt", "text", "one\ntwo")),
            Map.entry("chat.post_message", Value.fields("channel", "#ops", "text", "hello"))));

    /// Where the sample names something that does not exist.
    private static final Map<String, Value.Fields> UNKNOWN = Map.ofEntries(
            Map.entry("monitoring.get_current_alerts", Value.fields("host", "h99")),
            Map.entry("monitoring.get_metrics", Value.fields("service", "nobody")),
            Map.entry("monitoring.get_logs", Value.fields("service", "middle", "query", "no such words")),
            Map.entry("monitoring.get_dependencies", Value.fields("host", "h99")),
            Map.entry("monitoring.get_monitors", Value.fields("service", "nobody")),
            Map.entry("monitoring.get_events", Value.fields("service", "nobody")),
            Map.entry("monitoring.query_metrics", Value.fields("query", "error_rate{nobody}")),
            Map.entry("monitoring.query_logs", Value.fields("query", "no such words")),
            Map.entry("compute.get_resources", Value.fields("service", "nobody")),
            Map.entry("deployments.get_recent_deployments", Value.fields("service", "front")),
            Map.entry("ticketing.get_recent_changes", Value.fields("host", "h3")),
            Map.entry("ticketing.find_incidents", Value.fields("query", "unheard of")),
            Map.entry("paging.get_on_call", Value.fields("service", "nobody")),
            Map.entry("paging.get_pages", Value.fields("service", "nobody")),
            Map.entry("paging.get_page_log", Value.fields("number", "P999")),
            Map.entry("ticketing.get_configuration_item", Value.fields("name", "nobody")),
            Map.entry("ticketing.get_item_relations", Value.fields("name", "nobody")),
            Map.entry("issue_tracking.search_issues", Value.fields("query", "unheard of")),
            Map.entry("chat.get_messages", Value.fields("channel", "#empty")));

    private static Stream<Operation> operations() {
        return dev.runbook.core.capability.Operations.CATALOGUE.all().stream()
                // What earlier incidents taught is no vendor's to say.
                .filter(operation -> operation.name().capability() != Capability.MEMORY
                        && operation.name().capability() != Capability.KNOWLEDGE);
    }

    static List<Operation> reads() {
        return operations().filter(o -> o.effect() == Effect.READS).toList();
    }

    static List<Operation> changes() {
        return operations().filter(o -> o.effect() != Effect.READS).toList();
    }

    private static CallContext context(Duration timeout) {
        return new CallContext(new IncidentId("INC-1"), Map.of("scenario", "sample"), timeout);
    }

    private static final CallContext CONTEXT = context(Duration.ofSeconds(30));

    private Observation ask(Operation operation, Value.Fields arguments) throws InterruptedException {
        return registry.observe(operation.name(), operation.check(arguments), CONTEXT);
    }

    private Outcome act(Operation operation, Value.Fields arguments, String key) throws InterruptedException {
        return registry.act(operation.name(), operation.check(arguments), new IdempotencyKey(key), CONTEXT);
    }

    private static Value.Fields good(Operation operation) {
        return GOOD.get(operation.name().toString());
    }

    private static Operation operation(String name) {
        return operations()
                .filter(o -> o.name().toString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /// What some operations need to be there first.
    private void prepare() throws InterruptedException {
        for (var name :
                List.of("ticketing.create_incident", "paging.page", "issue_tracking.create_issue", "monitoring.mute"))
            act(operation(name), good(operation(name)), "prepared " + name);
        act(operation("chat.post_message"), Value.fields("channel", "#new", "text", "hello"), "prepared message");
    }

    @Test
    void everyOperationIsCovered() {
        assertThat(GOOD.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        operations().map(o -> o.name().toString()).toList());
    }

    @ParameterizedTest
    @MethodSource("reads")
    void whatIsThereIsFoundInItsDeclaredShape(Operation read) throws InterruptedException {
        prepare();

        var found = ask(read, good(read));

        assertThat(found).isInstanceOf(Found.class);
        assertThat(keys(((Found) found).output()))
                .containsAll(SHAPES.get(read.name().method()));
    }

    private static final Map<String, Set<String>> SHAPES = Map.ofEntries(
            Map.entry("get_current_alerts", Set.of("name", "component", "severity", "text", "firing", "started_at")),
            Map.entry("get_metrics", Set.of("component", "metric", "unit", "last", "min", "max", "mean")),
            Map.entry("get_logs", Set.of("component", "time", "level", "message")),
            Map.entry("get_dependencies", Set.of("from", "to")),
            Map.entry("get_monitors", Set.of("id", "name", "state", "component", "query")),
            Map.entry("get_events", Set.of("time", "kind", "component", "text", "author")),
            Map.entry("query_metrics", Set.of("component", "metric", "unit", "last", "min", "max", "mean")),
            Map.entry("query_logs", Set.of("component", "time", "level", "message")),
            Map.entry("get_mutes", Set.of("id", "scope", "until", "reason")),
            Map.entry(
                    "get_top_processes",
                    Set.of("pid", "name", "service", "cpu_percent", "memory_percent", "started_at")),
            Map.entry("get_resources", Set.of("name", "kind", "state", "host", "version", "replicas", "region")),
            Map.entry("get_disk_usage", Set.of("volume", "used_percent", "largest")),
            Map.entry("get_database_status", Set.of("database", "connections", "max_connections", "clients")),
            Map.entry(
                    "get_recent_deployments",
                    Set.of("service", "version", "previous_version", "time", "author", "summary")),
            Map.entry("get_recent_changes", Set.of("number", "kind", "component", "summary", "author", "time")),
            Map.entry("find_incidents", Set.of("number", "state", "title", "opened_at")),
            Map.entry("get_pages", Set.of("number", "title", "status", "service", "created_at")),
            Map.entry("get_page_log", Set.of("time", "kind", "text", "by")),
            Map.entry("get_configuration_item", Set.of("name", "kind", "state", "environment", "owner")),
            Map.entry("get_item_relations", Set.of("from", "to")),
            Map.entry("get_on_call", Set.of("name", "level", "until")),
            Map.entry("search_issues", Set.of("key", "summary", "status", "created")),
            Map.entry("get_messages", Set.of("author", "text", "ts")));

    private static Set<String> keys(Value output) {
        return switch (output) {
            case Value.Fields(var fields) -> fields.keySet();
            case Value.Items(var items) -> keys(items.getFirst());
            default -> Set.of();
        };
    }

    @ParameterizedTest
    @MethodSource("reads")
    void whatIsNotThereIsNothingFoundOrSaysWhatIsUnknown(Operation read) throws InterruptedException {
        var unknown = UNKNOWN.get(read.name().toString());
        if (unknown != null) {
            assertThat(ask(read, unknown)).isEqualTo(new NothingFound(new Value.Items(List.of())));
            return;
        }
        if (read.parameters().isEmpty()) {
            assertThat(ask(read, Value.Fields.NONE)).isEqualTo(new NothingFound(new Value.Items(List.of())));
            return;
        }
        var parameter = read.parameters().getFirst().name();
        assertThat(ask(read, Value.fields(parameter, "h99")))
                .isEqualTo(new CouldNotLook("aws has no " + parameter + " 'h99'", false));
    }

    @ParameterizedTest
    @MethodSource("reads")
    void aFailureIsNotAnEmptyAnswer(Operation read) throws InterruptedException {
        prepare();
        for (var kind : List.of(Trouble.Kind.FAILING, Trouble.Kind.RATE_LIMITED, Trouble.Kind.LOSING_REPLIES)) {
            world.endTroubles();
            trouble(read, kind);
            assertThat(ask(read, good(read)))
                    .as("%s", kind)
                    .isInstanceOfSatisfying(
                            CouldNotLook.class, c -> assertThat(c.retryable()).isTrue());
        }
        world.endTroubles();
        trouble(read, Trouble.Kind.EMPTY);
        assertThat(ask(read, good(read))).isInstanceOf(NothingFound.class);
    }

    private void trouble(Operation operation, Trouble.Kind kind) {
        world.trouble(
                Trouble.of(vendor(operation), kind).forMethod(operation.name().method()));
    }

    private String vendor(Operation operation) {
        return registry.sourceOf(operation.name().capability()).split(" ")[0];
    }

    @ParameterizedTest
    @MethodSource("changes")
    void theSameKeyActsOnce(Operation change) throws InterruptedException {
        prepare();
        int before = world.effects().size();

        var first = act(change, good(change), "key");
        var second = act(change, good(change), "key");

        assertThat(first).isInstanceOf(Outcome.Done.class);
        assertThat(second).isEqualTo(first);
        assertThat(world.effects()).hasSize(before + 1);
        assertThat(registry.occurred(change.name(), change.check(good(change)), new IdempotencyKey("key"), CONTEXT))
                .isEqualTo(new Occurrence.Happened(((Outcome.Done) first).result()));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void whatFailsIsNotDoneAndWhatIsUnclearCanBeAsked(Operation change) throws InterruptedException {
        prepare();
        int before = world.effects().size();
        var key = new IdempotencyKey("key");

        trouble(change, Trouble.Kind.FAILING);
        assertThat(act(change, good(change), "key")).isInstanceOf(Outcome.Refused.class);
        assertThat(world.effects()).hasSize(before);
        assertThat(registry.occurred(change.name(), change.check(good(change)), key, CONTEXT))
                .isInstanceOf(Occurrence.CannotTell.class);
        world.endTroubles();
        trouble(change, Trouble.Kind.LOSING_REPLIES);
        assertThat(act(change, good(change), "key")).isInstanceOf(Outcome.Unclear.class);
        assertThat(registry.occurred(change.name(), change.check(good(change)), key, CONTEXT))
                .isInstanceOf(Occurrence.Happened.class);
        assertThat(world.effects()).hasSize(before + 1);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aLiarSaysDoneAndDoesNothing(Operation change) throws InterruptedException {
        trouble(change, Trouble.Kind.LYING);

        assertThat(act(change, good(change), "key")).isInstanceOf(Outcome.Done.class);
        assertThat(world.effects()).isEmpty();
    }

    @Test
    void aLiarHidesTheFault() throws InterruptedException {
        world.trouble(Trouble.of("datadog", Trouble.Kind.LYING));
        var metrics = (Found) ask(operation("monitoring.get_metrics"), good(operation("monitoring.get_metrics")));

        assertThat(ask(operation("monitoring.get_current_alerts"), Value.Fields.NONE))
                .isInstanceOf(NothingFound.class);
        assertThat(((Content.MetricSeries) metrics.contents().getFirst()).points())
                .allMatch(point -> point.value() < 1);
    }

    @Test
    void aSlowActIsUnclearAndHappened() throws InterruptedException {
        var restart = operation("compute.restart_service");
        world.trouble(Trouble.of("aws", Trouble.Kind.SLOW).taking(Duration.ofMinutes(5)));

        assertThat(registry.act(
                        restart.name(),
                        restart.check(good(restart)),
                        new IdempotencyKey("key"),
                        context(Duration.ofMillis(50))))
                .isInstanceOf(Outcome.Unclear.class);
        world.endTroubles();
        assertThat(registry.occurred(restart.name(), restart.check(good(restart)), new IdempotencyKey("key"), CONTEXT))
                .isInstanceOf(Occurrence.Happened.class);
    }

    @Test
    void whatIsWrittenCanBeReadBack() throws InterruptedException {
        prepare();
        act(operation("ticketing.resolve_incident"), good(operation("ticketing.resolve_incident")), "a");
        act(operation("paging.acknowledge"), good(operation("paging.acknowledge")), "b");
        act(operation("issue_tracking.add_comment"), good(operation("issue_tracking.add_comment")), "c");
        act(operation("chat.post_message"), good(operation("chat.post_message")), "d");
        act(operation("chat.update_message"), good(operation("chat.update_message")), "e");
        act(operation("issue_tracking.transition_issue"), good(operation("issue_tracking.transition_issue")), "f");
        act(operation("paging.add_note"), good(operation("paging.add_note")), "g");
        var desk = world.look().desk();

        assertThat(desk.tickets().getLast().state()).isEqualTo("resolved");
        assertThat(desk.pages().getLast().state()).isEqualTo("acknowledged");
        assertThat(desk.pages().getLast().log())
                .extracting(Desk.Happening::kind)
                .contains("triggered", "note");
        assertThat(desk.issues().getLast().status()).isEqualTo("done");
        assertThat(desk.messages("#new").getLast().text()).isEqualTo("hello again");
        assertThat(desk.issues().getLast().comments()).containsExactly("done");
        assertThat(ask(operation("chat.get_messages"), Value.fields("channel", "#ops", "limit", 1)))
                .isInstanceOfSatisfying(
                        Found.class,
                        found -> assertThat(found.output().display()).contains("\"text\":\"hello\""));
    }

    @Test
    void aNumberThatDoesNotExistIsRefused() throws InterruptedException {
        assertThat(act(operation("paging.acknowledge"), Value.fields("number", "P999"), "k"))
                .isEqualTo(new Outcome.Refused("there is no number 'P999'", false));
    }

    @Test
    void anUnknownScenarioIsNamed() throws InterruptedException {
        var read = operation("compute.get_resources");
        var lost = new CallContext(new IncidentId("INC-7"), Map.of("scenario", "nonsense"), Duration.ofSeconds(5));

        assertThat(registry.observe(read.name(), read.check(Value.Fields.NONE), lost))
                .isEqualTo(new CouldNotLook("there is no scenario 'nonsense'", false));
    }

    @Test
    void aNoisyComponentDoesNotHideTheLogsOfTheOthers() throws InterruptedException {
        var found = (Found) ask(operation("monitoring.get_logs"), Value.fields("limit", 40));
        var counts = found.contents().stream().map(c -> (Content.LogLines) c).toList();

        assertThat(counts.stream().mapToInt(c -> c.lines().size()).sum()).isLessThanOrEqualTo(40);
        assertThat(counts)
                .hasSizeGreaterThan(8)
                .anyMatch(c -> c.total() > c.lines().size());
    }

    @Test
    void dependenciesReachToTheEndsOfTheGraph() throws InterruptedException {
        var found = (Found) ask(operation("monitoring.get_dependencies"), Value.fields("service", "db"));

        assertThat(found.output().display())
                .contains("{\"from\":\"front\",\"to\":\"middle\"}", "{\"from\":\"worker\",\"to\":\"db\"}")
                .doesNotContain("partner");
    }

    @Test
    void aRollbackIsARelease() throws InterruptedException {
        act(operation("deployments.rollback_deployment"), Value.fields("service", "middle"), "k");
        clock.advance(Duration.ofMinutes(1));
        var releases = world.look().releases(Duration.ofHours(1));

        assertThat(releases)
                .extracting(r -> r.previous() + " to " + r.version())
                .containsExactly("2.0 to 2.1", "2.1 to 2.0");
        assertThat(world.look().version("middle")).isEqualTo("2.0");
    }

    @Test
    void everythingComesFromTheMocks() {
        assertThat(registry.integrations()).hasSize(6);
        assertThat(registry.sourceOf(dev.runbook.core.operation.Capability.MONITORING))
                .isEqualTo("datadog (mock)");
        assertThat(registry.catalogue()).isSameAs(Operations.CATALOGUE);
    }
}
