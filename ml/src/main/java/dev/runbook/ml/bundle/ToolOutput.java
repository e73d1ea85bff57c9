package dev.runbook.ml.bundle;

import tools.jackson.databind.JsonNode;

/// What a tool said, as it said it.
///
/// @param source which tool; the name of the file when nothing else is known
/// @param query what it was asked; may be empty
/// @param about the component that it was asked about; may be empty
/// @param output text, or structure
public record ToolOutput(String source, String query, String about, JsonNode output) {}
