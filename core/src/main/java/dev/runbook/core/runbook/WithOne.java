package dev.runbook.core.runbook;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A library with one runbook put in.
record WithOne(RunbookLibrary rest, Runbook one) implements RunbookLibrary {

    @Override
    public List<Runbook> all() {
        return Stream.concat(rest.all().stream().filter(r -> !r.id().equals(one.id())), Stream.of(one))
                .sorted(Comparator.comparing(Runbook::id))
                .toList();
    }

    @Override
    public Runbook read(RunbookId id, String source) {
        return rest.read(id, source);
    }
}
