package dev.runbook.core.approval;

import dev.runbook.core.incident.Category;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.operation.RiskLevel;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a rule of a policy speaks of: every part that is given must hold, and of a list one is enough. Names
/// may have `*` for any run of characters. Pure.
///
/// @param environments names of environments; all when empty
/// @param services names of services; all when empty
/// @param categories kinds of problem; all when empty
/// @param severities how bad the problem is; all when empty
/// @param operations names of operations, such as `compute.restart_service`; all when empty
/// @param risks all when empty
/// @param hours when it holds; always when empty
/// @param runbookAsks whether the runbook must require approval of the step, or must not; either when empty
public record Scope(
        List<String> environments,
        List<String> services,
        Set<Category> categories,
        Set<Severity> severities,
        List<String> operations,
        Set<RiskLevel> risks,
        Optional<Hours> hours,
        Optional<Boolean> runbookAsks)
        implements ApprovalPolicy.Condition {

    public Scope {
        environments = List.copyOf(environments);
        services = List.copyOf(services);
        categories = Set.copyOf(categories);
        severities = Set.copyOf(severities);
        operations = List.copyOf(operations);
        risks = Set.copyOf(risks);
    }

    @Override
    public boolean holds(ApprovalPolicy.Question question) {
        var situation = question.situation();
        return names(environments, Stream.of(situation.environment()))
                && names(services, question.services().stream())
                && (categories.isEmpty() || categories.contains(situation.category()))
                && (severities.isEmpty() || severities.contains(situation.severity()))
                && names(operations, question.operations().stream().map(Object::toString))
                && (risks.isEmpty() || risks.contains(question.plan().risk()))
                && hours.map(when -> when.contain(situation.at())).orElse(true)
                && runbookAsks
                        .map(wanted -> wanted == question.stepRequiresApproval())
                        .orElse(true);
    }

    /// Whether one of the names is meant by one of the patterns.
    private static boolean names(List<String> patterns, Stream<String> names) {
        return patterns.isEmpty() || names.anyMatch(name -> patterns.stream().anyMatch(p -> means(p, name)));
    }

    /// Whether a pattern, which may have `*` for any run of characters, means a name.
    public static boolean means(String pattern, String name) {
        if (!pattern.contains("*")) return pattern.equals(name);
        var regex = Stream.of(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return Pattern.compile(regex, Pattern.DOTALL).matcher(name).matches();
    }
}
