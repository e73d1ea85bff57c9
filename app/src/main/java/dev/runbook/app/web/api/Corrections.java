package dev.runbook.app.web.api;

import dev.runbook.app.web.problem.InvalidRequest;
import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.core.engine.Command;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.Category;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.runbook.RunbookLibrary;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes commands of it when people know better, in the API and on pages.
public final class Corrections {

    private static final int MAX_REASON = 4000;
    private static final int MAX_NAME = 200;

    private Corrections() {}

    /// @param category or severity, or both, or else a runbook, or else a cause and its component
    /// @throws InvalidRequest with everything that is wrong
    public static Command of(
            @Nullable String category,
            @Nullable String severity,
            @Nullable String runbook,
            @Nullable String cause,
            @Nullable String component,
            @Nullable String reason,
            RunbookLibrary library,
            Actor.Operator who) {
        var checks = new Checks();
        var why = checks.optionalText("reason", reason, MAX_REASON).orElse("");
        var kind = one(checks, "category", category, Category.class);
        var badness = one(checks, "severity", severity, Severity.class);
        var other = checks.optionalText("runbook", runbook, MAX_NAME);
        var believed = one(checks, "cause", cause, CauseKind.class);
        var place = checks.optionalText("component", component, MAX_NAME);
        var wanted = (kind.isPresent() || badness.isPresent() ? 1 : 0)
                + (other.isPresent() ? 1 : 0)
                + (believed.isPresent() || place.isPresent() ? 1 : 0);
        if (wanted != 1)
            checks.wrong("category", "or severity must be given, or else a runbook, or else cause and component");
        if (believed.isPresent() != place.isPresent()) checks.wrong("component", "must be given with the cause");
        var found = other.flatMap(id ->
                library.all().stream().filter(each -> each.id().id().equals(id)).findFirst());
        if (other.isPresent() && found.isEmpty())
            checks.wrong("runbook", "cannot be '" + other.get() + "'; /api/v1/runbooks lists them");
        return checks.then(() -> found.<Command>map(each -> new Command.Follow(who, each, why))
                .or(() -> believed.map(each -> new Command.Steer(who, each, place.orElseThrow(), why)))
                .orElseGet(() -> new Command.Reclassify(who, kind, badness, why)));
    }

    private static <E extends Enum<E>> Optional<E> one(
            Checks checks, String field, @Nullable String value, Class<E> type) {
        return checks.optionalText(field, value, MAX_NAME).flatMap(name -> checks.constant(field, name, type));
    }
}
