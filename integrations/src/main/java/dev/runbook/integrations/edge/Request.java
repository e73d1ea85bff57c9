package dev.runbook.integrations.edge;

import dev.runbook.core.value.Json;
import dev.runbook.core.value.Value;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// One HTTP request to a vendor, without its credentials.
///
/// @param method in capitals
/// @param path below the base URL, encoded
/// @param query in the order it is sent; a name may occur several times
/// @param headers beside those every request to this vendor has
/// @param effect what doing it does
/// @param rate the limit it counts against
public record Request(
        String method,
        String path,
        List<Parameter> query,
        Map<String, String> headers,
        Optional<Content> content,
        Effect effect,
        Rate rate) {

    /// What a request does to the vendor.
    public enum Effect {
        READS,
        /// Doing it twice is the same as doing it once.
        CHANGES_ONCE,
        CHANGES
    }

    /// A name and a value of a query or a form.
    public record Parameter(String name, String value) {
        String encoded() {
            return encode(name) + "=" + encode(value);
        }
    }

    /// What a request carries.
    public record Content(String type, String text) {}

    public Request {
        query = List.copyOf(query);
        headers = Map.copyOf(headers);
    }

    /// A request that reads.
    public static Request get(Rate rate, String path, Object... values) {
        return new Request("GET", fill(path, values), List.of(), Map.of(), Optional.empty(), Effect.READS, rate);
    }

    /// A request that changes something.
    public static Request of(String method, Rate rate, String path, Object... values) {
        return new Request(method, fill(path, values), List.of(), Map.of(), Optional.empty(), Effect.CHANGES, rate);
    }

    /// Fills the values into the `{}` of a path, each as one segment.
    private static String fill(String path, Object... values) {
        var filled = new StringBuilder();
        int from = 0;
        for (var value : values) {
            int hole = path.indexOf("{}", from);
            if (hole < 0) throw new IllegalArgumentException("more values than holes in " + path);
            var segment = value.toString();
            if (segment.isBlank() || segment.equals(".") || segment.equals(".."))
                throw new IllegalArgumentException("'" + segment + "' is no part of a path");
            filled.append(path, from, hole).append(encode(segment));
            from = hole + 2;
        }
        return filled.append(path.substring(from)).toString();
    }

    /// With one more query parameter.
    public Request with(String name, Object value) {
        var more = new ArrayList<>(query);
        more.add(new Parameter(name, value.toString()));
        return new Request(method, path, more, headers, content, effect, rate);
    }

    /// With one more query parameter for each value.
    public Request withEach(String name, List<String> values) {
        var more = new ArrayList<>(query);
        values.forEach(value -> more.add(new Parameter(name, value)));
        return new Request(method, path, more, headers, content, effect, rate);
    }

    /// With one more header.
    public Request header(String name, String value) {
        var more = new TreeMap<>(headers);
        more.put(name, value);
        return new Request(method, path, query, more, content, effect, rate);
    }

    /// With a JSON body.
    public Request json(Value.Fields body) {
        return json("application/json", body);
    }

    /// With a JSON body of a given content type.
    public Request json(String type, Value.Fields body) {
        return carrying(new Content(type, Json.write(body)));
    }

    /// With a form as its body.
    public Request form(Parameter... fields) {
        return carrying(new Content("application/x-www-form-urlencoded", encoded(List.of(fields))));
    }

    /// With text of any type as its body.
    public Request carrying(Content body) {
        return new Request(method, path, query, headers, Optional.of(body), effect, rate);
    }

    /// As one that may be repeated: the vendor does it once, however often it is asked.
    public Request safeToRepeat() {
        return new Request(method, path, query, headers, content, Effect.CHANGES_ONCE, rate);
    }

    /// As one that only reads, whatever its method: a search that is a POST.
    public Request reading() {
        return new Request(method, path, query, headers, content, Effect.READS, rate);
    }

    boolean changes() {
        return effect != Effect.READS;
    }

    boolean repeatable() {
        return effect != Effect.CHANGES;
    }

    /// The path with the query.
    String target() {
        return query.isEmpty() ? path : path + "?" + encoded(query);
    }

    private static String encoded(List<Parameter> parameters) {
        return parameters.stream().map(Parameter::encoded).collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
