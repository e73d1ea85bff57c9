package dev.runbook.core.testkit;

import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.runbook.RunbookLibrary;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A library of runbooks made by hand. It can read back every version that it ever held.
public final class ListedRunbooks implements RunbookLibrary {

    private final List<Runbook> versions = new CopyOnWriteArrayList<>();
    private volatile boolean broken;

    public ListedRunbooks(Runbook... runbooks) {
        versions.addAll(List.of(runbooks));
    }

    /// Adds a runbook, or a newer version of one.
    public ListedRunbooks with(Runbook runbook) {
        versions.add(runbook);
        return this;
    }

    /// From now on no text can be read any more, as after an upgrade that changed the language.
    public void forgetTheLanguage() {
        broken = true;
        versions.clear();
    }

    @Override
    public List<Runbook> all() {
        var newest = new TreeMap<RunbookId, Runbook>();
        versions.forEach(runbook -> newest.put(runbook.id(), runbook));
        return new ArrayList<>(newest.values());
    }

    @Override
    public Runbook read(RunbookId id, String source) {
        if (broken) throw new IllegalArgumentException("runbook " + id + " is written in another language");
        return versions.stream()
                .filter(r -> r.id().equals(id) && r.source().equals(source))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no runbook " + id + " ever had this text"));
    }
}
