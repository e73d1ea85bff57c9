package dev.runbook.ml.anomaly;

import java.io.IOException;
import java.nio.file.Path;

/// A metric file that cannot be understood. The message names the file, the line, what is there and what should be.
public final class MalformedMetric extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedMetric(Path file, long line, String problem) {
        super(file + ":" + line + ": " + problem);
    }
}
