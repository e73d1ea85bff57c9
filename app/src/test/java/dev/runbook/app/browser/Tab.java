package dev.runbook.app.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One browser with one page, by [WebDriver](https://www.w3.org/TR/webdriver2/). One thread at a time.
final class Tab {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofSeconds(5);
    static final String ENTER = "\uE007";
    private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

    private final HttpClient client = HttpClient.newHttpClient();
    private final String session;

    private Tab(String session) {
        this.session = session;
    }

    static Tab open(String driver, Path browser, Path profile) {
        var arguments = List.of(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + profile);
        var wanted = Map.of(
                "capabilities",
                Map.of(
                        "alwaysMatch",
                        Map.of(
                                "browserName", "chrome",
                                "goog:loggingPrefs", Map.of("browser", "ALL"),
                                "goog:chromeOptions", Map.of("binary", browser.toString(), "args", arguments))));
        var start = new Tab(driver + "/session");
        var made = start.send("POST", "", wanted);
        var tab = new Tab(driver + "/session/" + made.at("/sessionId").asString());
        tab.send("POST", "/timeouts", Map.of("script", 60_000, "pageLoad", 120_000));
        return tab;
    }

    Tab go(URI address) {
        send("POST", "/url", Map.of("url", address.toString()));
        return this;
    }

    /// Signs in as a person does, on the sign-in page of a server.
    void signIn(URI server, String name, String password) {
        go(server.resolve("/sign-in"));
        type("#username", name);
        type("#password", password + ENTER);
        waitUntil("location.pathname !== '/sign-in'");
    }

    /// Runs a script in the page, whatever its content policy is.
    ///
    /// @param script with `return` for what is wanted
    JsonNode script(String script, Object... arguments) {
        return send("POST", "/execute/sync", Map.of("script", script, "args", List.of(arguments)));
    }

    boolean holds(String expression) {
        return script("return !!(" + expression + ")").asBoolean();
    }

    /// The text of the page that can be seen.
    String text() {
        return script("return document.body.innerText").asString();
    }

    String path() {
        return script("return location.pathname").asString();
    }

    boolean has(String selector) {
        return script("return document.querySelector(arguments[0]) !== null", selector)
                .asBoolean();
    }

    /// Clicks where a person could: in sight, at rest, and not below anything else. Tries again where the page
    /// changed in the very moment.
    void click(String selector) {
        onceReady(selector, element -> send("POST", "/element/" + element + "/click", Map.of()));
    }

    /// Types as a person does, key by key.
    void type(String selector, String text) {
        onceReady(selector, element -> send("POST", "/element/" + element + "/value", Map.of("text", text)));
    }

    /// Puts the pointer on something, once that is at rest.
    void pointAt(String selector) {
        onceReady(
                selector,
                element -> pointer(Map.of(
                        "type", "pointerMove", "duration", 0, "x", 0, "y", 0, "origin", Map.of(ELEMENT, element))));
    }

    /// Presses the pointer's button down where the pointer is.
    void pressPointer() {
        pointer(Map.of("type", "pointerDown", "button", 0));
    }

    void releasePointer() {
        pointer(Map.of("type", "pointerUp", "button", 0));
    }

    private void pointer(Map<String, Object> action) {
        var mouse = Map.of("type", "pointer", "id", "mouse", "actions", List.of(action));
        send("POST", "/actions", Map.of("actions", List.of(mouse)));
    }

    private static final String PAINTED = "requestAnimationFrame(() => requestAnimationFrame(arguments[0]))";

    private void onceReady(String selector, Consumer<String> act) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                waitUntilReady(selector, end);
                act.accept(send("POST", "/element", Map.of("using", "css selector", "value", selector))
                        .at("/" + ELEMENT)
                        .asString());
                return;
            } catch (Refused e) {
                if (System.nanoTime() > end || !e.wasTooEarly()) throw e;
            }
        }
    }

    private void waitUntilReady(String selector, long end) {
        var hindrance = "the page was left";
        while (System.nanoTime() < end) {
            try {
                var arguments = List.of(selector, LOOK.toMillis());
                hindrance = send("POST", "/execute/async", Map.of("script", READY, "args", arguments))
                        .asString();
                if (hindrance.isEmpty()) return;
            } catch (Refused e) {
                hindrance = String.valueOf(e.getMessage());
            }
        }
        throw new AssertionError(selector + " at " + path() + " was never ready: " + hindrance + "\n" + text());
    }

    /// Answers with nothing once an element is in sight, at rest for two frames, and what a pointer at its
    /// middle would hit; else, after a while, with what is in the way.
    private static final String READY = """
            const [selector, patience, answer] = arguments;
            const end = performance.now() + patience;
            let last = null;
            const hindrance = () => {
              const one = document.querySelector(selector);
              const box = one?.getClientRects()[0];
              if (!box) return one ? 'it has no size' : 'it is not there';
              const x = box.left + box.width / 2, y = box.top + box.height / 2;
              const moved = last?.one !== one || last.x !== x || last.y !== y;
              last = { one, x, y };
              const bars = Math.min(100, innerHeight / 4);
              if (y < bars || y > innerHeight - bars) one.scrollIntoView({ block: 'center', behavior: 'instant' });
              if (moved) return 'it moves';
              const hit = document.elementFromPoint(x, y);
              if (one.disabled) return 'it is disabled';
              return hit && one.contains(hit) ? '' : `${hit?.outerHTML.slice(0, 120)} is before it`;
            };
            const look = () => {
              const what = hindrance();
              if (!what || performance.now() > end) answer(what);
              else requestAnimationFrame(() => setTimeout(look, 10));
            };
            look();""";

    /// Presses keys wherever the focus is. A page that was never painted takes none, nor one whose window is
    /// behind another.
    void press(String keys) {
        command("Emulation.setFocusEmulationEnabled", Map.of("enabled", true));
        waitUntil("document.hasFocus()");
        send("POST", "/execute/async", Map.of("script", PAINTED, "args", List.of()));
        var actions = keys.chars()
                .boxed()
                .<Map<String, String>>mapMulti((key, out) -> {
                    out.accept(Map.of("type", "keyDown", "value", Character.toString(key)));
                    out.accept(Map.of("type", "keyUp", "value", Character.toString(key)));
                })
                .toList();
        send(
                "POST",
                "/actions",
                Map.of("actions", List.of(Map.of("type", "key", "id", "keyboard", "actions", actions))));
    }

    /// Waits for a text on the page.
    void waitFor(String text) {
        waitUntil("document.body.innerText.includes(arguments[0])", text);
    }

    /// Waits for what a selector finds.
    void waitForElement(String selector) {
        waitUntil("document.querySelector(arguments[0])", selector);
    }

    /// Waits in the page until an expression holds, on this page or on one that it leads to.
    void waitUntil(String expression, Object... arguments) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!holdsSoon(expression, arguments))
            if (System.nanoTime() > end)
                throw new AssertionError("never " + expression + List.of(arguments) + " at " + path() + ": " + text());
    }

    /// False also when the page was left meanwhile.
    private boolean holdsSoon(String expression, Object... arguments) {
        var call =
                Stream.concat(Stream.of(arguments), Stream.of(LOOK.toMillis())).toList();
        try {
            return send("POST", "/execute/async", Map.of("script", waiting(expression), "args", call))
                    .asBoolean();
        } catch (Refused e) {
            return false;
        }
    }

    /// Looks until it holds, and for a while at most. The last argument is what takes the answer.
    private static String waiting(String expression) {
        return """
            const end = performance.now() + arguments[arguments.length - 2];
            const answer = arguments[arguments.length - 1];
            const look = () => {
              const holds = !!(document.body && (%s));
              if (holds || performance.now() > end) answer(holds); else setTimeout(look, 20);
            };
            look();""".formatted(expression);
    }

    /// Makes the page this wide and lets it think the reader likes it light or dark.
    void dress(String theme, int width) {
        command(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
        command(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", theme))));
    }

    JsonNode command(String name, Map<String, Object> parameters) {
        return send("POST", "/goog/cdp/execute", Map.of("cmd", name, "params", parameters));
    }

    /// What the browser has complained about since it was last asked. That a request ended with its page is
    /// no fault.
    List<String> complaints() {
        var log = send("POST", "/se/log", Map.of("type", "browser"));
        return StreamSupport.stream(log.spliterator(), false)
                .filter(line -> line.at("/level").asString().equals("SEVERE"))
                .map(line -> line.at("/message").asString())
                .filter(message -> !message.contains("htmx:sendAbort") && !message.contains("htmx:afterRequest"))
                .toList();
    }

    /// Keeps a picture of what can be seen.
    void screenshot(Path file) {
        var picture = picture();
        try {
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            Files.write(file, Base64.getDecoder().decode(picture));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Clicks on something that gives a file, and waits for it.
    ///
    /// @param folder must be there or can be made, and is this download's alone
    String download(String selector, Path folder) {
        try (var watch = folder.getFileSystem().newWatchService()) {
            Files.createDirectories(folder).register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            command("Browser.setDownloadBehavior", Map.of("behavior", "allow", "downloadPath", folder.toString()));
            click(selector);
            for (var key = watch.poll(2, TimeUnit.MINUTES); key != null; key = watch.poll(2, TimeUnit.MINUTES)) {
                key.pollEvents();
                key.reset();
                try (var files = Files.list(folder)) {
                    // What is not whole yet has another name; an empty file keeps the final name free for it.
                    var whole = files.filter(file -> file.toString().endsWith(".md")
                                    && file.toFile().length() > 0)
                            .findFirst();
                    if (whole.isPresent()) return Files.readString(whole.get());
                }
            }
            throw new AssertionError("nothing came into " + folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// A picture, also where the first try is lost to a page that is still being made.
    private String picture() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return command("Page.captureScreenshot", Map.of("format", "png"))
                        .at("/data")
                        .asString();
            } catch (Refused e) {
                if (System.nanoTime() > end) throw e;
            }
        }
    }

    /// Forgets who is signed in. The page is left first, so that it asks nothing more in between.
    void forget() {
        go(URI.create("about:blank"));
        command("Network.clearBrowserCookies", Map.of());
    }

    void close() {
        send("DELETE", "", null);
    }

    private JsonNode send(String method, String path, @Nullable Object body) {
        var request = HttpRequest.newBuilder(URI.create(session + path))
                .timeout(Duration.ofMinutes(3))
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build();
        try {
            var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            var value = JSON.readTree(answer.body()).at("/value");
            if (answer.statusCode() != 200)
                throw new Refused(
                        method + " " + path + ": " + value.at("/message").asString());
            return value;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// The browser could not do it.
    static final class Refused extends AssertionError {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }

        /// Whether nothing was done, since the element was elsewhere or gone by then.
        boolean wasTooEarly() {
            var message = String.valueOf(getMessage());
            return Stream.of("intercepted", "stale element", "not interactable", "no such element", "move target out")
                    .anyMatch(message::contains);
        }
    }
}
