package dev.runbook.app.bench;

import dev.runbook.app.assembly.Configuration;
import dev.runbook.app.assembly.Rehearsal;
import dev.runbook.app.assembly.ScenarioFolder;
import dev.runbook.app.assembly.ScenarioRun;
import dev.runbook.app.server.Server;
import dev.runbook.core.approval.ApprovalRequest;
import dev.runbook.core.engine.Command;
import dev.runbook.core.engine.Incident;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.JournalEntry;
import dev.runbook.store.Store;
import dev.runbook.store.StoreConfig;
import dev.runbook.store.alerts.PostgresAlertBook;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.regex.Pattern;

/// How long pages take with many incidents in the database, and how soon a change is seen on a page that is
/// open.
///
/// What is measured is the time of a request on this machine, so it is a little more than the server's own.
public final class PagesBench {

    private static final int WARM_UP = 30;
    private static final int ROUNDS = 100;
    private static final int CHANGES = 50;

    /// How long a page waits after the first news before it fetches its part anew (`live.js`).
    private static final Duration PAUSE = Duration.ofMillis(40);

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final HttpClient client =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private final URI server;
    private final Crowd crowd;

    private PagesBench(URI server, Crowd crowd) {
        this.server = server;
        this.crowd = crowd;
    }

    /// The times of one page, in milliseconds.
    ///
    /// @param cpu what server and client took of the processors for one request; tells more where others use
    ///     them too
    public record Page(String name, double p50, double p95, double most, double cpu) {}

    /// What a run came to.
    ///
    /// @param entries how many entries the journal had
    /// @param seen from a change that is sent to the page that shows it
    public record Result(int incidents, int alerts, long entries, List<Page> pages, Page seen) {}

    /// Fills a database and measures a server over it.
    ///
    /// @param configuration of a server with a data folder that is empty
    /// @param alerts of all incidents together
    /// @param say told what goes on
    public static Result measure(Configuration configuration, int incidents, int alerts, Consumer<String> say)
            throws InterruptedException, IOException {
        say.accept("Playing an incident ...");
        var crowd = new Crowd(played(configuration), incidents, alerts / incidents, Instant.now());
        say.accept("Writing " + incidents + " incidents with " + alerts + " alerts ...");
        long entries;
        var config = new StoreConfig(configuration.data(), Optional.empty(), InstantSource.system(), 1, 1);
        try (var store = Store.open(config)) {
            entries = crowd.into(
                    store.journal(), new PostgresAlertBook(store.database().dataSource()));
        }
        try (var server = Server.start(configuration, InstantSource.system())) {
            var bench = new PagesBench(server.address(), crowd);
            var ann = server.created().getFirst();
            bench.signIn(ann.name(), ann.password());
            var pages = new ArrayList<Page>();
            for (var page : bench.pages().entrySet()) {
                say.accept("Fetching " + page.getKey() + " ...");
                pages.add(bench.measure(page.getKey(), page.getValue()));
            }
            say.accept("Changing an incident that a page shows ...");
            return new Result(incidents, alerts, entries, pages, bench.seen());
        }
    }

    private static List<JournalEntry> played(Configuration configuration) throws InterruptedException {
        var run = ScenarioRun.play(
                configuration,
                new ScenarioFolder(configuration.scenarios()).find("high_cpu"),
                1,
                PagesBench::approving,
                _ -> {},
                _ -> {});
        return run.journal();
    }

    private static Optional<Command> approving(Incident incident, ApprovalRequest request) {
        return Optional.of(new Command.Approve(
                new Actor.Operator("ann"), request.id(), request.planHash(), "", Rehearsal.EVERY_ROLE));
    }

    private Map<String, IntFunction<String>> pages() {
        var whole = crowd.whole();
        var open = crowd.open();
        var pages = new LinkedHashMap<String, IntFunction<String>>();
        pages.put("chat, home", _ -> "/");
        pages.put("chat of an incident", n -> "/chat/" + one(whole, n));
        pages.put("dashboard", _ -> "/dashboard");
        pages.put("dashboard, words", n -> "/dashboard?show=all&q=no.+" + n);
        pages.put("dashboard, last page", _ -> "/dashboard?show=all&page=" + (crowd.incidents() / 25 - 1));
        pages.put("alerts", n -> "/alerts?show=suppressed&page=" + n);
        pages.put("alerts, words", n -> "/alerts?q=web-prod-" + n);
        pages.put("incident, over", n -> "/incidents/" + one(whole, n));
        pages.put("incident, waiting", n -> "/incidents/" + one(open, n));
        pages.put("incident, its changing part", n -> "/incidents/" + one(open, n) + "/now");
        pages.put("evidence", n -> "/incidents/" + one(whole, n) + "/evidence");
        pages.put("metrics", n -> "/incidents/" + one(whole, n) + "/metrics");
        pages.put("runbooks", _ -> "/runbooks");
        pages.put("runbook", _ -> "/runbooks/high_cpu_troubleshooting");
        pages.put("settings", _ -> "/settings?operation=compute.restart_service&risk=high");
        pages.put("account", _ -> "/account");
        return pages;
    }

    private static IncidentId one(List<IncidentId> all, int number) {
        return all.get(number % all.size());
    }

    private void signIn(String name, String password) throws IOException, InterruptedException {
        var form = CSRF.matcher(get("/sign-in"));
        if (!form.find()) throw new IOException("the page to sign in has no form");
        var fields =
                "username=" + encoded(name) + "&password=" + encoded(password) + "&_csrf=" + encoded(form.group(1));
        var answer = client.send(
                request("/sign-in")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(fields))
                        .build(),
                BodyHandlers.discarding());
        if (answer.headers().firstValue("Location").orElse("").contains("sign-in"))
            throw new IOException(name + " could not sign in");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.resolve(path)).timeout(Duration.ofSeconds(30));
    }

    private String get(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request(path).build(), BodyHandlers.ofString());
        if (answer.statusCode() != 200) throw new IOException(path + " was answered with " + answer.statusCode());
        return answer.body();
    }

    private Page measure(String name, IntFunction<String> page) throws IOException, InterruptedException {
        for (int n = 0; n < WARM_UP; n++) get(page.apply(n));
        var times = new ArrayList<Double>();
        var before = cpu();
        for (int n = 0; n < ROUNDS; n++) {
            long begun = System.nanoTime();
            get(page.apply(n));
            times.add((System.nanoTime() - begun) / 1e6);
        }
        return page(name, times, cpu().minus(before));
    }

    /// What this process has used of the processors.
    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static Page page(String name, List<Double> times, Duration cpu) {
        times.sort(null);
        return new Page(
                name,
                times.get(times.size() / 2),
                times.get(times.size() * 95 / 100),
                times.getLast(),
                cpu.toNanos() / 1e6 / times.size());
    }

    /// Does what a page does that is open: listens, and fetches its part anew when something has changed.
    private Page seen() throws IOException, InterruptedException {
        var id = crowd.open().getFirst();
        var form = CSRF.matcher(get("/incidents/" + id));
        if (!form.find()) throw new IOException("the page of " + id + " has no form");
        var stream = client.send(
                HttpRequest.newBuilder(server.resolve("/api/v1/incidents/" + id + "/events"))
                        .build(),
                BodyHandlers.ofInputStream());
        var times = new ArrayList<Double>();
        try (var lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            var before = cpu();
            for (int n = 0; n < CHANGES; n++) {
                var words = "change number " + n + " of this run";
                long begun = System.nanoTime();
                comment(id, words, form.group(1));
                awaitLine(lines, words);
                Thread.sleep(PAUSE);
                if (!get("/incidents/" + id + "/now").contains(words))
                    throw new IOException("the page of " + id + " does not show what the stream told");
                times.add((System.nanoTime() - begun) / 1e6);
            }
            return page("a change, until the page shows it", times, cpu().minus(before));
        }
    }

    private void comment(IncidentId id, String words, String csrf) throws IOException, InterruptedException {
        var answer = client.send(
                request("/incidents/" + id + "/comments")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("text=" + encoded(words) + "&_csrf=" + encoded(csrf)))
                        .build(),
                BodyHandlers.discarding());
        if (answer.statusCode() != 302) throw new IOException("a remark was answered with " + answer.statusCode());
    }

    private static void awaitLine(BufferedReader lines, String words) throws IOException {
        for (var line = lines.readLine(); line != null; line = lines.readLine()) if (line.contains(words)) return;
        throw new IOException("the stream of events ended");
    }
}
