package dev.runbook.app.web.page;

/// Who looks at a page, and what the page offers them. Offering is a courtesy; the access table decides.
///
/// @param role the highest role, for people
/// @param mayRespond report, comment, resolve, close
/// @param mayDecide approve, deny, veto, attest
/// @param mayCommand change runbooks, and read the record of access
/// @param mayAdminister decide who may what
public record Viewer(
        String name, String role, boolean mayRespond, boolean mayDecide, boolean mayCommand, boolean mayAdminister) {

    /// Whoever is not signed in.
    static final Viewer NOBODY = new Viewer("", "viewer", false, false, false, false);

    /// The same person where they may not act.
    Viewer looking() {
        return new Viewer(name, role, false, false, mayCommand, mayAdminister);
    }
}
