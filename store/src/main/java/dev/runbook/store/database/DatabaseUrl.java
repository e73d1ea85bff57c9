package dev.runbook.store.database;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Where a PostgreSQL database is and how to sign in. Its text form leaves the password out.
///
/// @param password may be empty, where the server trusts its callers
/// @param options of the driver, such as `sslmode`; may be empty
public record DatabaseUrl(
        String host, int port, String database, String user, String password, Map<String, String> options) {

    private static final String EXPECTED =
            "expected postgres://user:password@host:port/database, with special characters written as %XX";

    public DatabaseUrl {
        options = Collections.unmodifiableMap(new TreeMap<>(options));
    }

    /// Reads `postgres://…`, `postgresql://…` or `jdbc:postgresql://…`, as `DATABASE_URL` holds it.
    ///
    /// @throws StoreException when it is none of these; the text, which may hold a password, is not repeated
    public static DatabaseUrl parse(String text) {
        var uri = uri(text.strip());
        var scheme = Optional.ofNullable(uri.getScheme()).orElse("");
        if (!scheme.equals("postgres") && !scheme.equals("postgresql"))
            throw new StoreException("DATABASE_URL does not name a PostgreSQL database: " + EXPECTED);
        if (uri.getHost() == null) throw new StoreException("DATABASE_URL names no host: " + EXPECTED);

        var options = options(uri);
        var login = Optional.ofNullable(uri.getRawUserInfo()).orElse("").split(":", 2);
        var user =
                login[0].isEmpty() ? Optional.ofNullable(options.remove("user")).orElse("") : decode(login[0]);
        var password = login.length < 2
                ? Optional.ofNullable(options.remove("password")).orElse("")
                : decode(login[1]);
        var path = Optional.ofNullable(uri.getRawPath()).orElse("");
        var database = path.length() > 1 ? decode(path.substring(1)) : user;
        if (user.isEmpty()) throw new StoreException("DATABASE_URL names no user: " + EXPECTED);
        return new DatabaseUrl(
                uri.getHost(), uri.getPort() < 0 ? 5432 : uri.getPort(), database, user, password, options);
    }

    private static URI uri(String text) {
        try {
            return new URI(text.startsWith("jdbc:") ? text.substring("jdbc:".length()) : text);
        } catch (URISyntaxException _) {
            // The cause is left out: it quotes the text.
            throw new StoreException("DATABASE_URL is not a URL: " + EXPECTED);
        }
    }

    private static Map<String, String> options(URI uri) {
        var options = new TreeMap<String, String>();
        if (uri.getRawQuery() == null) return options;
        for (var pair : uri.getRawQuery().split("&")) {
            var parts = pair.split("=", 2);
            options.put(decode(parts[0]), parts.length > 1 ? decode(parts[1]) : "");
        }
        return options;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw new StoreException("DATABASE_URL has a % that starts no %XX: " + EXPECTED);
        }
    }

    /// The URL for the driver, without user and password.
    public String jdbc() {
        return "jdbc:postgresql://" + address();
    }

    /// `host:port/database`, for people.
    public String address() {
        return host + ":" + port + "/" + database;
    }

    @Override
    public String toString() {
        return "postgres://" + user + "@" + address();
    }
}
