package dev.runbook.app.assembly;

import dev.runbook.app.draft.Draft;
import dev.runbook.core.capability.Operations;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.runbook.RunbookLibrary;
import dev.runbook.language.Problem;
import dev.runbook.language.lint.Linter;
import dev.runbook.language.parse.ReadResult;
import dev.runbook.language.parse.RunbookTests;
import java.util.ArrayList;
import java.util.List;

/// Whether a draft is clean, and passes its own tests.
///
/// @param problems what lint says, and each difference of a test; empty when it is fine
/// @param tests how many tests were played
public record DraftCheck(List<String> problems, int tests) {
    public DraftCheck {
        problems = List.copyOf(problems);
    }

    /// Lints a draft and plays its tests.
    ///
    /// @throws ConfigurationException when a setting cannot be used
    public static DraftCheck of(Configuration configuration, Draft draft) throws InterruptedException {
        var file = draft.id() + ".yaml";
        var problems = new ArrayList<String>();
        for (var problem : Linter.lint(file, draft.runbook(), Operations.CATALOGUE)) problems.add(said(problem));
        if (!(Linter.read(file, draft.runbook(), Operations.CATALOGUE) instanceof ReadResult.Read(var runbook, var _)))
            return new DraftCheck(problems, 0);
        return switch (RunbookTests.read(draft.id() + RunbookTests.SUFFIX, draft.tests())) {
            case RunbookTests.Result.Broken(var broken) -> {
                broken.forEach(problem -> problems.add(said(problem)));
                yield new DraftCheck(problems, 0);
            }
            case RunbookTests.Result.Read(var tests) -> {
                for (var test : tests.tests())
                    for (var difference : RunbookTrial.play(configuration, new Alone(runbook), runbook, test)
                            .differences()) problems.add("test '" + test.name() + "': " + difference);
                yield new DraftCheck(problems, tests.tests().size());
            }
        };
    }

    private static String said(Problem problem) {
        return problem + "; " + problem.hint();
    }

    /// A library of one runbook.
    private record Alone(Runbook runbook) implements RunbookLibrary {
        @Override
        public List<Runbook> all() {
            return List.of(runbook);
        }

        @Override
        public Runbook read(RunbookId id, String source) {
            return RunbookText.read(id + ".yaml", source);
        }
    }
}
