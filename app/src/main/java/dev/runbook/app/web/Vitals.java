package dev.runbook.app.web;

import java.util.List;

/// Whether the system can do its work now. Safe for use by many threads; answers at once.
public interface Vitals {

    /// What keeps the system from its work, one sentence each, with what to do; empty when nothing does.
    List<String> problems();
}
