package dev.runbook.ml.search;

import dev.runbook.core.diagnosis.CaseFile;
import dev.runbook.core.diagnosis.Diagnoser;
import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Investigation;
import dev.runbook.core.diagnosis.Reading;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.value.Value;
import java.util.List;
import java.util.stream.Collectors;

/// A diagnoser that, once it knows what is wrong, looks up what people wrote about that cause. The pages become
/// evidence to be read; they change nothing about the diagnosis. Safe for use by many threads.
public final class ReadingDiagnoser implements Diagnoser {

    private static final OperationName FIND = new OperationName(Capability.KNOWLEDGE, "find_pages");

    private final Diagnoser thinking;
    private final PageShelf shelf;

    public ReadingDiagnoser(Diagnoser thinking, PageShelf shelf) {
        this.thinking = thinking;
        this.shelf = shelf;
    }

    @Override
    public Diagnosis diagnose(CaseFile caseFile) {
        return thinking.diagnose(caseFile);
    }

    @Override
    public Diagnosis diagnose(CaseFile caseFile, Investigation investigation) {
        var diagnosis = thinking.diagnose(caseFile, investigation);
        diagnosis.leading().ifPresent(leading -> read(caseFile, leading.statement(), investigation));
        return diagnosis;
    }

    /// Asks only for what it does not know yet: a look that finds nothing new would be no evidence.
    private void read(CaseFile caseFile, String cause, Investigation investigation) {
        var problem = caseFile.report().words();
        var known = Reading.in(caseFile.evidence()).stream()
                .map(cited -> cited.page().path())
                .collect(Collectors.toSet());
        if (shelf.find(problem + "\n" + cause, PageShelf.USUAL).stream().allMatch(page -> known.contains(page.path())))
            return;
        try {
            var _ = investigation.ask(
                    List.of(new Investigation.Look(FIND, Value.fields("problem", problem, "cause", cause))));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
