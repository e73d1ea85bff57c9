package dev.runbook.ml.search;

/// A page that can be found.
///
/// @param id unique among the pages
/// @param title may be empty
public record Page(String id, String title, String text) {}
