package dev.runbook.app.security;

/// A list of the dashboard that somebody keeps under a name.
///
/// @param shown which list it is, as its address says it
/// @param severity in lower case; empty for all
/// @param words what is searched for; empty for everything
public record SavedView(String name, String shown, String severity, String words) {

    /// How many somebody can keep.
    public static final int MOST = 30;
}
