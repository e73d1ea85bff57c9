package dev.runbook.ml.search;

import java.io.IOException;

/// Pages or questions that cannot be understood. The message names the file, the line, and what should be there.
public final class MalformedPages extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedPages(String file, long line, String problem) {
        super(file + ":" + line + ": " + problem);
    }
}
