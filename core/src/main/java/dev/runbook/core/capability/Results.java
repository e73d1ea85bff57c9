package dev.runbook.core.capability;

import static dev.runbook.core.value.Shape.ANYTHING;
import static dev.runbook.core.value.Shape.NUMBER;
import static dev.runbook.core.value.Shape.TEXT;
import static dev.runbook.core.value.Shape.TRUTH;
import static dev.runbook.core.value.Shape.fields;
import static dev.runbook.core.value.Shape.rows;

import dev.runbook.core.value.Shape;

/// What the looks of the capabilities answer, whichever vendor is asked. Points in time are text in ISO-8601; what a
/// vendor does not know is nothing.
final class Results {

    static final Shape ALERTS = rows(
            "name", TEXT, "component", TEXT, "severity", TEXT, "text", TEXT, "firing", TRUTH, "started_at", TEXT);
    static final Shape METRICS = rows(
            "component", TEXT, "metric", TEXT, "unit", TEXT, "last", NUMBER, "min", NUMBER, "max", NUMBER, "mean",
            NUMBER);
    static final Shape LOGS = rows("component", TEXT, "time", TEXT, "level", TEXT, "message", TEXT);
    static final Shape EDGES = rows("from", TEXT, "to", TEXT, "kind", TEXT);
    static final Shape MONITORS =
            rows("id", ANYTHING, "name", TEXT, "state", TEXT, "component", TEXT, "query", TEXT);
    static final Shape EVENTS = rows("time", TEXT, "kind", TEXT, "component", TEXT, "text", TEXT, "author", TEXT);
    static final Shape MUTES = rows("id", ANYTHING, "scope", ANYTHING, "until", TEXT, "reason", TEXT);
    static final Shape PROCESSES = rows(
            "pid", NUMBER, "name", TEXT, "service", TEXT, "cpu_percent", NUMBER, "memory_percent", NUMBER, "started_at",
            TEXT);
    static final Shape RESOURCES = rows(
            "name", TEXT, "kind", TEXT, "state", TEXT, "host", ANYTHING, "version", TEXT, "replicas", NUMBER, "region",
            TEXT);
    static final Shape DISK = fields(
            "volume", TEXT, "used_percent", NUMBER, "size_bytes", NUMBER, "largest",
            rows("path", TEXT, "bytes", NUMBER, "kind", TEXT, "safe_to_delete", TRUTH));
    static final Shape DATABASE = fields(
            "database", TEXT, "state", TEXT, "engine", TEXT, "connections", NUMBER, "max_connections", NUMBER, "clients",
            rows("application", TEXT, "state", TEXT, "connections", NUMBER));
    static final Shape RELEASES = rows(
            "service", TEXT, "version", TEXT, "previous_version", TEXT, "time", TEXT, "author", TEXT, "summary", TEXT);
    static final Shape CHANGES = rows(
            "number", TEXT, "kind", TEXT, "component", TEXT, "summary", TEXT, "author", TEXT, "time", TEXT);
    static final Shape INCIDENTS = rows("number", TEXT, "state", TEXT, "title", TEXT, "opened_at", TEXT);
    static final Shape CONFIGURATION =
            rows("name", TEXT, "kind", TEXT, "state", TEXT, "environment", TEXT, "owner", TEXT);
    static final Shape ON_CALL = rows("name", TEXT, "level", NUMBER, "until", TEXT);
    static final Shape PAGES =
            rows("number", TEXT, "title", TEXT, "status", TEXT, "service", TEXT, "created_at", TEXT);
    static final Shape PAGE_LOG = rows("time", TEXT, "kind", TEXT, "text", TEXT, "by", TEXT);
    static final Shape ISSUES = rows("key", TEXT, "summary", TEXT, "status", TEXT, "created", TEXT);
    static final Shape MESSAGES = rows("author", TEXT, "text", TEXT, "ts", TEXT);

    private Results() {}
}
