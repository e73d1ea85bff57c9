package dev.runbook.app.web.problem;

import java.io.IOException;

/// A request's body is longer than this server takes.
public class BodyTooLarge extends IOException {
    private static final long serialVersionUID = 1L;

    BodyTooLarge(long limit) {
        super("a request may have at most " + limit + " bytes");
    }
}
