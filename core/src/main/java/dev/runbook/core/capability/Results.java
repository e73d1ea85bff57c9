package dev.runbook.core.capability;

import static dev.runbook.core.value.Shape.anything;
import static dev.runbook.core.value.Shape.fields;
import static dev.runbook.core.value.Shape.number;
import static dev.runbook.core.value.Shape.rows;
import static dev.runbook.core.value.Shape.text;
import static dev.runbook.core.value.Shape.truth;

import dev.runbook.core.value.Shape;

/// What the looks of the capabilities answer, whichever vendor is asked. Points in time are text in ISO-8601;
/// what a vendor does not know is nothing.
final class Results {

    static final Shape ALERTS = rows(
            "name",
            text(),
            "component",
            text(),
            "severity",
            text(),
            "text",
            text(),
            "firing",
            truth(),
            "started_at",
            text());
    static final Shape METRICS = rows(
            "component",
            text(),
            "metric",
            text(),
            "unit",
            text(),
            "last",
            number(),
            "min",
            number(),
            "max",
            number(),
            "mean",
            number());
    static final Shape LOGS = rows("component", text(), "time", text(), "level", text(), "message", text());
    static final Shape EDGES = rows("from", text(), "to", text(), "kind", text());
    static final Shape MONITORS =
            rows("id", anything(), "name", text(), "state", text(), "component", text(), "query", text());
    static final Shape EVENTS =
            rows("time", text(), "kind", text(), "component", text(), "text", text(), "author", text());
    static final Shape MUTES = rows("id", anything(), "scope", anything(), "until", text(), "reason", text());
    static final Shape PROCESSES = rows(
            "pid",
            number(),
            "name",
            text(),
            "service",
            text(),
            "cpu_percent",
            number(),
            "memory_percent",
            number(),
            "started_at",
            text());
    static final Shape RESOURCES = rows(
            "name",
            text(),
            "kind",
            text(),
            "state",
            text(),
            "host",
            anything(),
            "version",
            text(),
            "replicas",
            number(),
            "region",
            text());
    static final Shape DISK = fields(
            "volume",
            text(),
            "used_percent",
            number(),
            "size_bytes",
            number(),
            "largest",
            rows("path", text(), "bytes", number(), "kind", text(), "safe_to_delete", truth()));
    static final Shape DATABASE = fields(
            "database",
            text(),
            "state",
            text(),
            "engine",
            text(),
            "connections",
            number(),
            "max_connections",
            number(),
            "clients",
            rows("application", text(), "state", text(), "connections", number()));
    static final Shape RELEASES = rows(
            "service",
            text(),
            "version",
            text(),
            "previous_version",
            text(),
            "time",
            text(),
            "author",
            text(),
            "summary",
            text());
    static final Shape CHANGES = rows(
            "number", text(), "kind", text(), "component", text(), "summary", text(), "author", text(), "time", text());
    static final Shape INCIDENTS = rows("number", text(), "state", text(), "title", text(), "opened_at", text());
    static final Shape CONFIGURATION =
            rows("name", text(), "kind", text(), "state", text(), "environment", text(), "owner", text());
    static final Shape ON_CALL = rows("name", text(), "level", number(), "until", text());
    static final Shape PAGES =
            rows("number", text(), "title", text(), "status", text(), "service", text(), "created_at", text());
    static final Shape PAGE_LOG = rows("time", text(), "kind", text(), "text", text(), "by", text());
    static final Shape ISSUES = rows("key", text(), "summary", text(), "status", text(), "created", text());
    static final Shape MESSAGES = rows("author", text(), "text", text(), "ts", text());

    private Results() {}
}
