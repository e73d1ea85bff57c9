package dev.runbook.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.app.security.AccessTable;
import dev.runbook.app.security.Role;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.testkit.HighCpu;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// Every route by every caller. The routes come from the controllers, so one without a line in the access table
/// fails here.
class AccessTest {

    private static final TestServer SERVER = TestServer.shared();
    private static final AccessTable TABLE = AccessTable.standard(_ -> Optional.empty());

    private record Route(HttpMethod method, String pattern) {
        /// An address of this route. What it names does not exist: whether one may is decided before that.
        String path() {
            return pattern.replaceAll("\\{[^}]+}", "none");
        }

        boolean ofProgram() {
            return pattern.startsWith("/api/") || pattern.startsWith("/v3/") || pattern.startsWith("/actuator");
        }
    }

    private static List<Route> routes() {
        return SERVER.context().getBeansOfType(RequestMappingHandlerMapping.class).values().stream()
                .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
                .flatMap(AccessTest::routes)
                .filter(route -> !route.pattern().equals("/error"))
                .toList();
    }

    private static Stream<Route> routes(RequestMappingInfo info) {
        return info.getPatternValues().stream()
                .flatMap(pattern -> info.getMethodsCondition().getMethods().stream()
                        .map(method -> new Route(method.asHttpMethod(), pattern)));
    }

    private static Optional<AccessTable.Rule> rule(Route route) {
        return TABLE.rules().stream()
                .filter(rule ->
                        rule.method().equals(route.method()) && rule.pattern().equals(route.pattern()))
                .findFirst();
    }

    @Test
    void everyRouteHasALine() {
        assertThat(routes())
                .hasSizeGreaterThan(25)
                .allSatisfy(route -> assertThat(rule(route))
                        .as("line of %s %s", route.method(), route.pattern())
                        .isPresent());
    }

    @Test
    void everyLineOfAControllersPathHasARoute() {
        var routes = routes();

        assertThat(TABLE.rules())
                .filteredOn(rule -> rule.least().isPresent())
                .allSatisfy(rule ->
                        assertThat(routes).as("route of %s", rule).contains(new Route(rule.method(), rule.pattern())));
    }

    @TestFactory
    Stream<DynamicTest> nobodyGetsInWithoutSigningIn() {
        return each(route -> {
            var status = SERVER.caller()
                    .send(route.method().name(), route.path(), null)
                    .status();
            // Slack's requests prove themselves by a signature, and here there is none.
            if (route.pattern().equals("/api/v1/webhooks/slack"))
                assertThat(status).isEqualTo(401);
            // The way to sign in elsewhere leads on, whoever comes.
            else if (route.pattern().equals("/sign-in/elsewhere"))
                assertThat(status).isEqualTo(302);
            else if (rule(route).orElseThrow().least().isEmpty())
                assertThat(status).isNotIn(401, 403, 302);
            else assertThat(status).isEqualTo(route.ofProgram() ? 401 : 302);
        });
    }

    @TestFactory
    Stream<DynamicTest> aTokenThatNobodyKnowsIsRefusedEverywhere() {
        return each(route -> assertThat(SERVER.as("stranger")
                        .send(route.method().name(), route.path(), null)
                        .status())
                // What a webhook carries is no token of ours, and there is none of this name.
                .isEqualTo(route.pattern().equals("/api/v1/webhooks/{source}") ? 404 : 401));
    }

    @TestFactory
    Stream<DynamicTest> aTokenThatHasExpiredIsRefusedEverywhere() {
        return each(route -> assertThat(SERVER.as("late")
                        .send(route.method().name(), route.path(), null)
                        .status())
                .isEqualTo(route.pattern().equals("/api/v1/webhooks/{source}") ? 404 : 401));
    }

    /// A session's cookie goes along with what another site sends; the token of its forms does not.
    @TestFactory
    Stream<DynamicTest> aForeignOriginDoesNothingWithSomebodysSession() {
        var ada = Browser.at(SERVER).signedInAs("ada").from("https://elsewhere.example");
        return each(route -> {
            if (endless(route)) return;
            var answer = ada.bare(route.method().name(), route.path());

            assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
            if (route.method().equals(HttpMethod.POST)
                    && rule(route).orElseThrow().least().isPresent())
                assertThat(answer.status() == 403
                                || (answer.status() == 302
                                        && answer.header("Location").equals("/sign-in")))
                        .as("refused with %s", answer.status())
                        .isTrue();
        });
    }

    @TestFactory
    Stream<DynamicTest> whatIsDoneInPersonTakesNoToken() {
        return TABLE.rules().stream()
                .filter(AccessTable.Rule::inPerson)
                .map(rule -> DynamicTest.dynamicTest(
                        rule.pattern(),
                        () -> assertThat(SERVER.as("ada")
                                        .send("POST", new Route(rule.method(), rule.pattern()).path(), null)
                                        .status())
                                .isEqualTo(403)));
    }

    @Test
    void whoIsLimitedToServicesActsOnNoOther() {
        var id = SERVER.system.waitingFor(RiskLevel.HIGH, "rob");
        var lea = SERVER.as("lea");

        var answer = lea.post("/api/v1/incidents/" + id + "/approvals/ap-1", "{\"decision\": \"deny\"}");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.at("/detail")).contains(id.id(), "out of lea's reach", "pay*");
        assertThat(lea.get("/api/v1/incidents/" + id).status()).isEqualTo(200);
        assertThat(Browser.at(SERVER).signedInAs("lea").get("/incidents/" + id).body())
                .doesNotContain("value=\"approve\"");
    }

    @Test
    void whoIsLimitedToServicesActsOnThose() {
        var report = ProblemReport.of("payments are slow").onHost(HighCpu.HOST).aboutService("payments");
        var id = SERVER.system.desk.report(report, new Actor.Operator("rob")).id();

        var answer = SERVER.as("lea").post("/api/v1/incidents/" + id + "/comments", "{\"text\": \"mine\"}");

        assertThat(answer.status()).isEqualTo(200);
    }

    @TestFactory
    Stream<DynamicTest> everyRoleMayWhatItsLineSaysAndNoMore() {
        var operators = Map.of(
                "eve", Role.VIEWER,
                "rob", Role.RESPONDER,
                "ann", Role.APPROVER,
                "cara", Role.COMMANDER,
                "ada", Role.ADMINISTRATOR);
        return operators.entrySet().stream()
                .flatMap(operator -> routes().stream()
                        .filter(route -> !endless(route))
                        .map(route -> DynamicTest.dynamicTest(
                                operator.getKey() + " " + route.method() + " " + route.pattern(), () -> {
                                    var least = rule(route).orElseThrow().least();
                                    var may = least.isEmpty()
                                            || (operator.getValue().compareTo(least.get()) >= 0
                                                    && !rule(route)
                                                            .orElseThrow()
                                                            .inPerson());

                                    var status = SERVER.as(operator.getKey())
                                            .send(route.method().name(), route.path(), null)
                                            .status();

                                    assertThat(status == 403)
                                            .as("refused with %s", status)
                                            .isEqualTo(!may);
                                    assertThat(status).isLessThan(500);
                                })));
    }

    private static boolean endless(Route route) {
        return route.pattern().equals("/api/v1/events");
    }

    private interface Check {
        void on(Route route);
    }

    private static Stream<DynamicTest> each(Check check) {
        return routes().stream()
                .map(route -> DynamicTest.dynamicTest(route.method() + " " + route.pattern(), () -> check.on(route)));
    }

    @Test
    void whatHasNoLineIsNotThere() {
        assertThat(SERVER.as("ann").get("/api/v1/secrets").at("/type")).isEqualTo("urn:runbook:problem:not-found");
        assertThat(SERVER.as("ann").get("/actuator/env").status()).isEqualTo(404);
        assertThat(SERVER.caller().get("/api/v1/secrets").status()).isEqualTo(401);
    }
}
