package dev.runbook.app.web.api;

import dev.runbook.app.web.Stage;
import dev.runbook.core.incident.ProblemReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Makes problem reports of what people send, in the API and on pages.
public final class Reports {

    private static final int MAX_NAME = 253;

    private Reports() {}

    /// @throws dev.runbook.app.web.problem.InvalidRequest with everything that is wrong
    static ProblemReport of(Bodies.Report body, Stage stage) {
        return of(body.text(), body.host(), body.service(), body.environment(), body.labels(), body.scenario(), stage);
    }

    /// A report from a form: words, and perhaps what they are about.
    ///
    /// @throws dev.runbook.app.web.problem.InvalidRequest with everything that is wrong
    public static ProblemReport of(
            @Nullable String text, @Nullable String host, @Nullable String service, Stage stage) {
        return of(text, host, service, null, null, null, stage);
    }

    private static ProblemReport of(
            @Nullable String text,
            @Nullable String host,
            @Nullable String service,
            @Nullable String environment,
            @Nullable Map<String, @Nullable String> labels,
            @Nullable String scenario,
            Stage stage) {
        var checks = new Checks();
        var words = checks.text("text", text, ProblemReport.MAX_TEXT);
        var onHost = checks.optionalText("host", host, MAX_NAME);
        var ofService = checks.optionalText("service", service, MAX_NAME);
        var where = checks.optionalText("environment", environment, 100).orElse("production");
        var all = new TreeMap<>(checks.labels("labels", labels));
        // The label says the same as the field, and must be as true.
        var asked = scenario == null || scenario.isBlank() ? all.getOrDefault("scenario", "") : scenario;
        if (!asked.isBlank())
            play(checks, asked, stage)
                    .ifPresent(play -> all.putAll(play.report().labels()));
        return checks.then(() -> new ProblemReport(words, onHost, ofService, where, List.of(), all));
    }

    private static Optional<Stage.Play> play(Checks checks, String name, Stage stage) {
        var play = stage.find(name);
        if (play.isEmpty())
            checks.wrong(
                    "scenario",
                    stage.plays().isEmpty()
                            ? "cannot be played: scenarios exist in mock mode only"
                            : "cannot be '" + name + "'; there are "
                                    + stage.plays().stream()
                                            .map(Stage.Play::name)
                                            .collect(Collectors.joining(", ")));
        return play;
    }
}
