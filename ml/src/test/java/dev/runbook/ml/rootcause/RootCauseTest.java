package dev.runbook.ml.rootcause;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.ml.bundle.Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootCauseTest {

    @TempDir
    private Path folder = Path.of("");

    private final StringBuilder baseline = new StringBuilder("time,component,metric,value\n");
    private final StringBuilder window = new StringBuilder("time,component,metric,value\n");
    private final Random random = new Random(7);

    private static final int BEFORE = 60;
    private static final int NOW = 12;

    /// A metric that is about `usual`, and in the window about `now`.
    private void metric(String component, String metric, double usual, double now) {
        metric(component, metric, usual, i -> now);
    }

    private void metric(String component, String metric, double usual, IntToDoubleFunction now) {
        for (int i = 0; i < BEFORE; i++) row(baseline, 60 * i, component, metric, noisy(usual));
        for (int i = 0; i < NOW; i++) row(window, 60 * (BEFORE + i), component, metric, noisy(now.applyAsDouble(i)));
    }

    private double noisy(double value) {
        return value * (1 + 0.03 * random.nextGaussian());
    }

    private static void row(StringBuilder csv, int time, String component, String metric, double value) {
        csv.append(time)
                .append(',')
                .append(component)
                .append(',')
                .append(metric)
                .append(',')
                .append(value)
                .append('\n');
    }

    private List<Suspect> ranked(String incident) throws IOException {
        Files.writeString(folder.resolve("incident.json"), incident);
        if (window.toString().lines().count() > 1) {
            Files.writeString(folder.resolve("metrics.csv"), window);
            Files.writeString(folder.resolve("baseline.csv"), baseline);
        }
        try (var bundle = Bundle.open(folder)) {
            return RootCause.rank(bundle);
        }
    }

    private List<Suspect> ranked() throws IOException {
        return ranked("{\"id\": \"x\"}");
    }

    private void file(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    /// Traffic that rises and falls as a pattern says.
    private void traffic(String component, IntToDoubleFunction pattern) {
        for (int i = 0; i < BEFORE; i++) row(baseline, 60 * i, component, "requests", pattern.applyAsDouble(i));
        for (int i = 0; i < NOW; i++)
            row(window, 60 * (BEFORE + i), component, "requests", pattern.applyAsDouble(BEFORE + i));
    }

    private void calmServices() {
        for (var component : List.of("mailer", "search")) metric(component, "cpu", 20, 20);
        metric("checkout", "client_latency_ms", 40, 46);
        metric("front", "client_latency_ms", 40, 40);
        traffic("checkout", i -> 100 + 20 * (i * 7 % 5));
        traffic("mailer", i -> 10 + 2 * (i * 7 % 5));
        traffic("front", i -> 500 + 90 * (i * 5 % 7));
        traffic("search", i -> 300 + 60 * (i * 5 % 7));
    }

    @Test
    void whoeverIsCalledByOneThatWaitsIsSuspected() throws IOException {
        calmServices();

        var suspects = ranked();

        assertThat(suspects)
                .filteredOn(s -> s.component().equals("mailer"))
                .singleElement()
                .satisfies(mailer -> assertThat(mailer.clues())
                        .extracting(Clue::words)
                        .contains("calls made by checkout take longer than usual, and the traffic of mailer rises and"
                                + " falls with theirs"));
        assertThat(suspects).extracting(Suspect::component).containsSubsequence("mailer", "search");
    }

    @Test
    void whereItIsKnownWhoCallsWhomTrafficIsNotAsked() throws IOException {
        calmServices();
        file("dependencies.json", "[{\"from\":\"checkout\",\"to\":\"front\"}]");

        assertThat(ranked())
                .flatExtracting(Suspect::clues)
                .extracting(Clue::source)
                .doesNotContain("traffic");
    }

    /// `front` calls `checkout`, which calls `mailer`; each takes longer than what it calls.
    private void chain(IntToDoubleFunction toCheckout, IntToDoubleFunction toMailer) {
        metric("front", "latency_ms", 400, 400);
        metric("checkout", "latency_ms", 80, 80);
        metric("mailer", "latency_ms", 5, 5);
        traffic("front", i -> 500 + 90 * (i * 5 % 7));
        traffic("checkout", toCheckout);
        traffic("mailer", toMailer);
    }

    @Test
    void whoeverCallsLessThanItIsCalledIsSuspected() throws IOException {
        chain(i -> 100 + 18 * (i * 5 % 7), i -> (i < BEFORE ? 1 : 0.3) * (50 + 9 * (i * 5 % 7)));

        var suspects = ranked();

        assertThat(suspects.getFirst().component()).isIn("front", "checkout");
        assertThat(suspects.getFirst().clues().getFirst().words()).contains("mailer is called less");
        assertThat(suspects.getLast().component()).isEqualTo("mailer");
    }

    @Test
    void lessTrafficAllAlongTheChainIsNobodysFault() throws IOException {
        metric("front", "latency_ms", 400, 400);
        metric("checkout", "latency_ms", 80, 80);
        IntToDoubleFunction visitors = i -> (i < BEFORE ? 1 : 0.3) * (1 + 0.2 * (i * 5 % 7));
        traffic("front", i -> 500 * visitors.applyAsDouble(i));
        traffic("checkout", i -> 100 * visitors.applyAsDouble(i));

        assertThat(ranked())
                .allSatisfy(suspect -> assertThat(suspect.clues())
                        .noneMatch(clue -> clue.words().contains("called less")));
    }

    @Test
    void whatIsNoLongerMeasuredIsNeitherClearedNorBlamed() throws IOException {
        metric("busy", "cpu", 20, 80);
        metric("calm", "cpu", 20, 20);
        for (int i = 0; i < BEFORE; i++) row(baseline, 60 * i, "gone", "cpu", noisy(20));

        assertThat(ranked()).extracting(Suspect::component).containsExactly("busy", "gone", "calm");
    }

    @Test
    void aHealthyPeriodAloneSaysNothing() throws IOException {
        for (int i = 0; i < BEFORE; i++) row(baseline, 60 * i, "gone", "cpu", noisy(20));
        file("baseline.csv", baseline.toString());

        assertThat(ranked()).isEmpty();
    }

    @Test
    void theBusyProcessorComesBeforeTheSlowCaller() throws IOException {
        metric("web", "latency_ms", 40, 900);
        metric("web", "cpu", 20, 21);
        metric("pricing", "latency_ms", 8, 300);
        metric("pricing", "cpu", 15, 96);
        metric("db", "mem_bytes", 9e9, 9.05e9);

        var suspects = ranked();

        assertThat(suspects).extracting(Suspect::component).startsWith("pricing");
        assertThat(suspects.getFirst().metrics().getFirst().deviation().key().metric())
                .isEqualTo("cpu");
    }

    @Test
    void theUnitOfAMetricDoesNotMatter() throws IOException {
        metric("a", "mem", 2e9, 2.02e9);
        metric("b", "mem", 3e9, 2.9e9);
        metric("c", "cpu", 0.02, 0.7);

        assertThat(ranked()).extracting(Suspect::component).startsWith("c");
    }

    @Test
    void memoryThatGrowsExplainsTheProcessorButNotTheOtherWayRound() throws IOException {
        metric("leaking", "mem", 1e8, 9e8);
        metric("leaking", "cpu", 10, 90);
        metric("calm", "mem", 1e8, 1e8);
        metric("calm", "cpu", 10, 10);

        assertThat(ranked().getFirst().metrics().getFirst().deviation().key().metric())
                .isEqualTo("mem");
    }

    @Test
    void moreRequestsServedFasterAreNoTrouble() throws IOException {
        metric("web", "latency_ms", 40, 5);
        metric("db", "latency_ms", 4, 9);

        assertThat(ranked()).extracting(Suspect::component).startsWith("db");
    }

    @Test
    void ofACallChainTheDeepestThatAddsTimeIsTheCause() throws IOException {
        for (var component : List.of("web", "cart", "db", "mail"))
            metric(component, "requests", component.equals("mail") ? 2 : 100, component.equals("mail") ? 2 : 100);
        metric("web", "latency", 0.100, i -> i < 3 ? 0.100 : 0.400);
        metric("cart", "latency", 0.060, i -> i < 3 ? 0.060 : 0.355);
        metric("db", "latency", 0.010, i -> i < 3 ? 0.010 : 0.300);
        metric("mail", "latency", 0.010, i -> i < 3 ? 0.010 : 0.900);
        file(
                "dependencies.json",
                "[{\"from\":\"web\",\"to\":\"cart\"},{\"from\":\"cart\",\"to\":\"db\"},{\"from\":\"web\",\"to\":\"mail\"}]");

        var suspects = ranked(
                "{\"id\": \"x\", \"started_at\": 3780, \"target\": {\"component\": \"web\", \"metric\": \"latency\"}}");

        assertThat(suspects).extracting(Suspect::component).startsWith("db");
        assertThat(suspects.getFirst().clues().getFirst().words()).contains("arises in db");
    }

    @Test
    void whatWasSoWhenTheWindowBeganIsNotPartOfTheHarm() throws IOException {
        for (var component : List.of("web", "db", "mail")) metric(component, "requests", 100, 100);
        metric("web", "latency", 0.100, i -> i < 3 ? 0.100 : 0.400);
        metric("db", "latency", 0.010, i -> i < 3 ? 0.010 : 0.300);
        metric("mail", "latency", 0.010, 0.900);
        file("dependencies.json", "[{\"from\":\"web\",\"to\":\"db\"},{\"from\":\"web\",\"to\":\"mail\"}]");

        assertThat(ranked("{\"id\": \"x\", \"target\": {\"component\": \"web\", \"metric\": \"latency\"}}"))
                .extracting(Suspect::component)
                .startsWith("db");
    }

    @Test
    void aWindowWithoutRowsIsBorne() throws IOException {
        file("metrics.csv", "time,web|latency,web|requests,db|latency\n");
        file("baseline.csv", "time,web|latency,web|requests,db|latency\n1,1,1,1\n2,1,1,1\n3,1,1,1\n");
        file("dependencies.json", "[{\"from\":\"web\",\"to\":\"db\"}]");
        file("incident.json", "{\"id\": \"x\", \"target\": {\"component\": \"web\", \"metric\": \"latency\"}}");

        try (var bundle = Bundle.open(folder)) {
            assertThat(RootCause.rank(bundle)).extracting(Suspect::component).containsExactly("db", "web");
        }
    }

    @Test
    void missingValuesAndConstantSeriesAreBorne() throws IOException {
        metric("a", "cpu", 10, 90);
        file("x", "");
        baseline.append("0,b,cpu,\n60,b,cpu,\n");
        window.append("5000,b,cpu,\n");
        for (int i = 0; i < 10; i++) row(baseline, i, "c", "cpu", 0);
        row(window, 5000, "c", "cpu", 0);

        assertThat(ranked()).extracting(Suspect::component).containsExactly("a", "b", "c");
    }

    @Test
    void withoutABaselineTheWindowBeforeTheIncidentStandsIn() throws IOException {
        metric("a", "cpu", 10, i -> i < 6 ? 10 : 80);
        metric("b", "cpu", 10, 10);
        file("metrics.csv", window.toString());
        file("incident.json", "{\"id\": \"x\", \"started_at\": " + 60 * (BEFORE + 6) + "}");

        try (var bundle = Bundle.open(folder)) {
            assertThat(RootCause.rank(bundle)).extracting(Suspect::component).startsWith("a");
        }
    }

    private void logs(String name, int rounds, IntToDoubleFunction secondStep, String extra) throws IOException {
        var csv = new StringBuilder("time,component,message\n");
        for (int i = 0; i < rounds; i++) {
            csv.append(i).append(",orders,INFO Orders#10 begin ").append(i).append('\n');
            if (secondStep.applyAsDouble(i) > 0)
                csv.append(i).append(",orders,INFO Orders#20 begin ").append(i).append('\n');
            csv.append(i).append(",mail,INFO mail sent to customer ").append(i).append('\n');
        }
        csv.append(extra);
        file(name, csv.toString());
    }

    @Test
    void aStepThatStaysAwayWhileOthersGoOnSpeaksAgainstItsComponent() throws IOException {
        logs("logs_baseline.csv", 40, i -> 1, "");
        logs("logs.csv", 60, i -> 0, "");

        var first = ranked().getFirst();

        assertThat(first.component()).isEqualTo("orders");
        assertThat(first.clues().getFirst().words()).contains("stays away").contains("Orders#20");
    }

    @Test
    void lessLoadIsNotAStepThatStaysAway() throws IOException {
        logs("logs_baseline.csv", 200, i -> 1, "");
        logs("logs.csv", 40, i -> 1, "");

        assertThat(ranked()).allMatch(s -> s.clues().isEmpty());
    }

    @Test
    void aNewErrorOfOnesOwnWeighsMoreThanOneThatOthersLogToo() throws IOException {
        logs("logs_baseline.csv", 40, i -> 1, "");
        logs(
                "logs.csv",
                40,
                i -> 1,
                "1,mail,ERROR request failed\n".repeat(9)
                        + "1,web,ERROR request failed\n".repeat(9)
                        + "1,orders,ERROR price is missing\n".repeat(9));

        assertThat(ranked()).extracting(Suspect::component).startsWith("orders");
    }

    @Test
    void wideGapsOnAllCallsShowASlowNetwork() throws IOException {
        var heading = "time,component,parent_component,operation,count,mean_ms,p95_ms,parent_mean_ms\n";
        file("spans_baseline.csv", heading + "0,b,a,get,50,10,,12\n0,c,b,get,50,5,,6\n0,d,a,get,50,5,,6\n");
        file("spans.csv", heading + "9,b,a,get,50,10,,212\n9,c,b,get,50,5,,206\n9,d,a,get,50,5,,6\n");

        assertThat(ranked()).extracting(Suspect::component).startsWith("b");
    }

    @Test
    void aChangeShortlyBeforeSpeaksAgainstItsComponent() throws IOException {
        metric("a", "latency", 0.1, 0.3);
        metric("b", "latency", 0.1, 0.3);
        file(
                "changes.json",
                "[{\"time\": 3500, \"component\": \"b\", \"kind\": \"deployment\", \"summary\": \"2.1\"}]");

        var suspects = ranked("{\"id\": \"x\", \"started_at\": 3600}");

        assertThat(suspects).extracting(Suspect::component).startsWith("b");
        assertThat(suspects.getFirst().clues()).anyMatch(c -> c.words().contains("deployment of b"));
    }
}
