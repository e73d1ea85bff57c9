package dev.runbook.ml.rootcause;

import dev.runbook.ml.bundle.MetricKey;
import dev.runbook.ml.offline.statistics.MetricWords;
import java.util.Locale;
import java.util.regex.Pattern;

/// What a deviation of a metric means, as far as the metric's name and unit say so, and which direction is bad.
///
/// Kinds are as fine as the ranking of components weighs them, and their order, which decides about names
/// that fit several, was found on the public sets. The rules of incidents tell more apart, such as locks
/// from connections: see [Quantity][dev.runbook.ml.offline.statistics.Quantity]. With one list for both,
/// one of the two would change what it finds.
public enum DeviationKind {
    /// Processor time used.
    PROCESSOR("cpu|processor", true, false),
    /// Memory used.
    MEMORY("mem(ory)?|heap|rss|working.?set|swap", true, false),
    /// Memory, disk or anything else that is left.
    ROOM("free|available|remaining|headroom|idle", false, true),
    /// Something with an end that fills up: a disk, a pool, a queue.
    SATURATION(
            "disk.*(used|usage|util)|queue|saturation|pool|connections?|threads?|depth|lag|backlog|throttl\\w*",
            true,
            false),
    /// How long calls take that come in.
    LATENCY("lat(ency)?|duration|response.?time|delay|elapsed|\\w*_ms|took", true, false),
    /// How long calls take that go out to others.
    CLIENT_LATENCY("client\\w*lat(ency)?\\w*|upstream\\w*lat(ency)?\\w*|outbound\\w*lat(ency)?\\w*", true, false),
    /// How much fails.
    ERRORS("err(or)?s?|fail\\w*|faults?|exceptions?|5xx|4xx|timeouts?|dropped|rejected|retries|restarts?", true, false),
    /// How much does not fail, of 1 or of 100.
    SUCCESS("success|availab\\w*|uptime|healthy|ready", false, true),
    /// How much is asked for.
    TRAFFIC("requests?|workload|lod|load|qps|rps|ops|throughput|calls|hits|invocations|count", false, false),
    /// Bytes and calls of the operating system.
    INPUT_OUTPUT("net\\w*|bytes?|packets?|syscall\\w*|disk|io|iops|read|write|received?|transmit\\w*", false, false),
    /// What belongs to the machine below, which others share.
    SHARED("node\\w*", false, false),
    /// Anything else.
    GAUGE("", false, false);

    private final Pattern words;
    private final boolean badAbove;
    private final boolean badBelow;

    DeviationKind(String words, boolean badAbove, boolean badBelow) {
        this.words = Pattern.compile("(?:^|[^a-z0-9])(?:" + words + ")(?:$|[^a-z0-9])");
        this.badAbove = badAbove;
        this.badBelow = badBelow;
    }

    /// Whether a value above the usual is trouble.
    public boolean isBadAbove() {
        return badAbove;
    }

    /// Whether a value below the usual is trouble.
    public boolean isBadBelow() {
        return badBelow;
    }

    /// Whether this is a means of the component itself, so that a lack of it is a cause and not a symptom.
    public boolean isResource() {
        return this == PROCESSOR || this == MEMORY || this == SATURATION || this == ROOM;
    }

    /// The kind of a metric, by the words of its name and by its unit.
    ///
    /// @param unit empty when unknown
    public static DeviationKind of(MetricKey key, String unit) {
        var words = MetricWords.of(key.metric());
        if (says(SHARED, words.split(" ", 2)[0])) return SHARED;
        if (says(LATENCY, words) && words.matches(".*\\b(client|upstream|outbound|egress)\\b.*")) return CLIENT_LATENCY;
        for (var kind : new DeviationKind[] {LATENCY, SUCCESS, ERRORS, PROCESSOR}) if (says(kind, words)) return kind;
        if (says(ROOM, words) && !says(TRAFFIC, words)) return ROOM;
        for (var kind : new DeviationKind[] {MEMORY, SATURATION, TRAFFIC, INPUT_OUTPUT})
            if (says(kind, words)) return kind;
        return byUnit(unit.toLowerCase(Locale.ROOT));
    }

    private static boolean says(DeviationKind kind, String words) {
        return kind.words.matcher(words).find();
    }

    private static DeviationKind byUnit(String unit) {
        return switch (unit) {
            case "s", "sec", "second", "seconds", "ms", "millisecond", "milliseconds", "us", "ns" -> LATENCY;
            case "bytes", "byte", "b", "kb", "mb", "gb", "bytes/second", "b/s" -> INPUT_OUTPUT;
            case "count/second", "1/s", "rps", "ops" -> TRAFFIC;
            default -> GAUGE;
        };
    }
}
