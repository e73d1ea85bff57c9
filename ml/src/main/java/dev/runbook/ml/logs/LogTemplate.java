package dev.runbook.ml.logs;

/// What messages of one making have in common.
///
/// @param id one for each template of a miner; two templates that turn out to be one keep one of their ids
/// @param text the message with `<*>` for what varies
/// @param count how many messages it made so far
/// @param example the first of them, cut to a bearable length
public record LogTemplate(int id, String text, long count, String example) {}
