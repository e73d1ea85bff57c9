package dev.runbook.app.assembly;

import dev.runbook.core.diagnosis.Candidate;
import dev.runbook.core.diagnosis.CaseFile;
import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.diagnosis.Recommendation;
import dev.runbook.core.engine.Minds;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.core.incident.Category;
import dev.runbook.core.incident.Classification;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.value.Value;
import dev.runbook.language.parse.RunbookTests;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Minds that conclude what a runbook's test says. Safe for use by many threads.
final class GivenMinds {

    private static final Set<EvidenceId> EVIDENCE = Set.of(EvidenceId.number(1));

    private GivenMinds() {}

    static Minds of(RunbookTests.World world) {
        return new Minds(
                _ -> new Classification(Category.UNKNOWN, Severity.MEDIUM, 0, List.of()),
                (_, _, _) -> List.of(),
                _ -> diagnosis(world),
                (caseFile, _, candidates) -> recommend(world, caseFile, candidates),
                (_, _) -> "");
    }

    private static Diagnosis diagnosis(RunbookTests.World world) {
        if (world.recommended().isEmpty()) return new Diagnosis(Diagnosis.Verdict.INCONCLUSIVE, List.of(), List.of());
        var component = world.service().or(world::host).orElse("given");
        var given = new Hypothesis(
                world.decided().get("cause").map(Value::display).orElse("as the test says"),
                CauseKind.RUNAWAY_PROCESS,
                component,
                Optional.empty(),
                1,
                EVIDENCE,
                Set.of(),
                Optional.empty());
        return new Diagnosis(Diagnosis.Verdict.FAULT, List.of(given), List.of());
    }

    private static List<Recommendation> recommend(
            RunbookTests.World world, CaseFile caseFile, List<Candidate> candidates) {
        return candidates.stream()
                .filter(Candidate::current)
                .filter(candidate -> world.recommended()
                        .filter(candidate.step().id()::equals)
                        .isPresent())
                .filter(candidate -> caseFile.tried().stream()
                        .noneMatch(tried ->
                                tried.operation().equals(candidate.operation().name())))
                .map(candidate -> new Recommendation(
                        candidate.runbook(),
                        candidate.step(),
                        candidate.operation().name(),
                        world.decided(),
                        candidate.risk(),
                        1,
                        "the test says so",
                        "",
                        EVIDENCE))
                .toList();
    }
}
