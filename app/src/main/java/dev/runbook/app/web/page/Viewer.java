package dev.runbook.app.web.page;

/// Who looks at a page, and what the page offers them. Offering is a courtesy; the access table decides.
///
/// @param role the highest role, for people
/// @param mayRespond report, comment, resolve, close
/// @param mayDecide approve, deny, veto, attest
public record Viewer(String name, String role, boolean mayRespond, boolean mayDecide) {}
