package dev.runbook.ml.diagnose;

import dev.runbook.ml.bundle.Bundle;
import java.util.ArrayList;
import java.util.List;

/// What a bundle does not show.
final class Gaps {

    private Gaps() {}

    static List<String> of(Bundle bundle) {
        List<String> gaps = new ArrayList<>();
        missing(bundle, gaps, "metrics.csv", "no metrics");
        if (bundle.has("metrics.csv"))
            missing(
                    bundle,
                    gaps,
                    "baseline.csv",
                    "no baseline of the metrics: the window's beginning was taken for usual");
        missing(bundle, gaps, "logs.csv", "no logs");
        if (bundle.has("logs.csv"))
            missing(bundle, gaps, "logs_baseline.csv", "no baseline of the logs: what is new in them is not known");
        missing(bundle, gaps, "spans.csv", "no spans");
        if (!bundle.has("spans.csv"))
            missing(bundle, gaps, "dependencies.json", "no dependencies: symptoms cannot be traced to what they need");
        missing(bundle, gaps, "changes.json", "no list of changes");
        return gaps;
    }

    private static void missing(Bundle bundle, List<String> gaps, String file, String words) {
        if (!bundle.has(file)) gaps.add(words);
    }
}
