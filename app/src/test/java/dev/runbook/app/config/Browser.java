package dev.runbook.app.config;

import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// A browser without scripts: it keeps cookies and sends forms with the hidden token that stands in them.
final class Browser {

    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final CookieManager cookies;
    private final Caller caller;

    private Browser(URI server) {
        cookies = new CookieManager();
        caller = new Caller(HttpClient.newBuilder().cookieHandler(cookies).build(), server);
    }

    private Browser(CookieManager cookies, Caller caller) {
        this.cookies = cookies;
        this.caller = caller;
    }

    /// The same browser with the same cookies, on a page of another site.
    Browser from(String origin) {
        return new Browser(cookies, caller.with("Origin", origin).with("Sec-Fetch-Site", "cross-site"));
    }

    /// The same browser, as a script on a page that is open asks for a part of it.
    Browser byItself() {
        return new Browser(cookies, caller.with("HX-Request", "true"));
    }

    /// Sends nothing but cookies.
    Caller.Answer bare(String method, String path) {
        return caller.send(method, path, null);
    }

    static Browser at(TestServer server) {
        return at(server.address());
    }

    static Browser at(URI server) {
        return new Browser(server);
    }

    Browser signedInAs(String operator) {
        signIn(operator, "password of " + operator);
        return this;
    }

    Caller.Answer signIn(String name, String password) {
        return submit("/sign-in", "/sign-in", "username=" + encoded(name) + "&password=" + encoded(password));
    }

    Caller.Answer get(String path) {
        return caller.get(path);
    }

    /// Sends a form that stands on a page.
    Caller.Answer submit(String page, String path, String fields) {
        var token = TOKEN.matcher(get(page).body());
        if (!token.find()) throw new AssertionError("no form on " + page);
        return send(path, fields + "&_csrf=" + encoded(token.group(1)));
    }

    /// Sends these fields and nothing else.
    Caller.Answer send(String path, String fields) {
        return caller.submit(path, fields);
    }

    Caller.Answer postJson(String path, String json) {
        return caller.post(path, json);
    }

    /// The value of the session's cookie.
    String session() {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals("runbook"))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElse("");
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
