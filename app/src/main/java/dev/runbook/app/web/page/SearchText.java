package dev.runbook.app.web.page;

/// What people write into search fields.
final class SearchText {

    private SearchText() {}

    /// The text in one line; empty when there is none.
    static String of(String typed) {
        var line = typed.replaceAll("\\p{Cntrl}", " ").strip();
        return line.length() <= 200 ? line : line.substring(0, 200);
    }
}
