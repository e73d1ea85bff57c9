package dev.runbook.ml.bundle;

import java.io.IOException;

/// A bundle that cannot be understood. The message names the file, the line, what is there and what should be.
public final class MalformedBundle extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedBundle(String file, String problem) {
        super(file + ": " + problem);
    }

    MalformedBundle(String file, long line, String problem) {
        super(file + ":" + line + ": " + problem);
    }
}
