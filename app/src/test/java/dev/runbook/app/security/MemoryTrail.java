package dev.runbook.app.security;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// A record of access in memory.
public final class MemoryTrail implements SecurityTrail {

    private final List<Entry> entries = new CopyOnWriteArrayList<>();

    @Override
    public void note(Act act, String actor, String subject, String detail) {
        entries.add(new Entry(entries.size() + 1, Instant.EPOCH, act.key(), actor, subject, detail));
    }

    @Override
    public List<Entry> newest(int count, long before) {
        return entries.reversed().stream()
                .filter(entry -> entry.seq() < before)
                .limit(count)
                .toList();
    }

    @Override
    public Optional<String> fault() {
        return Optional.empty();
    }

    /// What was noted, in a few words each: the act, who did it, and to what.
    public List<String> told() {
        return entries.stream()
                .map(entry -> entry.act() + " " + entry.actor() + " " + entry.subject())
                .map(String::strip)
                .toList();
    }
}
