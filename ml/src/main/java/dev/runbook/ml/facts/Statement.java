package dev.runbook.ml.facts;

/// One thing that a tool said.
///
/// @param source which tool
/// @param object what it spoke of; may be empty
/// @param text one line
/// @param leaving whether the object is on its way out, so that its trouble is none
public record Statement(String source, String object, String text, boolean leaving) {}
